"""What a message must be before it goes on the record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from applications.models import Application, Conversation, Message
from applications.models.correspondence import LONGEST_SUBJECT
from core import clock
from core.files import UploadRule, ending_of, fault_of
from core.refusals import Finding
from core.templatetags.allmende import german
from core.text import clean
from programmes.models.message_rules import MessageRules

FILE_TYPES = ("pdf", "docx", "xlsx", "png", "jpg")


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


def file_rule(limits: MessageRules) -> UploadRule:
    """Return what may be sent with a message under the rules of this call."""
    return UploadRule(FILE_TYPES, limits.message_megabytes, "files")


def findings_against(words: Words, limits: MessageRules) -> list[Finding]:
    """Return everything that is wrong with a message, each at its field."""
    text = against_text(words, limits)
    return [*text, *against_dates(words), *against_files(words.files, limits)]


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


def against_text(words: Words, limits: MessageRules) -> Iterator[Finding]:
    if not words.text.strip():
        yield Finding("no_text", "Schreiben Sie den Text.", field="text")
    if (over := len(words.text) - limits.message_length) > 0:
        sentence = f"Kürzen Sie den Text um {german(over)} Zeichen."
        yield Finding("long_text", sentence, field="text")


def against_dates(words: Words) -> Iterator[Finding]:
    if words.answer_by and words.answer_by < clock.today():
        yield Finding("past", "Dieser Tag ist schon vorbei.", field="answer_by")
    if words.happened_at and words.happened_at > clock.now():
        yield Finding("future", "Dieser Zeitpunkt liegt in der Zukunft.", field="happened_at")


def against_files(files: Sequence[Any], limits: MessageRules) -> Iterator[Finding]:
    """Look at every file before any is stored: a message goes with all of them or not at all."""
    most, rule = limits.message_files, file_rule(limits)
    if len(files) > most:
        yield Finding("many_files", f"Senden Sie höchstens {count_of_files(most)}.", field="files")
    for upload in files[:most]:
        if fault := fault_of(upload, ending_of(upload.name or ""), rule):
            yield Finding("file", f"„{upload.name}“: {fault}", field="files")


def count_of_files(many: int) -> str:
    return "eine Datei" if many == 1 else f"{many} Dateien"


def not_on_record_yet(application: Application) -> list[Finding]:
    """Before it is submitted the office does not know of an application."""
    if application.status not in application.BEFORE_SUBMISSION:
        return []
    sentence = "Der Schriftwechsel beginnt, wenn Ihr Antrag eingereicht ist."
    return [Finding("not_submitted", sentence)]
