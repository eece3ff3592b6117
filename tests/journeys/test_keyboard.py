"""A journey by keyboard alone, and the same steps without JavaScript."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from applications.models import Answer, Application
from tests import cast
from tests.applications.drafts import new_draft
from tests.journeys import municipality
from tests.journeys.desk import Desk
from tests.journeys.keyboard import Keyboard

QUESTION = "Wie nehmen Sie alle Menschen mit?"
TASK = "Beteiligung der Stadtgesellschaft beschreiben"


@pytest.fixture
def draft(transactional_db: None) -> Application:
    return new_draft()


def test_an_editor_works_by_keyboard_alone(
    draft: Application, desk_of: Callable[..., Desk]
) -> None:
    desk = desk_of()
    desk.open("start")
    keys = Keyboard(desk.page)

    # The skip link comes first and leads past the menu.
    keys.press("Tab")
    assert keys.focus().name == "Zum Inhalt springen"
    keys.press("Enter")
    assert keys.focus().role == "main"

    # Signing in.
    desk.open("start")
    keys.tab_to("Anmelden", "link")
    keys.press("Enter")
    desk.is_at("Anmelden")
    keys.tab_to("E-Mail-Adresse", "textbox")
    keys.type(cast.editor().email)
    keys.tab_to("Passwort", "textbox")
    keys.type(cast.PASSWORD)
    keys.press("Enter")
    desk.sees("Angemeldet als Edda Entwurf")

    # The task list tells the state of each task with its link.
    keys.tab_to("Antrag ohne Titel", "link")
    keys.press("Enter")
    desk.sees("Abschnitten")
    assert keys.tab_to(TASK, "link").description == "Noch nicht begonnen"
    keys.press("Enter")

    # A question: name, hint and counter; the counter speaks near the limit; save.
    desk.is_at(TASK)
    field = keys.tab_to(QUESTION, "textbox")
    assert "Wege ohne Internet" in field.description
    assert "3.000 Zeichen" in field.description
    keys.type("Runde Tische.")
    desk.page.keyboard.insert_text("x" * 2800)
    expect(desk.page.locator("#id_value_count_live")).to_have_text("Noch 187 Zeichen")
    keys.tab_to("Ja, fertig", "radio")
    keys.press("Space")
    assert keys.focus().is_checked
    keys.tab_to("Speichern und weiter", "button")
    keys.press("Enter")
    desk.is_at("Offenheit und Datensouveränität erklären")
    assert "Ihre Angaben sind gespeichert." in " ".join(keys.announcements())
    assert Answer.objects.get(application=draft, code="teilhabe").done

    # A mistake: the summary has the focus, its link leads into the field, the field says why.
    desk.open("add_partner", draft.key)
    keys.tab_to("Speichern", "button")
    keys.press("Enter")
    expect(desk.page).to_have_title(re.compile("^Fehler: "))
    expect(desk.page.locator(".al-errors")).to_be_focused()
    assert keys.focus().name == "Bitte prüfen Sie 3 Angaben"
    keys.press("Tab")
    assert keys.focus().name == "Nennen Sie den Partner"
    keys.press("Enter")
    field = keys.focus()
    assert (field.role, field.name, field.is_invalid) == ("textbox", "Name", True)
    assert "Nennen Sie den Partner" in field.description


def test_an_editor_works_without_javascript(
    draft: Application, browser: Browser, live_server, tmp_path: Path
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="de-DE")
    desk = Desk(context, live_server.url)
    desk.sign_in(cast.editor())
    desk.follow("Antrag ohne Titel")
    municipality.describe_project(desk, "Kühle Wege", draft.call_version.years)
    desk.open("answer", draft.key, "teilhabe")
    municipality.write_texts(desk, [QUESTION])
    assert Answer.objects.get(application=draft, code="teilhabe").done

    # Errors come with their links and at their fields.
    desk.open("add_partner", draft.key)
    desk.press("Speichern")
    desk.follow("Nennen Sie den Partner")
    assert desk.page.url.endswith("#id_name")
    desk.fill({"Name": "Stadtwerke", "Aufgabe im Vorhaben": "Betrieb"})
    desk.pick("Art", "Unternehmen")
    desk.press("Speichern")
    desk.sees("Stadtwerke")

    # The server reckons the finance plan.
    year = draft.call_version.first_year
    desk.open("plan", draft.key)
    desk.fill({f"Personal, {year}": "1.000.000", f"Beantragte Zuwendung, {year}": "650.000"})
    desk.press("Speichern und später fortsetzen")
    desk.open("plan", draft.key)
    desk.sees("Es fehlen")
    desk.sees("350.000,00 €")
    desk.open("documents", draft.key)
    municipality.upload(desk, tmp_path, "Projektplan")
    context.close()
    assert desk.faults == []
