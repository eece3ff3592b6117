"""Pictures of every page as every role: wide and narrow, light and dark (`make screenshots`)."""

import shutil
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from tests.journeys.desk import Desk
from tests.journeys.looking import NARROW, WIDE
from tests.journeys.site import Site
from tests.journeys.site_builder import ROLES

pytestmark = pytest.mark.screenshots
FOLDER = settings.BASE_DIR / "var" / "screenshots"


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_photographed(role: str, site: Site, browser: Browser) -> None:
    folder = FOLDER / role.replace(" ", "-")
    shutil.rmtree(folder, ignore_errors=True)
    desk = Desk(site.context(browser, role), site.url)
    for page in site.kinds(role):
        desk.page.goto(site.url + page.url)
        photograph(desk.page, folder / page.name)
    desk.page.context.close()
    assert desk.faults == []


def photograph(page: Page, place: Path) -> None:
    """Write four pictures beside each other: <page>-1280-light.png and so on."""
    for size, scheme in product((WIDE, NARROW), ("light", "dark")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        path = place.with_name(f"{place.name}-{size['width']}-{scheme}.png")
        page.screenshot(path=path, full_page=True, animations="disabled")
