"""Ask a municipality for what is missing: named sections and documents, with an own deadline."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from applications import mails
from applications.actions.formal import lock_open_check
from applications.checks.revision import open_copy
from applications.models import Application, FormalCheck, SupplementRequest
from core import clock
from core.refusals import Finding, RuleViolation
from core.text import german
from core.workflow import Attempt, perform


@dataclass(frozen=True)
class Wanted:
    """What the office asks for: a text, sections and documents by code, and until when."""

    text: str
    due_at: datetime
    sections: Collection[str] = ()
    documents: Collection[str] = ()


@transaction.atomic
def request_supplement(check: FormalCheck, wanted: Wanted, *, by: Any) -> SupplementRequest:
    """Open what is named, and nothing else; the municipality hears of it."""
    check = lock_open_check(check, by)
    if findings := against(wanted):
        raise RuleViolation(*findings)
    application = perform(check.application, "request_supplement", Attempt(by=by, note=wanted.text))
    if copy := open_copy(application):
        perform(copy, "discard", Attempt(by=by))
    supplement = SupplementRequest.objects.create(
        application=application,
        text=wanted.text,
        sections=list(wanted.sections),
        documents=list(wanted.documents),
        due_at=wanted.due_at,
        requested_by_key=by.actor_key,
    )
    mails.ask_for_supplement(application, supplement)
    return supplement


def against(wanted: Wanted) -> list[Finding]:
    found = []
    if not wanted.text.strip():
        found.append(Finding("no_text", "Schreiben Sie, was zu ergänzen ist.", field="text"))
    if not (wanted.sections or wanted.documents):
        sentence = "Wählen Sie mindestens einen Abschnitt oder eine Unterlage."
        found.append(Finding("nothing_named", sentence, field="sections"))
    if wanted.due_at <= clock.now():
        sentence = f"Die Frist muss in der Zukunft liegen, nicht am {german(wanted.due_at)}."
        found.append(Finding("in_the_past", sentence, field="due_at"))
    return found


@transaction.atomic
def close_supplement(application: Application, *, by: Any) -> Application:
    """Nobody answered in time: the check goes on with what was submitted."""
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    supplement = application.supplement
    application = perform(application, "close_supplement", Attempt(by=by))
    if copy := open_copy(application):
        perform(copy, "discard", Attempt(by=by))
    supplement.closed_at = clock.now()
    supplement.save(update_fields=["closed_at"])
    return application
