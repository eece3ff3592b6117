"""A visitor finds a project on the map by keyboard; a researcher agrees and builds a data set."""

from collections.abc import Callable

import pytest
from django.core.management import call_command

from core import jobs
from programmes.models import CallVersion
from tests import cast
from tests.journeys.desk import Desk
from tests.journeys.keyboard import Keyboard


@pytest.fixture
def version(transactional_db: None) -> CallVersion:
    call_command("import_funded_projects", verbosity=0)
    cast.researcher()
    return cast.open_call()


def test_a_visitor_finds_a_project_on_the_map_by_keyboard(
    version: CallVersion, desk_of: Callable[..., Desk]
) -> None:
    desk = desk_of()
    desk.open("funded")
    keys = Keyboard(desk.page)
    keys.tab_to("Saarland: 1 Vorhaben", "link")
    keys.press("Enter")
    desk.sees("Saarland: 1 Kreis mit Vorhaben")
    keys.tab_to("St. Wendel: 1 Vorhaben", "link")
    keys.press("Enter")
    desk.page.wait_for_url("**kreis=10046*")
    keys.tab_to("Landkreis St. Wendel", "link")
    keys.press("Enter")
    desk.is_at("Landkreis St. Wendel")
    desk.sees("gerundet veröffentlicht")


def test_a_researcher_signs_the_agreement_and_builds_a_data_set(
    version: CallVersion, desk_of: Callable[..., Desk]
) -> None:
    desk = desk_of(cast.researcher())
    desk.open("research_call", version.call.slug)
    page = desk.page
    page.get_by_label("Wofür brauchen Sie die Daten?").fill("Wer sich bewirbt")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Zustimmen").click()
    page.get_by_role("button", name="Neuen Datensatz bauen").click()
    desk.sees("Der Datensatz wird gebaut")
    while jobs.run_next():
        pass
    page.get_by_role("link", name="Stand aktualisieren").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Datensatz 1").click()
    assert saved.value.suggested_filename == f"{version.call.slug}-v1.zip"
