"""When the file of an award may be deleted: closed, handed over, and kept long enough."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.timezone import localdate

from core.refusals import Finding
from core.workflow import Attempt


def retention_ends_on(award: Any) -> date | None:
    """Return the first day on which the file need not be kept; None while the award runs.

    Counted from the later of final notice and bound use, by the guideline of the award.
    """
    from awards.terms import same_day

    notice = getattr(award, "final_notice", None)
    if notice is None:
        return None
    closed = max(notice.final_on, award.bound_until or notice.final_on)
    years = max(award.rules.archive_years, award.rules.voucher_years)
    return same_day(closed, closed.year + years)


def retention_is_over(archived: Any, attempt: Attempt) -> list[Finding]:
    ends = retention_ends_on(archived.award)
    if ends is None:
        return [Finding("open", "Die Zuwendung ist noch nicht abgeschlossen.")]
    if localdate(attempt.at) >= ends:
        return []
    return [Finding("retention", f"Die Akte ist bis {ends:%d.%m.%Y} aufzubewahren.")]


def nothing_is_owed(archived: Any, _attempt: Attempt) -> list[Finding]:
    """No recovery is open, not even one that is written off."""
    from awards.models import Recovery

    open_ones = (*Recovery.UNDECIDED, *Recovery.OWED)
    if not archived.award.recoveries.filter(status__in=open_ones).exists():
        return []
    return [Finding("owed", "Eine Rückforderung ist noch offen.")]


def was_handed_over(archived: Any, _attempt: Attempt) -> list[Finding]:
    if archived.handed_over.strip():
        return []
    sentence = "Nennen Sie, wem die Akte übergeben wurde, oder warum niemand sie übernimmt."
    return [Finding("handed_over", sentence, field="handed_over")]


PROPOSAL_CHECKS = (retention_is_over, nothing_is_owed, was_handed_over)
DELETION_CHECKS = (retention_is_over, nothing_is_owed)
