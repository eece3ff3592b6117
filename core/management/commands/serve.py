"""Try the system out on this machine: web and worker together, one Ctrl-C ends both."""

import ctypes
import multiprocessing
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.context import ForkProcess
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.servers.basehttp import get_internal_wsgi_application
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from gunicorn.app.base import BaseApplication

GRACE_SECONDS = 10.0
PAUSE_BEFORE_RESTART = 1.0
LOOK_EVERY = 0.1
TAKEN = (
    "Port {port} ist belegt. Ein anderer geht so: PORT={other} make run / "
    "Port {port} is taken; choose another by PORT={other} make run"
)
ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Web(BaseApplication):
    """Gunicorn inside this program: the code is loaded once and shared by all processes."""

    def __init__(self, **options: Any) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return get_internal_wsgi_application()


@dataclass
class Part:
    """One process that is started again when it dies."""

    name: str
    run: Callable[[], Any]
    process: ForkProcess | None = field(default=None)
    began: float = 0.0

    def start(self) -> None:
        """Fork: what is imported already is not imported again."""
        let_go_of_connections()
        self.began = time.monotonic()
        self.process = multiprocessing.get_context("fork").Process(target=self._live)
        self.process.start()

    def _live(self) -> None:
        os.setsid()  # a group of its own, so that its children end with it
        if sys.platform == "linux":  # and an end of its own when its parent is killed outright
            set_parent_death_signal = 1
            ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)
        for number in ENDING_SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        self.run()

    def has_died(self) -> bool:
        """Say whether the process ended, and not so shortly ago that it would only die again."""
        ended = self.process is not None and not self.process.is_alive()
        return ended and time.monotonic() - self.began > PAUSE_BEFORE_RESTART

    def signal(self, number: int) -> None:
        """Send a signal to the process and all its children."""
        if self.process is not None and self.process.pid:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


class Command(BaseCommand):
    help = "Migrate, load the demonstration when the database is empty, run web and worker."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--web-workers", type=int, default=2)

    def handle(self, *, host: str, port: int, web_workers: int, **_options: Any) -> None:
        for number in ENDING_SIGNALS:
            signal.signal(number, signal.default_int_handler)
        os.environ.setdefault("ALLMENDE_LOG_LEVEL", "WARNING")
        if answers((host, port)):
            raise CommandError(TAKEN.format(port=port, other=port + 1))
        try:
            self.prepare()
            self.run([web_part(host, port, web_workers), worker_part()], (host, port))
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

    def run(self, parts: list[Part], address: tuple[str, int]) -> None:
        """Start the parts, start dead ones again, end them all when leaving."""
        try:
            for part in parts:
                part.start()
            self.announce(address)
            while True:
                for part in filter(Part.has_died, parts):
                    self.stderr.write(f"{part.name} ist ausgefallen und startet neu.")
                    part.start()
                time.sleep(LOOK_EVERY)
        finally:
            stop(parts)

    def announce(self, address: tuple[str, int]) -> None:
        """Wait until the pages answer, then say where they are and who can sign in."""
        while not answers(address):
            time.sleep(LOOK_EVERY)
        self.stdout.write(f"\nAllmende läuft: http://{address[0]}:{address[1]}/")
        if settings.DEMO and "demo_accounts" in get_commands():
            call_command("demo_accounts", stdout=self.stdout)
        self.stdout.write("Beenden mit Strg+C.")
        self.stdout.flush()


def web_part(host: str, port: int, workers: int) -> Part:
    """Describe the web server."""
    web = Web(
        bind=f"{host}:{port}",
        workers=workers,
        worker_class="gthread",
        threads=4,
        preload_app=True,
        loglevel="error",
        graceful_timeout=5,
    )
    return Part("Die Webanwendung", web.run)


def worker_part() -> Part:
    """Describe the process that runs the jobs."""
    return Part("Der Arbeitsprozess", lambda: call_command("work", skip_checks=True))


def let_go_of_connections() -> None:
    """Close them and the pool they go back to: forked processes must never share one."""
    for one in connections.all(initialized_only=True):
        one.close()
        if hasattr(one, "close_pool"):
            one.close_pool()


def answers(address: tuple[str, int]) -> bool:
    """Say whether something listens there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(address) == 0


def stop(parts: list[Part]) -> None:
    """Ask all parts to end, wait for them, and end by force whoever stays."""
    for number in ENDING_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    for part in parts:
        part.signal(signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    for part in parts:
        if part.process is None:
            continue
        part.process.join(timeout=max(0.1, deadline - time.monotonic()))
        if part.process.is_alive():
            part.signal(signal.SIGKILL)
            part.process.join()
