"""A throwaway PostgreSQL cluster on a free loopback port.

As a program it runs a command on such a cluster:
    python -m tests.cluster .venv/bin/pytest tests/awards
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests import tools

LONGEST_START = 60
QUICK = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"]
SETTINGS = ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
SETTINGS += ["-c", "max_connections=200", "-c", "log_min_messages=fatal"]


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[str]:
    """Start PostgreSQL in a new folder, yield the address of its database, remove everything.

    Not durable, it writes nothing through to the disk: quicker, and enough for tests.
    """
    binaries = tools.find_postgres()
    if binaries is None:
        raise SystemExit("PostgreSQL was not found; to install it: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="allmende-postgres."))
    try:
        password = _create(binaries, folder)
        server, port = _start(binaries, folder, [] if durable else QUICK)
        try:
            yield f"postgres://allmende:{password}@127.0.0.1:{port}/postgres"
        finally:
            server.send_signal(signal.SIGINT)  # disconnect everyone and stop
            server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _create(binaries: Path, folder: Path) -> str:
    """Make the cluster's files and return the password of its only account."""
    password = secrets.token_hex(16)
    (folder / "password").write_text(password)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        shutil.chown(folder / "password", "postgres")
    options = ["--username=allmende", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"]
    options += [f"--pwfile={folder}/password", f"--pgdata={folder}/rows", "--no-sync"]
    command = [str(binaries / "initdb"), *options]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **_as_its_user(folder))
    return password


@dataclass
class Crashing:
    """A durable cluster that can be killed outright and started again on the same port."""

    binaries: Path
    folder: Path
    server: subprocess.Popen
    port: int

    @property
    def url(self) -> str:
        password = (self.folder / "password").read_text()
        return f"postgres://allmende:{password}@127.0.0.1:{self.port}/postgres"

    def kill(self) -> None:
        """Kill the server and everybody it works with, at the same instant, as power loss would."""
        children = Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children").read_text()
        for pid in (self.server.pid, *map(int, children.split())):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.server.wait()

    def start(self) -> None:
        self.server, _port = _start(self.binaries, self.folder, [], self.port)


@contextmanager
def crashing_cluster() -> Iterator[Crashing]:
    """Start a durable cluster for a test that kills it."""
    binaries = tools.find_postgres()
    assert binaries is not None
    folder = Path(tempfile.mkdtemp(prefix="allmende-crash."))
    _create(binaries, folder)
    one = Crashing(binaries, folder, *_start(binaries, folder, []))
    try:
        yield one
    finally:
        one.kill()
        shutil.rmtree(folder, ignore_errors=True)


def _start(
    binaries: Path, folder: Path, extra: list[str], port: int = 0
) -> tuple[subprocess.Popen, int]:
    """Start the server, on a free port unless told, and wait until it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = port or probe.getsockname()[1]
    command = [str(binaries / "postgres"), "-D", f"{folder}/rows", "-p", str(port)]
    server = subprocess.Popen(
        [*command, *SETTINGS, *extra], start_new_session=True, **_as_its_user(folder)
    )
    address = f"host=127.0.0.1 port={port} user=allmende dbname=postgres connect_timeout=5"
    password = (folder / "password").read_text()
    deadline = time.monotonic() + LONGEST_START
    while server.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(address, password=password).close()
            return server, port
        except psycopg.OperationalError:
            time.sleep(0.1)
    server.kill()
    raise SystemExit("PostgreSQL did not start.")


def _as_its_user(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root, so root hands it to the user `postgres`."""
    if os.geteuid() != 0:
        return {"cwd": folder}
    return {"cwd": folder, "user": "postgres", "group": "postgres", "extra_groups": []}


if __name__ == "__main__":
    with cluster(durable=True) as url:
        sys.exit(subprocess.call(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}))
