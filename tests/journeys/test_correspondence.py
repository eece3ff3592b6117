"""Town and office write to each other in their browsers, where typing is saved while it goes on."""

from collections.abc import Callable

import pytest

from applications.models import Message, MessageDraft
from tests import cast
from tests.applications.complete import submitted
from tests.journeys.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)

LETTER = {"Betreff": "Späterer Beginn", "Text": "Dürfen wir im Mai beginnen?"}


def test_a_question_from_two_windows_is_sent_once_answered_and_read(
    desk_of: Callable[..., Desk],
) -> None:
    application = submitted()
    first, second = desk_of(cast.editor()), desk_of(cast.editor())
    for desk in (first, second):
        desk.open("new_conversation", application.key)
    first.press("Senden")
    first.sees("Schreiben Sie den Betreff")
    for desk in (first, second):
        desk.fill(LETTER)
    for desk in (first, second):
        desk.press("Senden")
        desk.sees("Gesendet.")
    assert Message.objects.get().text == LETTER["Text"]
    office = desk_of(cast.officer())
    office.open("office_correspondence")
    office.follow(LETTER["Betreff"])
    office.fill({"Text": "Ja, das genügt im Zwischennachweis."})
    office.press("Senden")
    office.sees("Gesendet.")
    first.open("correspondence", application.key)
    first.follow(LETTER["Betreff"])
    first.sees("Ja, das genügt im Zwischennachweis.")
    office.page.reload()
    office.sees("Gelesen")
    assert not MessageDraft.objects.exists()


def test_without_javascript_a_question_is_sent_too(desk_of: Callable[..., Desk]) -> None:
    application = submitted()
    desk = desk_of(cast.editor())
    desk.open("new_conversation", application.key)
    desk.fill(LETTER)
    desk.press("Senden")
    desk.sees("Gesendet.")
    assert Message.objects.get().text == LETTER["Text"]
