"""The one rule set: live in the form, at submission and in the officer's formal check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.refusals import Finding
from core.text import german
from core.workflow import Attempt

if TYPE_CHECKING:
    from applications.models import Application


def arrived_in_time(application: Application, attempt: Attempt) -> list[Finding]:
    """In time when received at or before the deadline's instant."""
    version = application.call_version
    if attempt.at < version.opens_at:
        sentence = f"Der Aufruf beginnt erst am {german(version.opens_at)}."
        return [Finding("not_open", sentence)]
    if attempt.at <= version.deadline_at:
        return []
    sentence = (
        f"Die Frist ist am {german(version.deadline_at)} abgelaufen. Ihr Antrag ging am "
        f"{german(attempt.at)} ein und wurde nicht angenommen. Ihr Entwurf bleibt lesbar."
    )
    return [Finding("too_late", sentence)]


SIGNATURE_CHECKS: tuple[Any, ...] = (arrived_in_time,)
SUBMISSION_CHECKS: tuple[Any, ...] = (arrived_in_time,)
ADMISSION_CHECKS: tuple[Any, ...] = ()
REJECTION_CHECKS: tuple[Any, ...] = ()
