"""Until when a municipality may point out errors of fact: days of the call after its letter."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evaluation.models import FundingDecision


def notified_on(decision: FundingDecision) -> date | None:
    """Return the day on which notice or letter counts as received; None before it is sent."""
    letter = getattr(decision, "rejection_letter", None)
    if letter is not None:
        return letter.notified_on
    award = getattr(decision, "award", None)
    first = award.notices.order_by("number").first() if award else None
    return first.notified_on if first else None


def open_until(decision: FundingDecision) -> date | None:
    """Return the last day for a hint; None before the letter is sent."""
    notified = notified_on(decision)
    if notified is None:
        return None
    days = decision.candidacy.application.call_version.fact_error_days
    return notified + timedelta(days=days)
