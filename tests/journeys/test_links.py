"""No dead link, no page that nobody finds, nothing in the markup that the house forbids."""

import re
from pathlib import Path

import pytest

from tests.house import source
from tests.house.access_table import PAGES
from tests.journeys.crawl import broken_links
from tests.journeys.site import Site

pytestmark = pytest.mark.once

# No page names these: machines, mails or people typing lead there, a form, or the kind of a row.
NOT_LINKED = {"healthz", "readyz", "theme", "calendar_feed", "invitation"}
NOT_LINKED |= {"copy_measures", "copy_indicators", "sign_in"}


def test_every_link_leads_to_a_page_and_a_place_on_it(site: Site) -> None:
    broken = {f"{role}: {one}" for role, pages in site.pages.items() for one in broken_links(pages)}
    assert "\n".join(sorted(broken)) == ""


def test_every_page_is_linked_from_a_template_or_by_the_code() -> None:
    """Not by following the links of this site: some pages belong to states it does not have."""
    sources = [*source.files(), *(source.ROOT / "templates").rglob("*.html")]
    text = "\n".join(path.read_text() for path in without(sources))
    linked = set(re.findall(r"""["'](\w+)["']""", text))
    declared = {name for name, address in PAGES.items() if address.get}
    assert "\n".join(sorted(declared - linked - NOT_LINKED)) == ""


def without(paths: list[Path]) -> list[Path]:
    """Leave out where addresses are declared, and the tests."""
    return [path for path in paths if "urls" not in path.stem and "tests" not in path.parts]


def test_pages_have_one_first_heading_and_neither_scripts_nor_styles_inside(site: Site) -> None:
    faults = {
        f"{page.name}: {fault}"
        for pages in site.pages.values()
        for page in pages
        for fault in page.faults
    }
    assert "\n".join(sorted(faults)) == ""


def test_every_page_has_a_title_of_its_own(site: Site) -> None:
    """Pages of one record may share a title with another record's, but not with another page."""
    for role, pages in site.pages.items():
        names: dict[str, set[str]] = {}
        for page in pages:
            if page.is_html and "?" not in page.url:
                names.setdefault(page.title, set()).add(page.name)
        assert {title: found for title, found in names.items() if len(found) > 1} == {}, role
