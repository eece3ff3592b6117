"""A deadline moves only to a later instant, and not in secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.refusals import Finding
from core.text import german
from core.workflow import Attempt

if TYPE_CHECKING:
    from applications.models import DeadlineExtension


def deadline_moves_later(extension: DeadlineExtension, attempt: Attempt) -> list[Finding]:
    """Shortening would take time away from people who planned with it."""
    if extension.deadline_at > extension.deadline_before:
        return []
    sentence = (
        f"Die neue Frist muss nach der bisherigen liegen ({german(extension.deadline_before)}). "
        "Verkürzt wird eine Frist nicht."
    )
    return [Finding("shortened", sentence, field="deadline_at")]


def deadline_is_ahead(extension: DeadlineExtension, attempt: Attempt) -> list[Finding]:
    if extension.deadline_at > attempt.at:
        return []
    sentence = "Die neue Frist liegt schon in der Vergangenheit."
    return [Finding("in_the_past", sentence, field="deadline_at")]


def reason_is_given(extension: DeadlineExtension, attempt: Attempt) -> list[Finding]:
    if extension.reason.strip():
        return []
    return [Finding("no_reason", "Begründen Sie die Verlängerung.", field="reason")]


EXTENSION_CHECKS = (deadline_moves_later, deadline_is_ahead, reason_is_given)
