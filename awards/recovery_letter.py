"""What the recovery notice (Erstattungsbescheid) says, frozen when it is signed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from evaluation.letters import heading

if TYPE_CHECKING:
    from awards.models import Recovery


def letter_content(recovery: Recovery, sent_on: date) -> dict[str, Any]:
    """Return the content of the letter: amount, facts, hearing, reasons, interest, remedies."""
    award = recovery.award
    return {
        **heading(award.decision.candidacy, sent_on),
        "funding_code": award.funding_code,
        "file_reference": award.file_reference,
        "ground": recovery.get_ground_display(),
        "amount": recovery.amount,
        "due_on": recovery.due_on,
        "facts": recovery.facts,
        "calculation": recovery.calculation,
        "statement": recovery.statement,
        "reasons": recovery.reasons,
        "ineffective_on": recovery.ineffective_on or "",
        "surcharge": award.rules.interest_surcharge,
        "remedies": award.rules.remedies,
    }
