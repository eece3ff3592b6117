"""Try the system out on this machine: web and worker together, one Ctrl-C ends both."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

GRACE_SECONDS = 10.0
PAUSE_BEFORE_RESTART = 1.0
LOOK_EVERY = 0.2


def end_with_parent() -> None:
    """Let the kernel end this child when its parent dies, even by kill -9 (Linux only)."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


@dataclass
class Part:
    """One process that is started again when it dies."""

    name: str
    command: list[str]
    process: subprocess.Popen | None = field(default=None)
    began: float = 0.0

    def start(self) -> None:
        """Start the process in a group of its own, so that its children end with it."""
        self.began = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603  (our own commands)
            self.command, start_new_session=True, preexec_fn=end_with_parent  # noqa: PLW1509
        )

    def has_died(self) -> bool:
        """Say whether the process ended and enough time passed to start it again."""
        ended = self.process is not None and self.process.poll() is not None
        return ended and time.monotonic() - self.began > PAUSE_BEFORE_RESTART

    def signal(self, number: int) -> None:
        """Send a signal to the process and all its children."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                pass


class Command(BaseCommand):
    help = "Migrate, load the demonstration when the database is empty, run web and worker."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--web-workers", type=int, default=2)

    def handle(self, *, host: str, port: int, web_workers: int, **_options: Any) -> None:
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.default_int_handler)
        os.environ.setdefault("ALLMENDE_LOG_LEVEL", "WARNING")
        refuse_taken_port(host, port)
        try:
            self.prepare()
            self.run([web_part(host, port, web_workers), worker_part()], host, port)
        except KeyboardInterrupt:
            self.stdout.write("\nBeendet.")

    def prepare(self) -> None:
        """Bring the database to the code's state and fill an empty one with the demonstration."""
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Datenbank wird eingerichtet ...")
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
        if settings.DEMO and not get_user_model().objects.exists():
            self.stdout.write("Vorführdaten werden geladen ...")
            call_command("load_demo", stdout=self.stdout)
        connection.close()

    def run(self, parts: list[Part], host: str, port: int) -> None:
        """Start the parts, start dead ones again, end them all when leaving."""
        try:
            for part in parts:
                part.start()
            self.announce(host, port)
            while True:
                for part in filter(Part.has_died, parts):
                    self.stderr.write(f"{part.name} ist ausgefallen und startet neu.")
                    part.start()
                time.sleep(LOOK_EVERY)
        finally:
            stop(parts)

    def announce(self, host: str, port: int) -> None:
        """Wait until the pages answer, then say where they are and who can sign in."""
        while not answers(host, port):
            time.sleep(LOOK_EVERY)
        self.stdout.write(f"\nAllmende läuft: http://{host}:{port}/")
        if settings.DEMO and "demo_accounts" in get_commands():
            call_command("demo_accounts", stdout=self.stdout)
        self.stdout.write("Beenden mit Strg+C.")
        self.stdout.flush()


def web_part(host: str, port: int, workers: int) -> Part:
    """Describe the web server; the code is loaded once and shared by its workers."""
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", f"--bind={host}:{port}"]
    command += [f"--workers={workers}", "--worker-class=gthread", "--threads=4", "--preload"]
    command += ["--log-level=warning", "--graceful-timeout=5", "--worker-tmp-dir=/tmp"]
    return Part("Die Webanwendung", command)


def worker_part() -> Part:
    """Describe the process that runs the jobs."""
    return Part("Der Arbeitsprozess", [sys.executable, "manage.py", "work"])


def refuse_taken_port(host: str, port: int) -> None:
    """Say so at once when another program uses the port."""
    if answers(host, port):
        raise CommandError(
            f"Port {port} ist belegt. Ein anderer geht so: PORT={port + 1} make run / "
            f"Port {port} is taken; choose another by PORT={port + 1} make run"
        )


def answers(host: str, port: int) -> bool:
    """Say whether something listens there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0


def stop(parts: list[Part]) -> None:
    """Ask all parts to end, wait for them, and end by force whoever stays."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for part in parts:
        part.signal(signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    for part in parts:
        if part.process is None:
            continue
        try:
            part.process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            part.signal(signal.SIGKILL)
            part.process.wait()
