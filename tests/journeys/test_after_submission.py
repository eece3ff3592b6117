"""After submitting: a revision that is never finished, then a supplement round."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import localtime

from applications.models import Application
from core import clock
from tests import cast
from tests.applications.complete import submitted
from tests.journeys.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)

QUESTION = "Wie messen Sie die Wirkung, und wie geht es nach der Förderung weiter?"
DONE = "Ist dieser Abschnitt fertig?"
NEXT_WEEK = timedelta(days=7)


def write(desk: Desk, text: str) -> None:
    """Answer the one question, from the task list."""
    desk.follow("Wirkung und Verstetigung planen")
    desk.fill({QUESTION: text})
    desk.choose(DONE, "Ja, fertig")
    desk.press("Speichern und weiter")
    desk.sees("Ihre Angaben sind gespeichert.")


def test_a_revision_never_finished_and_a_supplement_round(
    desk_of: Callable[..., Desk], moved_clock: Any
) -> None:
    application = submitted()
    town, office = desk_of(cast.signatory()), desk_of(cast.officer())
    town.open("check_application", application.key)
    town.press("Überarbeiten")
    town.sees("Sie überarbeiten einen eingereichten Antrag")
    write(town, "Das wird nie eingereicht.")
    moved_clock.move_to(application.deadline + timedelta(hours=1))
    office.open("formal_check", application.key)
    office.press("Formalprüfung beginnen")
    office.follow("Ergänzung nachfordern")
    office.fill({"Was fehlt?": "Wie messen Sie?"})
    office.choose("Diese Abschnitte darf die Kommune ändern", "Wirkung und Verstetigung planen")
    office.fill({"Antwort bis": f"{localtime(clock.now() + NEXT_WEEK):%d.%m.%Y %H:%M}"})
    office.press("Nachfordern")
    office.sees("Die Nachforderung ist gestellt.")
    town.open("check_application", application.key)
    town.sees("Die Programmstelle bittet um eine Ergänzung")
    town.press("Ergänzung bearbeiten")
    town.sees("Sie beantworten eine Nachforderung")
    write(town, "An 180 Punkten.")
    copy = Application.with_copies.get(revises=application)
    town.open("submit_application", copy.key)
    for box in town.page.get_by_role("main").get_by_role("checkbox").all():
        box.check()
    town.press("Antrag einreichen")
    town.is_at("Ihr Antrag ist eingegangen")
    office.open("editions", application.key)
    office.sees("An 180 Punkten.")
    office.does_not_see("Das wird nie eingereicht.")
    assert [one.number for one in application.submissions.all()] == [2, 1]
