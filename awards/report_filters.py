"""Filters and sorting of the lists of reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from awards.models import Report, ReportDate
from core import clock

SORTS = {
    "faellig": "due_on",
    "kommune": "award__organisation__name",
    "art": "kind",
    "eingang": "report__submitted_at",
}
PARTS = ("award__organisation", "award__decision__candidacy__application__project", "report")

CALL = "award__decision__candidacy__application__call_version__call__slug"
BY_DAY: dict[str, Callable[[date], Q]] = {
    "due": lambda today: Q(due_on__lte=today),
    "received": lambda today: Q(received_on__isnull=False),
}


def duties_matching(duties: QuerySet[ReportDate], asked: Mapping[str, Any]) -> QuerySet[ReportDate]:
    """Filter and search what is due, whether its report is open yet or not."""
    if asked.get("art"):
        duties = duties.filter(kind=asked["art"])
    if asked.get("aufruf"):
        duties = duties.filter(**{CALL: asked["aufruf"]})
    if asked.get("stand") in BY_DAY:
        duties = duties.filter(BY_DAY[asked["stand"]](clock.today()))
    elif asked.get("stand") == "overdue":
        late = Q(report=None) | Q(report__status__in=Report.IN_WORK)
        duties = duties.filter(late, due_on__lt=clock.today())
    elif asked.get("stand"):
        duties = duties.filter(report__status=asked["stand"])
    if query := (asked.get("q") or "").strip():
        duties = duties.filter(
            Q(award__organisation__name__icontains=query)
            | Q(award__funding_code__icontains=query)
            | Q(award__decision__candidacy__application__project__title__icontains=query)
        )
    return duties.select_related(*PARTS)


def ordered_duties(duties: QuerySet[ReportDate], sort: str) -> QuerySet[ReportDate]:
    """Sort by an allowed column, else by the day they are due."""
    column = SORTS.get(sort.removeprefix("-"), "due_on")
    return duties.order_by(f"-{column}" if sort.startswith("-") else column, "pk")
