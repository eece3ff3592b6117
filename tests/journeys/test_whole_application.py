"""A whole application, from the call to the receipt: by keyboard, and without JavaScript."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from accounts.models import Role
from applications.models import Application
from programmes.models import CallVersion
from tests import cast
from tests.journeys import municipality
from tests.journeys.desk import Desk
from tests.journeys.keyboard import SKIP, KeyboardDesk

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "Kühle Wege"
DOCUMENTS = ("Projektplan", "Beschluss des Rates oder Kreistages")


def test_a_whole_application_by_keyboard_alone(
    desk_of: Callable[..., KeyboardDesk], tmp_path: Path
) -> None:
    version = cast.open_call()
    editor = desk_of(kind=KeyboardDesk)
    skip_link_leads_past_the_menu(editor)
    begin(editor, version)
    municipality.describe_project(editor, TITLE, version.years)
    municipality.name_interaction(editor)
    first, *others = texts_of(version, "project")
    screen_reader_is_told(editor, first)
    municipality.write_texts(editor, [first, *others])
    mistakes_are_found_by_their_links(editor)
    municipality.name_partner(editor)
    municipality.write_texts(editor, texts_of(version, "participation"))
    municipality.plan_measures(editor, version.years)
    municipality.add_plan_line(editor, version.first_year)
    municipality.fill_finance_plan(editor, version.first_year, staff="600.000")
    finish(editor, tmp_path)
    release(desk_of(signatory(), kind=KeyboardDesk))


def test_a_whole_application_without_javascript(
    desk_of: Callable[..., Desk], tmp_path: Path
) -> None:
    version = cast.open_call()
    editor = desk_of()
    begin(editor, version)
    municipality.describe_project(editor, TITLE, version.years)
    municipality.name_interaction(editor)
    municipality.write_texts(editor, texts_of(version, "project"))
    refused_fields_are_reached_by_links(editor)
    municipality.name_partner(editor)
    municipality.write_texts(editor, texts_of(version, "participation"))
    municipality.plan_measures(editor, version.years)
    municipality.add_plan_line(editor, version.first_year)
    municipality.fill_finance_plan_and_save(editor, version.first_year, staff="600.000")
    finish(editor, tmp_path)
    release(desk_of(signatory()))


# --- What both do ---------------------------------------------------------------------------------


def begin(desk: Desk, version: CallVersion) -> None:
    municipality.begin(desk, version.call.title, cast.town().name, cast.person("Emil Erfassung"))


def texts_of(version: CallVersion, place: str) -> list[str]:
    """The questions of one chapter that are answered by a text, in the order of the pages."""
    asked = version.questions.filter(kind="text", chapter__place=place)
    return [question.label for question in asked]


def finish(desk: Desk, folder: Path) -> None:
    """Documents, declarations, the self-check; then the signatory's turn."""
    municipality.upload(desk, folder, *DOCUMENTS)
    municipality.declare(desk)
    municipality.hand_to_signatory(desk)


def signatory():
    return cast.person("Sigrid Siegel", Role.SIGNATORY, cast.town())


def release(desk: Desk) -> None:
    number = municipality.submit(desk, TITLE)
    assert Application.objects.get().receipt_number == number


# --- What only one of them meets ------------------------------------------------------------------


def skip_link_leads_past_the_menu(desk: KeyboardDesk) -> None:
    desk.open("start")
    desk.keys.press("Tab")
    assert desk.keys.focus().name == SKIP
    desk.keys.press("Enter")
    assert desk.keys.focus().role == "main"


def screen_reader_is_told(desk: KeyboardDesk, question: str) -> None:
    """State of a task, hint and counter of a question, and that it was saved."""
    desk.follow(TITLE)
    task = desk.page.locator("li", has_text="Noch nicht begonnen").get_by_role("link").first
    desk.keys.reach(task)
    assert desk.keys.focus().description == "Noch nicht begonnen"
    with desk.leading_on():
        desk.keys.press("Enter")
    desk.keys.reach(desk.field(question))
    told = desk.keys.focus().description
    assert "3.000 Zeichen" in told
    desk.page.keyboard.insert_text("x" * 2813)
    expect(desk.page.locator("#id_value_count_live")).to_have_text("Noch 187 Zeichen")


def mistakes_are_found_by_their_links(desk: KeyboardDesk) -> None:
    """The summary has the focus, its link leads into the field, the field says why."""
    desk.follow("Partner hinzufügen")
    desk.press("Speichern")
    expect(desk.page).to_have_title(re.compile("^Fehler: "))
    expect(desk.page.locator(".al-errors")).to_be_focused()
    assert desk.keys.focus().name == "Bitte prüfen Sie 3 Angaben"
    desk.keys.press("Tab")
    assert desk.keys.focus().name == "Nennen Sie den Partner"
    desk.keys.press("Enter")
    field = desk.keys.focus()
    assert (field.role, field.name, field.is_invalid) == ("textbox", "Name", True)
    assert "Nennen Sie den Partner" in field.description
    desk.follow("Zurück zur Liste")


def refused_fields_are_reached_by_links(desk: Desk) -> None:
    desk.follow("Partner hinzufügen")
    desk.press("Speichern")
    desk.follow("Nennen Sie den Partner")
    assert desk.page.url.endswith("#id_name")
    desk.follow("Zurück zur Liste")
