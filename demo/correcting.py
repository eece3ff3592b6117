"""The open call is corrected while drafts are written; applicants say how long theirs took."""

from __future__ import annotations

import random

from accounts.models import Role
from applications.actions.effort import state_effort
from applications.actions.migration import publish_correction
from applications.models import Application
from demo.people import Office
from demo.teams import team_of
from programmes.actions import (
    correct_call,
    edit_basics,
    edit_row,
    mark_of,
    offer_for_publication,
)
from programmes.models import Call, CallVersion

MOST_STATEMENTS = 9  # of a call: enough for a median
HOURS = (12, 60)
NOTE = "Der Hinweis zur Offenheit nennt jetzt auch Schnittstellen für andere Kommunen."
QUESTION = "offenheit"
HINT = (
    "Open Source, Rechte an Daten, Schnittstellen für andere Kommunen, Wechsel des Anbieters, "
    "Datenschutz und Informationssicherheit."
)


def correct_open_call(office: Office) -> None:
    """One hint is made clearer; a second officer publishes, and the drafts follow."""
    call = Call.objects.open().first()
    if call is None:
        return
    version = correct_call(call, by=office.officer)
    edit_basics(version, fields={"change_note": NOTE}, seen=mark_of(version), by=office.officer)
    row = version.questions.get(code=QUESTION)
    edit_row(version, row, fields={"hint": HINT}, seen=mark_of(row), by=office.officer)
    ready = offer_for_publication(CallVersion.objects.get(pk=version.pk), by=office.officer)
    publish_correction(ready, seen=ready.version, by=office.second_officer)


def state_efforts(seed: int) -> None:
    """Some of those who handed in say the hours."""
    for call in Call.objects.order_by("pk"):
        lot = random.Random(f"{seed}:{call.slug}:effort")
        handed_in = Application.objects.submitted().exclude(status="withdrawn")
        own = handed_in.filter(call_version__call=call).order_by("receipt_number")
        for application in own.select_related("organisation")[:MOST_STATEMENTS]:
            editor = team_of(application.organisation)[Role.EDITOR]
            state_effort(application, lot.randint(*HOURS), by=editor)
