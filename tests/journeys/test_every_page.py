"""Every page in its main role: no barrier that axe finds, light and dark; narrow; nothing foreign.

Then what only appears after a mistake: errors at their fields, refusals, pages that do not exist.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.crawl import Page
from tests.journeys.desk import Desk
from tests.journeys.looking import look, visit
from tests.journeys.site import Site
from tests.journeys.site_builder import ROLES

MOST_KILOBYTES = 250


@pytest.fixture
def desk_at(site: Site, browser: Browser) -> Iterator[Callable[[str], Desk]]:
    """Return a function that opens the demonstration for a role."""
    desks: list[Desk] = []

    def open_desk(role: str) -> Desk:
        desks.append(Desk(site.context(browser, role), site.url))
        return desks[-1]

    yield open_desk
    for desk in desks:
        desk.page.context.close()


@pytest.mark.parametrize("role", ROLES)
def test_pages_have_no_barriers_and_load_nothing_foreign(
    role: str, site: Site, desk_at: Callable[[str], Desk]
) -> None:
    assert "\n".join(faults_on(site.main_pages(role), desk_at(role))) == ""


@pytest.mark.drill
@pytest.mark.parametrize("role", ROLES)
def test_pages_have_no_barriers_for_any_role_in_any_state(
    role: str, site: Site, desk_at: Callable[[str], Desk]
) -> None:
    assert "\n".join(faults_on(site.shown(role), desk_at(role))) == ""


def faults_on(pages: list[Page], desk: Desk) -> list[str]:
    found = [
        f"{page.name} {page.url}: {fault}"
        for page in pages
        for fault in visit(desk.page, desk.home + page.url)
    ]
    return found + desk.faults


def test_pages_after_a_mistake_have_no_barriers_either(desk_at: Callable[[str], Desk]) -> None:
    visitor, editor = desk_at("public"), desk_at("editor")
    found = []
    for address in ("barriere-melden/", "konto/login/", "konto/signup/", "pruefen/"):
        visitor.page.goto(f"{visitor.home}/{address}")
        visitor.page.locator("main form button[type=submit]").first.click()
        expect(visitor.page).to_have_title(re.compile("^Fehler: "))
        found += [f"{address}: {fault}" for fault in look(visitor.page)]
    for desk, address in ((visitor, "gibt-es-nicht/"), (editor, "programm/eingang/")):
        desk.page.goto(f"{desk.home}/{address}")
        found += [f"{address}: {fault}" for fault in look(desk.page)]
    assert "\n".join(found + visitor.faults + editor.faults) == ""


@pytest.mark.parametrize("role", ["public", "officer"])
def test_a_page_weighs_less_than_250_kilobytes_without_fonts(
    role: str, site: Site, desk_at: Callable[[str], Desk]
) -> None:
    """The heaviest page of the role, with an empty cache."""
    desk = desk_at(role)
    heaviest = max(site.main_pages(role), key=lambda page: page.size)
    devtools = desk.page.context.new_cdp_session(desk.page)
    devtools.send("Network.enable")
    kinds: dict[str, str] = {}
    sizes: dict[str, float] = {}
    devtools.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))
    devtools.on(
        "Network.loadingFinished",
        lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}),
    )
    desk.page.goto(site.url + heaviest.url, wait_until="networkidle")
    total = sum(size for request, size in sizes.items() if kinds.get(request) != "Font")
    assert 10 < total / 1024 < MOST_KILOBYTES, heaviest.url
