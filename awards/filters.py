"""List filters: what is asked in the address becomes a query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import APPLICANT_ROLES
from accounts.permissions import organisations_of
from applications.models import FormalRejection
from awards.models import Award
from evaluation.models import FundingDecision

SORTS = {
    "eingang": "candidacy__application__receipt_number",
    "kommune": "candidacy__application__organisation__name",
    "punkte": "candidacy__total",
    "betrag": "amount",
    "datum": "proposed_at",
}
DECISION_PARTS = (
    "candidacy__application__organisation",
    "candidacy__application__project",
    "candidacy__application__call_version__call",
)


def decisions_matching(
    decisions: QuerySet[FundingDecision], asked: Mapping[str, Any]
) -> QuerySet[FundingDecision]:
    """Filter, search and sort the decisions, with what a row shows."""
    if asked.get("stand"):
        decisions = decisions.filter(status=asked["stand"])
    if asked.get("vorschlag"):
        decisions = decisions.filter(outcome=asked["vorschlag"])
    if query := (asked.get("q") or "").strip():
        decisions = decisions.filter(
            Q(candidacy__application__organisation__name__icontains=query)
            | Q(candidacy__application__receipt_number__icontains=query)
            | Q(candidacy__application__project__title__icontains=query)
        )
    return decisions.select_related(*DECISION_PARTS)


def decided_for(user: Any) -> QuerySet[FundingDecision]:
    """The approved decisions on applications of one's own organisations, with their letters."""
    own = organisations_of(user, *APPLICANT_ROLES)
    approved = FundingDecision.objects.filter(status=FundingDecision.Status.APPROVED)
    sent = Q(rejection_letter__isnull=False) | Q(award__isnull=False)
    mine = approved.filter(sent, candidacy__application__organisation__in=own)
    return mine.select_related("rejection_letter", "award").prefetch_related("award__notices")


def formally_rejected_for(user: Any) -> QuerySet[FormalRejection]:
    """The notices of formal rejection of one's own organisations, the latest first."""
    own = organisations_of(user, *APPLICANT_ROLES)
    mine = FormalRejection.objects.filter(formal_check__application__organisation__in=own)
    parts = ("formal_check__application__organisation", "formal_check__application__project")
    return mine.select_related(*parts).order_by("-sent_on", "pk")


def ordered(rows: QuerySet[Any], sort: str) -> QuerySet[Any]:
    """Sort by one of the allowed columns, `-` for descending; else latest first."""
    column = SORTS.get(sort.removeprefix("-"))
    if column is None:
        return rows.order_by("-proposed_at", "pk")
    return rows.order_by(f"-{column}" if sort.startswith("-") else column, "pk")


def awards_matching(awards: QuerySet[Award], asked: Mapping[str, Any]) -> QuerySet[Award]:
    """Funded projects by place, title, postal code or Land."""
    if asked.get("land"):
        awards = awards.filter(organisation__land=asked["land"])
    if query := (asked.get("q") or "").strip():
        awards = awards.filter(
            Q(organisation__name__icontains=query)
            | Q(organisation__postal_code__startswith=query)
            | Q(decision__candidacy__application__project__title__icontains=query)
        )
    return awards.select_related(
        "organisation",
        "decision__candidacy__application__project",
        "decision__candidacy__application__call_version__call",
    ).order_by("organisation__name", "pk")
