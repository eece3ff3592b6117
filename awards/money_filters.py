"""Filters of awards and payment requests: what is asked in the address becomes a query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import DecimalField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from awards.models import Award, PaymentRequest, Tranche
from awards.report_filters import CALL

MONEY = DecimalField(max_digits=14, decimal_places=2)
AWARD_SORTS = {
    "kommune": "organisation__name",
    "zeichen": "funding_code",
    "betrag": "amount",
    "ausgezahlt": "paid",
    "ende": "ends_on",
}
REQUEST_SORTS = {
    "kommune": "award__organisation__name",
    "betrag": "amount",
    "datum": "submitted_at",
}


def awards_with_money(awards: QuerySet[Award], asked: Mapping[str, Any]) -> QuerySet[Award]:
    """Search and filter awards, each with what is paid."""
    if asked.get("haushaltsjahr"):
        awards = awards.filter(tranches__budget_year__year=asked["haushaltsjahr"])
    if query := (asked.get("q") or "").strip():
        awards = awards.filter(
            Q(organisation__name__icontains=query)
            | Q(funding_code__icontains=query)
            | Q(file_reference__icontains=query)
            | Q(decision__candidacy__application__project__title__icontains=query)
        )
    sums = Tranche.objects.filter(award=OuterRef("pk")).values("award").annotate(s=Sum("paid"))
    return awards.select_related(
        "organisation", "decision__candidacy__application__project"
    ).annotate(paid=Coalesce(Subquery(sums.values("s")), 0, output_field=MONEY))


def requests_matching(
    rows: QuerySet[PaymentRequest], asked: Mapping[str, Any]
) -> QuerySet[PaymentRequest]:
    """Search and filter payment requests."""
    if asked.get("stand"):
        rows = rows.filter(status=asked["stand"])
    if asked.get("aufruf"):
        rows = rows.filter(**{CALL: asked["aufruf"]})
    if query := (asked.get("q") or "").strip():
        rows = rows.filter(
            Q(award__organisation__name__icontains=query) | Q(award__funding_code__icontains=query)
        )
    return rows.select_related("award__organisation")


def sorted_by(rows: QuerySet[Any], sort: str, columns: Mapping[str, str]) -> QuerySet[Any]:
    """Sort by one of the allowed columns, `-` for descending; else latest first."""
    column = columns.get(sort.removeprefix("-"))
    if column is None:
        return rows.order_by("-created_at", "pk")
    return rows.order_by(f"-{column}" if sort.startswith("-") else column, "pk")
