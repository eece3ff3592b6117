"""What every test shares: databases, the browser, and the wall around this machine."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.postgresql import base as postgresql
from django.db.backends.sqlite3 import base as sqlite

from tests import tools
from tests.tables import emptied_on_postgres, emptied_on_sqlite, finish_tables

HERE = Path(__file__).parent
ON_POSTGRES = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
LOOPBACK = ("127.", "::1", "localhost")

hypothesis.settings.register_profile("test", derandomize=True, deadline=None, database=None)
hypothesis.settings.register_profile("drill", deadline=None, max_examples=2000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "test"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by where they live and what they ask for, so that no test can forget it."""
    for test in items:
        folder = test.path.relative_to(HERE.parent).parts
        if folder[0] == "rulebook" or folder[1:2] in (("rulebook",), ("house",)):
            if not test.get_closest_marker("postgres"):
                test.add_marker("once")
        if "browser" in getattr(test, "fixturenames", ()):
            test.add_marker("browser")
            test.add_marker("once")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out, by name, what this run cannot show."""
    if item.get_closest_marker("postgres") and not ON_POSTGRES:
        pytest.skip("needs PostgreSQL: python -m tests.cluster .venv/bin/pytest ...")
    if item.get_closest_marker("browser") and tools.find_chromium() is None:
        pytest.skip("needs Chromium: apt-get install chromium")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Name what was not run."""
    skipped = [str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", [])]
    skipped += [
        sentence.replace("PostgreSQL was", "Everything on PostgreSQL: it was")
        for sentence in os.environ.get("ALLMENDE_TESTS_LEFT_OUT", "").splitlines()
    ]
    if skipped:
        terminalreporter.section("Not run")
        for reason in sorted(set(skipped)):
            number = skipped.count(reason)
            terminalreporter.line(f"{reason} ({number} tests)" if number > 1 else reason)


@pytest.fixture(autouse=True, scope="session")
def only_this_machine() -> Iterator[None]:
    """Refuse every connection that leaves this machine."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _kept_inside(getattr(socket.socket, name)))
        yield


def _kept_inside(connect: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        inside = self.family == socket.AF_UNIX or str(address[0]).startswith(LOOPBACK)
        assert inside, f"A test tried to reach {address}: tests stay on this machine."
        return connect(self, address)

    return guarded


@pytest.fixture(autouse=True, scope="session")
def emptying_is_possible_and_quick() -> Iterator[None]:
    """Let Django empty protected tables after a test, and only those that hold a row."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite.DatabaseOperations, "execute_sql_flush", emptied_on_sqlite)
        patch.setattr(postgresql.DatabaseOperations, "execute_sql_flush", emptied_on_postgres)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Add to the tables what only migrations know (see tests/tables.py)."""
    with django_db_blocker.unblock():
        finish_tables()


@pytest.fixture(scope="module")
def kept_for_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Keep what a module's own fixtures build until its last test; each test undoes its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def database_url(transactional_db: None) -> str:
    """Return the address of the test database, for processes of their own.

    What they write is seen by the test and the other way round, so nothing is in a transaction.
    """
    at = connection.settings_dict
    if not ON_POSTGRES:
        return f"sqlite:///{at['NAME']}"
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


# --- Browser (fixtures of pytest-playwright, set up for Debian's Chromium) -----------------------


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Start Debian's Chromium without anything that would call home."""
    switches = ["no-sandbox", "disable-quic", "disable-background-networking", "disable-sync"]
    switches += ["disable-component-update", "disable-default-apps", "disable-domain-reliability"]
    switches += ["disable-dev-shm-usage"]
    switches += ["host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"]
    return {
        "executable_path": tools.find_chromium(),
        "args": [f"--{switch}" for switch in switches],
    }


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """Browse as a German user at a desk."""
    return {
        "locale": "de-DE",
        "timezone_id": "Europe/Berlin",
        "viewport": {"width": 1280, "height": 900},
    }


@pytest.fixture
def shared_data() -> Path:
    """Return the folder of real data beside the project; tests say so when it is absent."""
    folder = Path(os.environ.get("ALLMENDE_DATA") or HERE.parent.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip("needs the real data: set ALLMENDE_DATA to its folder")
    return folder
