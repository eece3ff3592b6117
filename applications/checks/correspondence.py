"""What a message must be before it goes on the record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from applications.models import Application, Conversation, Message
from applications.models.correspondence import LONGEST_SUBJECT, LONGEST_TEXT
from core import clock
from core.files import UploadRule, ending_of, fault_of
from core.refusals import Finding
from core.templatetags.allmende import german
from core.text import clean

FILE_RULE = UploadRule(("pdf", "docx", "xlsx", "png", "jpg"), 20, "files")
MOST_FILES = 10


@dataclass(frozen=True)
class Words:
    """What somebody writes. `once` is the key under which it is sent a single time."""

    text: str
    kind: str = ""
    is_internal: bool = False
    settles: bool = False
    answer_by: date | None = None
    happened_at: datetime | None = None
    files: Sequence[Any] = ()
    once: str = ""
    site: str = ""

    @property
    def digest(self) -> str:
        return sha256(clean(self.text).strip().encode()).hexdigest()

    @property
    def stays_inside(self) -> bool:
        return self.is_internal and self.kind in Message.NOTES


def findings_against(words: Words) -> list[Finding]:
    """Return everything that is wrong with a message, each at its field."""
    return [*against_text(words), *against_dates(words), *against_files(words.files)]


def against_subject(subject: str) -> Iterator[Finding]:
    if not subject:
        yield Finding("no_subject", "Schreiben Sie den Betreff.", field="subject")
    if (over := len(subject) - LONGEST_SUBJECT) > 0:
        sentence = f"Kürzen Sie den Betreff um {german(over)} Zeichen."
        yield Finding("long_subject", sentence, field="subject")


def against_an_internal_subject(conversation: Conversation, words: Words) -> Iterator[Finding]:
    """What began as an internal note stays inside: its subject was not meant for the others."""
    begun_inside = conversation.messages.order_by("pk").values_list("is_internal", flat=True)[:1]
    if any(begun_inside) and not words.stays_inside:
        sentence = (
            "Dieser Betreff ist intern. Beginnen Sie für die Kommune einen neuen Betreff, oder "
            "schreiben Sie hier einen internen Vermerk."
        )
        yield Finding("internal", sentence, field="kind")


def against_text(words: Words) -> Iterator[Finding]:
    if not words.text.strip():
        yield Finding("no_text", "Schreiben Sie den Text.", field="text")
    if (over := len(words.text) - LONGEST_TEXT) > 0:
        sentence = f"Kürzen Sie den Text um {german(over)} Zeichen."
        yield Finding("long_text", sentence, field="text")


def against_dates(words: Words) -> Iterator[Finding]:
    if words.answer_by and words.answer_by < clock.today():
        yield Finding("past", "Dieser Tag ist schon vorbei.", field="answer_by")
    if words.happened_at and words.happened_at > clock.now():
        yield Finding("future", "Dieser Zeitpunkt liegt in der Zukunft.", field="happened_at")


def against_files(files: Sequence[Any]) -> Iterator[Finding]:
    """Look at every file before any is stored: a message goes with all of them or not at all."""
    if len(files) > MOST_FILES:
        yield Finding("many_files", f"Senden Sie höchstens {MOST_FILES} Dateien.", field="files")
    for upload in files[:MOST_FILES]:
        if fault := fault_of(upload, ending_of(upload.name or ""), FILE_RULE):
            yield Finding("file", f"„{upload.name}“: {fault}", field="files")


def not_on_record_yet(application: Application) -> list[Finding]:
    """Before it is submitted the office does not know of an application."""
    if application.status not in application.BEFORE_SUBMISSION:
        return []
    sentence = "Der Schriftwechsel beginnt, wenn Ihr Antrag eingereicht ist."
    return [Finding("not_submitted", sentence)]
