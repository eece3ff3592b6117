"""`make run`: web and worker together, a dead one starts again, Ctrl-C ends all."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.once
TABLES = "from tests.tables import build_tables as build; build()"
SOMEBODY = "from django.contrib.auth import get_user_model as m; m()(email='a@b.example').save()"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A machine of its own whose database is not empty, so that no demonstration is loaded."""
    folder = tmp_path_factory.mktemp("var")
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    found = {**kept, "ALLMENDE_MODE": "demo", "ALLMENDE_VAR": str(folder)}
    shell = ["shell", "-v0", "-c"]
    for command in ([*shell, TABLES], ["createcachetable"], [*shell, SOMEBODY]):
        subprocess.run([sys.executable, "manage.py", *command], env=found, check=True)
    return {**found, "PORT": str(free_port())}


@pytest.fixture
def server(environment: dict[str, str], tmp_path: Path) -> Iterator[subprocess.Popen]:
    with (tmp_path / "shown").open("w") as shown:
        command = [sys.executable, "manage.py", "serve"]
        running = subprocess.Popen(
            command, env=environment, stdout=shown, stderr=shown, start_new_session=True
        )
        yield running
        running.kill()


def test_it_serves_restarts_a_dead_worker_and_ends_without_orphans(
    server: subprocess.Popen, environment: dict[str, str], tmp_path: Path
) -> None:
    address = f"http://127.0.0.1:{environment['PORT']}"
    wait_for(lambda: "Beenden mit Strg+C" in (tmp_path / "shown").read_text())
    assert urllib.request.urlopen(f"{address}/readyz").status == 200
    assert urllib.request.urlopen(f"{address}/static/htmx/htmx.min.js").status == 200

    web, worker = children(server.pid)
    os.kill(worker, signal.SIGKILL)
    wait_for(lambda: len(set(children(server.pid)) - {web, worker}) == 1)
    everyone = [server.pid, *children(server.pid), *children(web)]

    server.send_signal(signal.SIGINT)
    assert server.wait(timeout=60) == 0
    assert not [pid for pid in everyone if Path(f"/proc/{pid}").exists()]


def test_when_it_is_killed_outright_its_children_end_too(
    server: subprocess.Popen, tmp_path: Path
) -> None:
    wait_for(lambda: "Beenden mit Strg+C" in (tmp_path / "shown").read_text())
    everyone = [pid for child in children(server.pid) for pid in (child, *children(child))]
    assert everyone
    server.kill()
    wait_for(lambda: not [pid for pid in everyone if alive(pid)])


def test_a_taken_port_is_named(environment: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", int(environment["PORT"]))):
        found = subprocess.run(
            [sys.executable, "manage.py", "serve"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert found.returncode == 1
    assert f"Port {environment['PORT']} ist belegt" in found.stderr


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in found.split()]


def alive(pid: int) -> bool:
    try:
        return "(zombie)" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(happened: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
