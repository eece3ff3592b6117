"""Two editors write in their browsers at the same time; one of them without JavaScript."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests import cast
from tests.applications.drafts import colleague, new_draft
from tests.journeys.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)

QUESTION = "Wie nehmen Sie alle Menschen mit?"
DONE = "Ist dieser Abschnitt fertig?"


def test_autosave_saves_again_and_again_and_tells_the_second_editor(
    desk_of: Callable[..., Desk],
) -> None:
    draft = new_draft()
    edda, karl = desk_of(cast.editor()), desk_of(colleague())
    for desk in (edda, karl):
        desk.open("answer", draft.key, "teilhabe")
    for number, text in enumerate(("Runde Tische.", "Runde Tische im Rathaus."), start=1):
        karl.fill({QUESTION: text})
        karl.field(QUESTION).blur()
        expect(karl.page.locator("[name=version]")).to_have_value(str(number))
    karl.sees("Gespeichert um")
    edda.fill({QUESTION: "Runde Tische im Museum."})
    edda.choose(DONE, "Ja, fertig")
    edda.sees("Karl Kollege hat diesen Abschnitt um")
    edda.press("Speichern und weiter")
    edda.is_at("Es gibt zwei Fassungen dieses Abschnitts")
    edda.sees("Runde Tische im [Museum. oder Rathaus.]")
    edda.fill({QUESTION: "Runde Tische im Museum und im Rathaus."})
    edda.press("Gemeinsame Fassung speichern")
    edda.sees("Ihre Angaben sind gespeichert.")
    assert draft.answers.get().value == "Runde Tische im Museum und im Rathaus."


def test_a_section_is_written_by_keyboard_alone(desk_of: Callable[..., Desk]) -> None:
    draft = new_draft()
    edda = desk_of(cast.editor())
    edda.open("answer", draft.key, "wertschoepfung")
    edda.page.keyboard.press("Tab")
    expect(edda.page.get_by_role("link", name="Zum Inhalt springen")).to_be_focused()
    edda.page.keyboard.press("Enter")
    field = edda.page.get_by_role("textbox")
    for _ in range(5):  # past the links above the form
        edda.page.keyboard.press("Tab")
        if field.evaluate("field => field === document.activeElement"):
            break
    expect(field).to_be_focused()
    edda.page.keyboard.type("x" * 5 + " Wort" * 400, delay=0)
    expect(edda.page.locator(".al-count")).to_have_text("5 Zeichen zu viel")
    for key in ("Tab", "Tab", "Space", "Tab", "Enter"):
        edda.page.keyboard.press(key)
    expect(edda.page.locator(".al-errors")).to_be_focused()
    edda.page.keyboard.press("Tab")
    edda.page.keyboard.press("Enter")
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description(
        re.compile("Fehler: Kürzen Sie den Text um 5 Zeichen")
    )


def test_conditional_declarations_can_be_answered_without_javascript(
    desk_of: Callable[..., Desk],
) -> None:
    draft = new_draft()
    edda = desk_of(cast.editor())
    edda.open("declarations", draft.key)
    edda.choose("Hat das Vorhaben bereits begonnen?", "Nein, wir beantragen einen vorzeitigen "
                "Maßnahmebeginn.")  # fmt: skip
    edda.fill({"Warum müssen Sie vor dem Bescheid beginnen?": "Bäume pflanzt man im Herbst."})
    edda.press("Speichern und später fortsetzen")
    edda.is_at("Antrag: Antrag ohne Titel")
    assert draft.answers.get(code="beginn_grund").value == "Bäume pflanzt man im Herbst."
