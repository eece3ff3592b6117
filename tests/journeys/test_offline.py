"""Ten minutes without connection, and an expired session: what is typed stays and is saved later.

The browser's clock is moved on, so that ten minutes pass at once; the server's runs as always.
"""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, expect

from accounts.models import Person
from evaluation.models import Review
from tests import cast
from tests.applications.drafts import new_draft
from tests.evaluation import casting
from tests.journeys.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)

QUESTION = "Wie nehmen Sie alle Menschen mit?"
TEXT = "Runde Tische im Rathaus, in der Bücherei und im Netz."
OFFLINE = "ERR_INTERNET_DISCONNECTED"
TWENTY_SECONDS, TEN_MINUTES = "00:20", "10:00"


def application_page(desk_of: Callable[..., Desk]) -> tuple[Desk, Locator, Callable[[], str]]:
    """An editor at a question; the field, and what is stored of it."""
    draft = new_draft()
    desk = desk_of(cast.editor())
    desk.page.clock.install()
    desk.open("answer", draft.key, "teilhabe")
    return desk, desk.field(QUESTION), lambda: draft.answers.values_list("value", flat=True).first()


def scoring_page(desk_of: Callable[..., Desk]) -> tuple[Desk, Locator, Callable[[], str]]:
    """A reviewer at the first criterion; the field of its reason, and what is stored of it."""
    reviewer, other = casting.reviewer(), casting.reviewer("Oda Ohnehin")
    candidacy = casting.in_review(cast.open_call(), reviewer, other)
    desk = desk_of(reviewer.person)
    desk.page.clock.install()
    desk.open("review", candidacy.assignments.get(reviewer=reviewer).key)
    reason = desk.page.locator("fieldset.al-score").first.get_by_label("Begründung", exact=True)

    def stored() -> str:
        reviews = Review.objects.filter(scores__reason=TEXT)
        return TEXT if reviews.exists() else ""

    return desk, reason, stored


PAGES = pytest.mark.parametrize("page_of", [application_page, scoring_page])


@PAGES
def test_after_ten_minutes_offline_saving_resumes_by_itself(desk_of, page_of) -> None:
    desk, field, stored = page_of(desk_of)
    desk.page.context.set_offline(True)
    field.fill(TEXT)
    field.blur()
    desk.sees("Keine Verbindung. Ihre Eingaben sind in diesem Fenster noch da.")
    with desk.page.expect_event("requestfailed"):
        desk.page.clock.fast_forward(TEN_MINUTES)
    desk.sees("Keine Verbindung.")
    expect(field).to_have_value(TEXT)
    with desk.page.expect_event("requestfailed"):
        desk.page.get_by_role("main").locator("form[data-autosave] [type=submit]").last.click()
    expect(field).to_have_value(TEXT)  # the page was not left
    desk.page.context.set_offline(False)
    desk.sees("Gespeichert um")
    assert stored() == TEXT
    desk.faults[:] = [fault for fault in desk.faults if OFFLINE not in fault]


@PAGES
def test_after_a_new_sign_in_elsewhere_the_text_is_saved(desk_of, page_of) -> None:
    desk, field, stored = page_of(desk_of)
    Session.objects.all().delete()
    field.fill(TEXT)
    field.blur()
    desk.sees("Sie sind nicht mehr angemeldet.")
    sign_in_elsewhere(desk)
    desk.page.clock.fast_forward(TWENTY_SECONDS)
    desk.sees("Gespeichert um")
    assert stored() == TEXT


def test_sending_the_page_after_the_session_has_ended_loses_nothing(desk_of) -> None:
    desk, field, stored = application_page(desk_of)
    Session.objects.all().delete()
    field.fill(TEXT)
    button = desk.page.get_by_role("main").locator("form[data-autosave] [type=submit]").last
    button.click()
    desk.sees("Sie sind nicht mehr angemeldet.")
    expect(field).to_have_value(TEXT)
    sign_in_elsewhere(desk)
    button.click()
    desk.sees("Ihre Angaben sind gespeichert.")
    assert stored() == TEXT


def test_a_tab_that_dies_after_twenty_seconds_has_saved_what_was_typed(desk_of) -> None:
    desk, field, stored = application_page(desk_of)
    field.fill(TEXT)  # and the field is not left
    desk.page.clock.fast_forward(TWENTY_SECONDS)
    desk.sees("Gespeichert um")
    desk.page.close(run_before_unload=False)
    assert stored() == TEXT


def sign_in_elsewhere(desk: Desk) -> None:
    """Follow the page's own link to a window of its own, and sign in there."""
    person = Person.objects.filter(email=desk.signed_in_as).get()
    with desk.page.context.expect_page() as opened:
        desk.page.get_by_role("link", name="In einem neuen Fenster anmelden").click()
    window = opened.value
    window.get_by_label("E-Mail-Adresse").fill(person.email)
    window.get_by_label("Passwort", exact=True).fill(cast.PASSWORD)
    window.get_by_role("main").get_by_role("button", name="Anmelden").click()
    expect(window.locator("body")).to_contain_text(f"Angemeldet als {person.name}")
    window.close()
