"""A signatory's two windows at the deadline: changed meanwhile, pressed twice, too late."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from applications.models import Application, Submission
from tests import cast
from tests.applications.complete import complete
from tests.journeys.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "Runde Tische im Museum."


def test_what_changed_meanwhile_two_windows_and_a_click_too_late(
    desk_of: Callable[..., Desk], moved_clock: Any
) -> None:
    draft = complete()
    first, editor = desk_of(cast.signatory()), desk_of(cast.editor())
    second = Desk(first.page.context, first.home)
    for desk in (first, second):
        desk.open("submit_application", draft.key)
        desk.tick_all()
    editor.open("answer", draft.key, "teilhabe")
    editor.page.get_by_role("textbox").fill(TEXT)
    editor.press("Speichern und weiter")
    editor.sees("Ihre Angaben sind gespeichert.")
    first.press("Antrag einreichen")
    first.sees("Der Antrag wurde geändert")
    assert not Submission.objects.exists()

    # Seen again in both windows, and pressed in both: one receipt.
    for desk in (first, second):
        desk.open("submit_application", draft.key)
        desk.tick_all()
    for desk in (first, second):
        desk.press("Antrag einreichen")
        desk.is_at("Ihr Antrag ist eingegangen")
        desk.sees(Submission.objects.get().receipt_number)
    second.sees("Dieser Antrag ist bereits eingereicht.")

    late = complete(cast.town("Fernau"), slug="zweiter-aufruf", title="Zweiter Aufruf")
    other = desk_of(cast.signatory(late.organisation))
    other.open("submit_application", late.key)
    other.tick_all()
    moved_clock.move_to(late.deadline + timedelta(seconds=1))
    other.press("Antrag einreichen")
    other.sees("Die Frist")
    assert Application.objects.get(pk=late.pk).status == "draft"
    assert first.faults + second.faults + other.faults == []
