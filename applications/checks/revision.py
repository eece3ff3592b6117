"""When a submitted application may be revised, and when a revision stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from applications.deadlines import deadline_of, open_supplement, supplement_of
from core.refusals import Finding
from core.text import german
from core.workflow import Attempt

if TYPE_CHECKING:
    from applications.models import Application


def revision_possible(application: Application, attempt: Attempt) -> list[Finding]:
    """Before the deadline, and one revision at a time."""
    deadline = deadline_of(application)
    if attempt.at > deadline:
        sentence = (
            f"Die Frist ist am {german(deadline)} abgelaufen. Eine Überarbeitung zählt nicht."
        )
        return [Finding("too_late", sentence)]
    if open_copy(application):
        return [Finding("revision_open", "Es gibt schon eine offene Überarbeitung.")]
    return []


def no_open_revision(application: Application, attempt: Attempt) -> list[Finding]:
    """While a revision can still be submitted, checking the old content would be in vain."""
    deadline = deadline_of(application)
    if attempt.at > deadline or not open_copy(application):
        return []
    sentence = (
        "Die Kommune überarbeitet ihren Antrag gerade. Die Prüfung kann nach dem "
        f"{german(deadline)} beginnen."
    )
    return [Finding("revision_open", sentence)]


def open_copy(application: Application) -> Application | None:
    """Return the working copy that can still be submitted."""
    copy = getattr(application, "working_copy", None)
    return copy if copy and copy.status in copy.BEFORE_SUBMISSION else None


def supplement_is_over(application: Application, attempt: Attempt) -> list[Finding]:
    """The municipality keeps its time to answer."""
    supplement = open_supplement(application)
    if supplement is None or attempt.at > supplement.due_at:
        return []
    sentence = f"Die Kommune darf bis {german(supplement.due_at)} antworten."
    return [Finding("supplement_running", sentence)]


def section_closed(application: Application, section: str) -> list[Finding]:
    """A working copy that answers the office opens only what the office named."""
    supplement = supplement_of(application)
    if supplement is None or section in supplement.sections:
        return []
    sentence = "Dieser Abschnitt gehört nicht zur Nachforderung und bleibt, wie er eingereicht ist."
    return [Finding("section_closed", sentence, section)]


def document_closed(application: Application, code: str) -> list[Finding]:
    """The same for one document."""
    supplement = supplement_of(application)
    if supplement is None or code in supplement.documents:
        return []
    sentence = "Diese Unterlage gehört nicht zur Nachforderung und bleibt, wie sie eingereicht ist."
    return [Finding("documents_closed", sentence, "documents")]
