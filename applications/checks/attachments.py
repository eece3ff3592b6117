"""Attachments that a text names and that are not there: a probable slip, never a refusal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from applications.checks.documents import Requirement, is_due, is_handed_in, requirements_of
from applications.checks.rule import answers_of, loaded
from applications.sections import section_code
from core import clock
from core.refusals import Finding

if TYPE_CHECKING:
    from applications.models import Application

ATTACHED = re.compile(
    r"\b(Anlage|Anlagen|Anhang|Beilage|beigefügt\w*|beiliegend\w*|angehängt\w*)\b"
    r"|\blieg(t|en)\b[^.]*\bbei\b",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"\b(?:Anlage|Anhang)\s+(?:Nr\.\s*)?(\d{1,2})\b", re.IGNORECASE)
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
SHORTEST_WORD = 6


def missing_attachments(application: Application) -> Iterator[Finding]:
    """Name each attachment once, with the section whose text speaks of it."""
    absent = [one for one in requirements_of(application) if is_absent(application, one)]
    handed_in = sum(d.is_current for d in loaded(application).documents.all())
    told: set[str] = set()
    for title, text in texts_of(application):
        for sentence in SENTENCE.split(text):
            if not ATTACHED.search(sentence):
                continue
            for name, finding in named_in(sentence, title, absent, handed_in):
                if name not in told:
                    told.add(name)
                    yield finding


def is_absent(application: Application, requirement: Requirement) -> bool:
    """Is it not there, though its own day, if it has one, is over?"""
    return not is_handed_in(application, requirement) and is_due(requirement, clock.now())


def named_in(
    sentence: str, title: str, absent: list[Requirement], handed_in: int
) -> Iterator[tuple[str, Finding]]:
    """Yield what the sentence names: a document of the call, or a number beyond the last file."""
    for requirement in absent:
        words = [
            word for word in re.findall(r"\w+", requirement.name) if len(word) >= SHORTEST_WORD
        ]
        if any(word.lower() in sentence.lower() for word in words):
            text = f"In „{title}“ nennen Sie „{requirement.name}“ als Anlage. Die Datei fehlt."
            code = f"document_{requirement.code}"
            yield requirement.code, Finding(code, text, "documents", requirement.code)
    for number in NUMBERED.findall(sentence):
        if int(number) > handed_in:
            many = "ist eine Datei" if handed_in == 1 else f"sind {handed_in} Dateien"
            text = f"In „{title}“ nennen Sie Anlage {number}. Hochgeladen {many}."
            yield number, Finding("", text, "documents")


def texts_of(application: Application) -> Iterator[tuple[str, str]]:
    """Yield every longer text with the title of its section."""
    answers = answers_of(application)
    project = getattr(application, "project", None)
    if project:
        yield "Vorhaben beschreiben", project.summary
    for question in application.call_version.questions.all():
        if section_code(question) != "declarations" and isinstance(answers.get(question.code), str):
            yield question.title, answers[question.code]
    for measure in application.measures.all():
        yield measure.name, measure.description
