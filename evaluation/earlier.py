"""What the last round said about an organisation, for its own people who apply again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.snapshots import thaw
from evaluation.letters import assessment
from evaluation.models import FundingDecision

if TYPE_CHECKING:
    from applications.models import Application


def assessment_before(application: Application) -> dict[str, Any] | None:
    """Return score and reasons of the organisation's latest decided application to another call.

    Only what is decided and released; the reasons carry no names and no redacted words. A
    rejection says what its letter said, to the letter.
    """
    decided = FundingDecision.objects.filter(
        status=FundingDecision.Status.APPROVED,
        candidacy__application__organisation=application.organisation_id,
    )
    others = decided.exclude(candidacy__application=application.main)
    parts = ("candidacy__application__call_version__call", "rejection_letter__snapshot")
    decision = others.select_related(*parts).order_by("-approved_at").first()
    if decision is None:
        return None
    letter = getattr(decision, "rejection_letter", None)
    found = thaw(letter.snapshot)["assessment"] if letter else assessment(decision.candidacy)
    return {
        "call": str(decision.candidacy.application.call_version.call),
        "outcome": decision.get_outcome_display(),
        "total": found["total"],
        "criteria": {entry["code"]: entry for entry in found["criteria"]},
    }
