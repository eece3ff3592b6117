"""Which letters wait to be sent."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from evaluation.models import FundingDecision
from programmes.models import Call


def unsent(call: Call) -> QuerySet[FundingDecision]:
    """Return the approved decisions of a call whose letter was not sent yet."""
    approved = FundingDecision.objects.filter(
        status=FundingDecision.Status.APPROVED, candidacy__application__call_version__call=call
    )
    nothing = Q(rejection_letter__isnull=True, award__isnull=True)
    decided_again = Q(rejection_letter__snapshot__created_at__lt=F("approved_at"))
    return approved.filter(nothing | decided_again)
