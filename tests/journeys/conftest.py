"""Browsers for people, and a clock that a test may move for the server too."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext

from accounts.models import Person
from core import clock
from tests.journeys.desk import Desk
from tests.journeys.site import Site, running_site

APPLICATIONS = 40  # so that every state occurs


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take pictures only when asked for them."""
    if "screenshots" not in config.option.markexpr:
        items[:] = [one for one in items if not one.get_closest_marker("screenshots")]


@pytest.fixture
def browser_context_args(browser_context_args: dict, request: pytest.FixtureRequest) -> dict:
    """Switch JavaScript off for the tests that say so in their name."""
    off = "without_javascript" in request.node.name
    return {**browser_context_args, "java_script_enabled": not off}


@pytest.fixture
def desk_of(
    new_context: Callable[[], BrowserContext], live_server: Any
) -> Iterator[Callable[..., Desk]]:
    """Return a function that gives a person (or nobody) a browser, signed in.

    `kind` is the way of working there, a `Desk` with a mouse unless told otherwise.
    Afterwards no page may have reached another site, broken the content security policy or
    thrown an error.
    """
    desks = []

    def open_desk(person: Person | None = None, kind: type[Desk] = Desk) -> Desk:
        desk = kind(new_context(), live_server.url)
        desks.append(desk)
        if person is not None:
            desk.sign_in(person)
        return desk

    yield open_desk
    assert [fault for desk in desks for fault in desk.faults] == []


class MovedClock:
    """Time that runs on, by a distance from the true one; every thread reads it."""

    distance = timedelta(0)

    def get(self) -> datetime:
        return timezone.now() + self.distance

    def move_to(self, moment: datetime) -> None:
        self.distance = moment - timezone.now()


@pytest.fixture
def moved_clock(monkeypatch: pytest.MonkeyPatch) -> MovedClock:
    """Replace what `core.clock.now` reads, so that the live server's threads see it too."""
    moved = MovedClock()
    monkeypatch.setattr(clock, "_stopped", moved)
    return moved


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Site]:
    """The demonstration, running; several test processes share its data."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    with running_site(shared / "site", APPLICATIONS) as running:
        yield running
