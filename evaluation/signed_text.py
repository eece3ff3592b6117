"""The text of a decision that people sign: frozen with the proposal, known by its SHA-256."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from core.text import plain
from rulebook.receipts import fingerprint

if TYPE_CHECKING:
    from evaluation.models import FundingDecision


CENT, MILLIONTH = Decimal("0.01"), Decimal("0.000001")


def text_of(decision: FundingDecision) -> dict[str, Any]:
    """Return all that a signature answers for; a new proposal is a new text."""
    shares = decision.shares.select_related("budget_year")
    return text_with(decision, {share.budget_year.year: share.amount for share in shares})


def text_with(decision: FundingDecision, years: Mapping[int, Decimal]) -> dict[str, Any]:
    """Return the text with this money by year; amounts have the places the database keeps."""
    application = decision.candidacy.application
    return {
        "decision": decision.key,
        "receipt_number": application.receipt_number,
        "organisation": application.organisation.name,
        "project": application.project.title,
        "outcome": decision.get_outcome_display(),
        "amount": Decimal(decision.amount).quantize(CENT),
        "eligible_amount": Decimal(decision.eligible_amount).quantize(CENT),
        "rate": Decimal(decision.rate).quantize(MILLIONTH),
        "years": {str(year): amount.quantize(CENT) for year, amount in sorted(years.items())},
        "reason": decision.reason,
        "proposed_at": decision.proposed_at,
    }


def checksum_of(decision: FundingDecision) -> str:
    """Return the SHA-256 of the text as it stands now."""
    return fingerprint(plain(text_of(decision)))
