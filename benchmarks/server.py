"""A production-like server: two gunicorn workers with threads on a free loopback port."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

WORKERS, THREADS = 2, 4
LONGEST_START = 60


@dataclass(frozen=True)
class Server:
    """A running server: where, how long it took to answer, and its process."""

    port: int
    started_in: float
    pid: int

    def megabytes_per_worker(self) -> list[float]:
        """Resident memory of each worker process, in MB (10^6 bytes)."""
        return sorted(map(resident, self.workers()))

    def workers(self) -> list[str]:
        return Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()


def resident(pid: str) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    kilobytes = next(line.split()[1] for line in lines if line.startswith("VmRSS"))
    return int(kilobytes) * 1024 / 1e6


def cpu_seconds(pid: str) -> float:
    """Return what a process has used of the CPUs so far, in user and kernel mode."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0  # ended meanwhile
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def running(database: str) -> Iterator[Server]:
    """Start the server on this database and stop it afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--workers", str(WORKERS), "--worker-class", "gthread", "--threads", str(THREADS)]
    options += ["--preload"]
    options += ["--bind", f"127.0.0.1:{port}", "--log-level", "error"]
    command = [sys.executable, "-m", "gunicorn", *options, "config.wsgi"]
    environment = {**os.environ, "DATABASE_URL": database, "ALLMENDE_LOG_LEVEL": "ERROR"}
    begun = time.monotonic()
    process = subprocess.Popen(command, env=environment)
    try:
        wait_for(port)
        yield Server(port, time.monotonic() - begun, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def wait_for(port: int) -> None:
    """Return when the server answers."""
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == HTTPStatus.OK:
                return
        except OSError:
            time.sleep(0.05)
    raise SystemExit("The server did not answer.")
