"""What only a team can settle: the organisation is confirmed, its own approvals are given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from applications.checks.rule import loaded
from core.refusals import Finding
from core.workflow import Attempt

if TYPE_CHECKING:
    from applications.models import Application


def organisation_confirmed(application: Application, attempt: Attempt) -> list[Finding]:
    """Writing starts at once; submission waits until the office has reached the organisation."""
    organisation = loaded(application).organisation
    if organisation.confirmed_on:
        return []
    sentence = (
        f"„{organisation}“ ist noch nicht bestätigt. Zum Einreichen brauchen Sie den Code, den die "
        "Programmstelle an Ihre Verwaltung schickt."
    )
    return [Finding("organisation_not_confirmed", sentence, "confirmation")]


def approvals_given(application: Application, attempt: Attempt) -> list[Finding]:
    """Where the team asked for an internal approval, it precedes release."""
    from applications.teamwork import unapproved

    return [
        Finding(
            "not_approved",
            f"Dieser Abschnitt wartet auf die interne Freigabe durch {care.approver}.",
            care.section,
        )
        for care in unapproved(application)
    ]
