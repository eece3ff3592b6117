"""Which letters wait to be sent."""

from __future__ import annotations

from django.db.models import QuerySet

from evaluation.models import FundingDecision
from programmes.models import Call


def unsent(call: Call) -> QuerySet[FundingDecision]:
    """Return the approved decisions of a call whose letter was not sent yet."""
    approved = FundingDecision.objects.filter(
        status=FundingDecision.Status.APPROVED, candidacy__application__call_version__call=call
    )
    return approved.filter(rejection_letter__isnull=True, award__isnull=True)
