"""Questions about a call: asked in time, answered in full, by somebody who saw the last wording."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from core.refusals import Finding
from core.text import german
from core.workflow import Attempt
from programmes.models import CallVersion

if TYPE_CHECKING:
    from applications.models import Inquiry


def questions_end(version: CallVersion) -> datetime:
    """Return the last instant for questions: the call's own date, else its deadline."""
    return version.questions_until or version.closes_at


def why_no_questions(version: CallVersion | None, at: datetime) -> list[Finding]:
    """Say why nobody may ask at this moment; the instant itself is still in time."""
    if version is None:
        return [Finding("not_published", "Dieser Aufruf ist noch nicht veröffentlicht.")]
    end = questions_end(version)
    if at <= end:
        return []
    sentence = (
        f"Fragen zu diesem Aufruf waren bis {german(end)} möglich. "
        "Alle Antworten bleiben hier lesbar."
    )
    return [Finding("too_late_to_ask", sentence)]


def answer_is_whole(inquiry: Inquiry, attempt: Attempt) -> list[Finding]:
    """Nobody reads a question without an answer, or an answer without its question."""
    said = {name: str(attempt.facts.get(name, "")).strip() for name in ("question", "answer")}
    sentences = {
        "question": "Es fehlt, wie die Frage veröffentlicht wird.",
        "answer": "Es fehlt die Antwort.",
    }
    return [
        Finding(f"no_{name}", sentence, field=name)
        for name, sentence in sentences.items()
        if not said[name]
    ]


def wording_is_current(inquiry: Inquiry, attempt: Attempt) -> list[Finding]:
    """Two officers may have the same question open."""
    if attempt.facts.get("seen") == inquiry.version:
        return []
    sentence = (
        "Jemand hat diese Frage inzwischen beantwortet oder geändert. Was Sie geschrieben haben, "
        "steht noch hier; vergleichen Sie es mit der veröffentlichten Fassung."
    )
    return [Finding("changed_since", sentence)]


ANSWER_CHECKS = (answer_is_whole, wording_is_current)
