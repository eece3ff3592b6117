"""Rows about grants: budget, tranches, requests, payments, recovery, reports and their checks."""

from __future__ import annotations

from django.db.models import DateTimeField, F, OuterRef, QuerySet, Subquery, Sum

from awards.models import (
    AgreedIndicator,
    Amendment,
    AwardNotice,
    InterestClaim,
    Measurement,
    Payment,
    PaymentRequest,
    ProofCheck,
    Recovery,
    Report,
    ReportDate,
    Tranche,
)
from core.models import AuditEvent
from programmes.models import BudgetYear, CallVersion
from reporting.inputs.tables import Source
from reporting.models import AdministrationCost

OF_AWARD = "decision__candidacy__application"
ASKED = (
    PaymentRequest.Status.SUBMITTED,
    PaymentRequest.Status.CHECKED,
    PaymentRequest.Status.ORDERED,
    PaymentRequest.Status.PAID,
)


def in_call(prefix: str, version: CallVersion) -> dict[str, int]:
    """Return the condition that the award at this path belongs to the call, in any version."""
    return {f"{prefix}__{OF_AWARD}__call_version__call": version.call_id}


def arrived(version: CallVersion) -> QuerySet[Payment]:
    """Payments that the bank executed."""
    paid = Payment.objects.filter(failed_because="").exclude(paid_on=None)
    return paid.filter(**in_call("request__award", version))


def arrived_of_programme(version: CallVersion) -> QuerySet[Payment]:
    """Payments of every call of the programme: one call alone has too few years."""
    paid = Payment.objects.filter(failed_because="").exclude(paid_on=None)
    programme = f"request__award__{OF_AWARD}__call_version__call__programme"
    return paid.filter(**{programme: version.call.programme_id})


def checked_proofs(version: CallVersion) -> QuerySet[ProofCheck]:
    """Checks of proofs that still hold, with the moment the check note was last handed on."""
    noted = AuditEvent.objects.filter(
        record_type=ProofCheck._meta.label_lower, record_key=OuterRef("key"), step="propose"
    ).order_by("-number")
    found = ProofCheck.objects.exclude(status=ProofCheck.Status.SUPERSEDED)
    return found.filter(**in_call("submission__report__duty__award", version)).annotate(
        noted_at=Subquery(noted.values("at")[:1], output_field=DateTimeField())
    )


SOURCES = {
    "budget": Source(
        {"year": "year", "amount": "amount", "reserved": "reserved", "committed": "committed"},
        lambda version: BudgetYear.objects.filter(call=version.call_id),
    ),
    "tranches": Source(
        {
            "award": "award_id",
            "year": "budget_year__year",
            "is_cash": "is_cash",
            "granted": "granted",
            "ordered": "ordered",
            "paid": "paid",
            "returned": "returned",
        },
        lambda version: Tranche.objects.filter(**in_call("award", version)),
    ),
    "requests": Source(
        {"award": "award_id", "year": "tranche__budget_year__year", "amount": "amount"},
        lambda version: PaymentRequest.objects.filter(
            status__in=ASKED, **in_call("award", version)
        ),
    ),
    "payments": Source(
        {
            "award": "request__award_id",
            "year": "paid_on__year",
            "amount": "amount",
            "requested_on": "request__submitted_at",
            "paid_on": "paid_on",
        },
        arrived,
    ),
    "cohorts": Source(
        {
            "decided_on": "request__award__decision__approved_at",
            "paid_on": "paid_on",
            "amount": "amount",
        },
        arrived_of_programme,
    ),
    "recoveries": Source(
        {
            "status": "status",
            "amount": "amount",
            "repaid": "repaid",
            "interest": "interest_paid",
        },
        lambda version: Recovery.objects.filter(**in_call("award", version)).annotate(
            repaid=Sum("repayments__amount"), interest_paid=Sum("repayments__interest")
        ),
    ),
    "interest": Source(
        {"status": "status", "amount": "amount"},
        lambda version: InterestClaim.objects.filter(**in_call("payment__request__award", version)),
    ),
    "notices": Source(
        {"approved_at": "award__decision__approved_at", "sent_on": "sent_on"},
        lambda version: AwardNotice.objects.filter(number=1, **in_call("award", version)),
    ),
    "amendments": Source(
        {"status": "status", "submitted_at": "submitted_at", "decided_at": "decided_at"},
        lambda version: Amendment.objects.filter(**in_call("award", version)),
    ),
    "duties": Source(
        {"kind": "kind", "due_on": "due_on", "received_on": "received_on"},
        lambda version: ReportDate.objects.filter(**in_call("award", version)),
    ),
    "checks": Source(
        {
            "received_at": "submission__received_at",
            "noted_at": "noted_at",
            "settled_on": "notice__sent_on",
            "cursory_due_on": "cursory_due_on",
            "in_depth_due_on": "in_depth_due_on",
        },
        checked_proofs,
    ),
    "indicators": Source(
        {
            "pk": "pk",
            "award": "award_id",
            "application": "application",
            "name": "name",
            "level": "level",
            "unit": "unit",
            "rising": "rising",
            "baseline": "baseline",
            "baseline_on": "baseline_on",
            "target": "target",
            "target_on": "target_on",
            "source": "source",
            "starts_on": "award__starts_on",
            "goal": "catalogue__goal__name",
            "core_code": "catalogue__code",
            "core_name": "catalogue__name",
        },
        lambda version: AgreedIndicator.objects.filter(**in_call("award", version)).annotate(
            application=F(f"award__{OF_AWARD}_id")
        ),
    ),
    "measurements": Source(
        {
            "indicator": "indicator_id",
            "actual": "actual",
            "measured_on": "report__duty__period_until",
            "quality": "quality",
        },
        lambda version: Measurement.objects.filter(
            actual__isnull=False, **in_call("indicator__award", version)
        ).exclude(report__submitted_at=None),
    ),
    "told": Source(
        {
            "award": "duty__award_id",
            "told_on": "duty__period_until",
            "posts_planned": "posts_planned",
            "posts_filled": "posts_filled",
            "transfers": "transfers",
            "continuation": "continuation",
        },
        lambda version: Report.objects.filter(**in_call("duty__award", version)).exclude(
            submitted_at=None
        ),
    ),
    "costs": Source(
        {"year": "year", "kind": "kind", "amount": "amount"},
        lambda version: AdministrationCost.objects.filter(call=version.call_id),
    ),
}
