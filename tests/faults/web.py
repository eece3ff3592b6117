"""The web server as a process of its own, on the database of the test."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def web(database: str, folder: Path, **settings: str) -> Iterator[tuple[int, int]]:
    """Run one worker with four threads; yield port and process id of its master."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "DATABASE_URL": database, "ALLMENDE_VAR": str(folder)}
    environment |= {"ALLMENDE_MODE": "demo", "ALLMENDE_LOG_LEVEL": "CRITICAL", **settings}
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
    command = [sys.executable, "-m", "gunicorn", "--threads=4", f"--bind=127.0.0.1:{port}"]
    command += ["--log-level=critical", "config.wsgi"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        wait_for(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int) -> None:
    """Return when the server answers; its first answer may take long on a busy machine."""
    for _ in range(60):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=20).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise TimeoutError("The server did not answer.")


def workers_of(master: int) -> list[int]:
    """Return the process ids of the workers."""
    return [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()]
