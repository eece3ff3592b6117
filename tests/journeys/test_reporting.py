"""The map by keyboard, a data set in a clean process, the ministry's filters, a survey answered."""

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from core import clock, jobs
from programmes.models import CallVersion
from reporting.actions.surveys import begin_wave, save_question, start_wave
from reporting.models import SurveyAnswer
from tests import cast
from tests.awards import running
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
    version: CallVersion, desk_of: Callable[..., Desk], tmp_path: Path
) -> None:
    desk = desk_of(cast.researcher())
    desk.open("research_call", version.call.slug)
    page = desk.page
    page.get_by_label("Wofür brauchen Sie die Daten?").fill("Wer sich bewirbt")
    for box in page.get_by_role("checkbox").all():
        box.check()
    desk.press("Zustimmen")
    desk.press("Neuen Datensatz bauen")
    desk.sees("Der Datensatz wird gebaut")
    while jobs.run_next():
        pass
    desk.follow("Stand aktualisieren")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Datensatz 1").click()
    assert saved.value.suggested_filename == f"{version.call.slug}-v1.zip"
    saved.value.save_as(tmp_path / "daten.zip")
    assert rows_in_a_clean_process(tmp_path / "daten.zip") == "0"


def rows_in_a_clean_process(package: Path) -> str:
    """Open the applications with pandas, where nothing of this system is importable."""
    script = (
        "import sys, zipfile, pandas\n"
        "names = zipfile.ZipFile(sys.argv[1]).namelist()\n"
        "name = [n for n in names if n.endswith('applications.csv')]\n"
        "table = pandas.read_csv(zipfile.ZipFile(sys.argv[1]).open(name[0]))\n"
        "print(len(table))"
    )
    command = [sys.executable, "-I", "-c", script, str(package)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=package.parent)
    return done.stdout.strip()


def test_the_ministry_filters_drills_down_and_exports(
    version: CallVersion, desk_of: Callable[..., Desk]
) -> None:
    running.award("Eberswalde", version)
    desk = desk_of(cast.officer())
    desk.open("report_compare")
    first = desk.page.get_by_role("group", name="Erste Auswahl")
    first.get_by_label("Land", exact=True).select_option(label="Brandenburg")
    desk.press("Vergleichen")
    desk.page.wait_for_url("**a-land=BB*")
    desk.page.get_by_role("row", name="Bewilligt").get_by_role("link").first.click()
    desk.is_at("Anträge hinter der Zahl")
    desk.sees("Eberswalde")
    with desk.page.expect_download() as saved:
        desk.page.get_by_role("link", name="Liste als CSV speichern").click()
    assert "Eberswalde" in Path(saved.value.path()).read_text(encoding="utf-8")


def test_a_municipality_answers_a_survey(
    version: CallVersion, desk_of: Callable[..., Desk]
) -> None:
    running.award("Eberswalde", version)
    research = cast.researcher()
    closes = clock.today() + timedelta(days=30)
    fields = {"title": "Personal", "purpose": "Wir prüfen, ob Stellen besetzt sind."}
    fields |= {"consent": "Art. 6 DSGVO.", "roles": ["editor"], "closes_on": closes}
    wave = begin_wave(fields, by=research)
    question = {"code": "offen", "label": "Sind Stellen offen?", "kind": "yes_no"}
    start_wave(save_question(wave, "", question, seen=wave.version, by=research), by=research)
    desk = desk_of(cast.editor())
    desk.follow("Vergleich und Befragungen")
    desk.page.get_by_role("link", name=re.compile("Antworten ?: Personal")).click()
    desk.page.get_by_label("Nein").check()
    desk.press("Antworten abgeben")
    desk.sees("Kreuzen Sie an, dass Sie das gelesen haben und zustimmen")
    desk.page.get_by_label("Ich habe den Zweck gelesen und willige ein.").check()
    desk.press("Antworten abgeben")
    desk.sees("Danke. Ihre Antworten sind gespeichert.")
    assert SurveyAnswer.objects.get().value == "no"
