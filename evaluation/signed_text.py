"""The text of a decision that people sign: frozen with the proposal, known by its SHA-256."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.text import plain
from rulebook.receipts import fingerprint

if TYPE_CHECKING:
    from evaluation.models import FundingDecision


def text_of(decision: FundingDecision) -> dict[str, Any]:
    """Return all that a signature answers for, as it is stored; a new proposal is a new text."""
    decision = type(decision)._default_manager.get(pk=decision.pk)
    application = decision.candidacy.application
    shares = decision.shares.select_related("budget_year")
    return {
        "decision": decision.key,
        "receipt_number": application.receipt_number,
        "organisation": application.organisation.name,
        "project": application.project.title,
        "outcome": decision.get_outcome_display(),
        "amount": decision.amount,
        "eligible_amount": decision.eligible_amount,
        "rate": decision.rate,
        "years": {str(share.budget_year.year): share.amount for share in shares},
        "reason": decision.reason,
        "proposed_at": decision.proposed_at,
    }


def checksum_of(decision: FundingDecision) -> str:
    """Return the SHA-256 of the text as it stands now."""
    return fingerprint(plain(text_of(decision)))
