"""Rules of milestones: reported with evidence, asked for once, and only when confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate

from core.refusals import Finding
from core.workflow import Attempt

if TYPE_CHECKING:
    from awards.models import PaymentRequest


def evidence_given(milestone: Any, attempt: Attempt) -> list[Finding]:
    """When it was reached, not in the future, and what shows it."""
    found = []
    if not milestone.reached_on or milestone.reached_on > localdate(attempt.at):
        sentence = "Geben Sie an, wann der Meilenstein erreicht war: heute oder früher."
        found.append(Finding("reached_on", sentence, field="reached_on"))
    if not milestone.evidence.strip():
        sentence = "Beschreiben Sie, was zeigt, dass der Meilenstein erreicht ist."
        found.append(Finding("evidence", sentence, field="evidence"))
    return found


def milestones_are_reached(request: PaymentRequest, _attempt: Attempt) -> list[Finding]:
    """Money by milestones: every bill of the request is a milestone that the office confirmed."""
    from awards.models import Milestone

    if not request.award.is_paid_by_milestones:
        return []
    return [
        Finding("milestone", f"„{bill.purpose}“ ist noch nicht von der Programmstelle bestätigt.")
        for bill in request.bills.select_related("milestone")
        if bill.milestone is None or bill.milestone.status != Milestone.Status.REACHED
    ]


REPORT_CHECKS = (evidence_given,)
