"""Questions with a deadline of their own: answered with the application, or after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from applications.checks.content import asked
from applications.checks.documents import OPEN_FOR_LATER
from applications.checks.rule import answers_of
from core.refusals import Finding
from core.text import german
from programmes.answers import in_words, is_blank

if TYPE_CHECKING:
    from applications.models import Application
    from programmes.models import Question


@dataclass(frozen=True)
class LaterAnswer:
    """A question that may be answered later, what is stored, and whether it still can be."""

    question: Question
    text: str
    is_open: bool


def later_answers(application: Application, at: datetime) -> list[LaterAnswer]:
    """Return the questions of this application that have a deadline of their own."""
    if not application.call_version.questions.filter(due_at__isnull=False).exists():
        return []
    answers = answers_of(application)
    return [
        LaterAnswer(
            question,
            in_words(question, answers.get(question.code)),
            not why_closed(application, question, at),
        )
        for question in asked(application)
        if question.due_at is not None
    ]


def why_closed(application: Application, question: Question, at: datetime) -> list[Finding]:
    """Say why a submitted application takes no answer to this question."""
    if question.due_at is None or application.status not in OPEN_FOR_LATER:
        status = application.get_status_display()
        sentence = f"Der Antrag hat den Stand „{status}“. Diese Antwort kann nicht folgen."
    elif at > question.due_at:
        sentence = f"Die Frist für diese Antwort ist am {german(question.due_at)} abgelaufen."
    else:
        return []
    return [Finding("answer_closed", sentence, f"answer-{question.code}", "value")]


def still_missing(application: Application, at: datetime) -> list[LaterAnswer]:
    """Return what can and has to follow."""
    return [
        one
        for one in later_answers(application, at)
        if one.is_open and one.question.required and is_blank(one.text)
    ]
