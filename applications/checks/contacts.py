"""Who speaks for the applicant: the office must know whom to write to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from applications.checks.rule import loaded
from core.refusals import Finding
from core.workflow import Attempt

if TYPE_CHECKING:
    from applications.models import Application

NEEDED = {
    "representative": "Nennen Sie, wer Ihre Organisation gesetzlich vertritt.",
    "contact": "Nennen Sie eine Ansprechperson für den Antrag.",
}


def contacts_named(application: Application, attempt: Attempt) -> list[Finding]:
    """Legal representative and contact are named."""
    named = {contact.role for contact in loaded(application).contacts.all()}
    if not named and is_older(application):
        return []
    return [
        Finding(f"contact_{role}", sentence, "contacts")
        for role, sentence in NEEDED.items()
        if role not in named
    ]


def is_older(application: Application) -> bool:
    """Was it first submitted when persons were not asked yet? Then nobody asks for them now."""
    return application.is_copy or application.status not in application.BEFORE_SUBMISSION


def contacts_evidence(application: Application) -> str:
    """Say the tasks that are covered; names stand in the section, not in the evidence."""
    return ", ".join(c.get_role_display() for c in loaded(application).contacts.all())
