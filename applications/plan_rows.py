"""The rows of the finance plan as people see them: the usual ones always, others when added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from applications.finance import Entry, Plan
from applications.models import Application, PlanLine
from rulebook.receipts import fingerprint

Kind = PlanLine.Kind
ALWAYS_SHOWN = frozenset(
    {
        Kind.STAFF,
        Kind.SERVICES,
        Kind.MATERIAL,
        Kind.TRAVEL,
        Kind.INVESTMENT,
        Kind.PUBLICITY,
        Kind.GRANT,
        Kind.OWN_CASH,
        Kind.OWN_STAFF,
        Kind.LAND,
        Kind.PRIVATE,
    }
)


@dataclass(frozen=True)
class PlanRow:
    """One row: stored (`line`) or only offered. The first of a kind is named by its kind."""

    key: str
    side: str
    kind: str
    line: PlanLine | None = None

    @property
    def label(self) -> str:
        return str(self.line) if self.line else Kind(self.kind).label

    @property
    def eligible(self) -> bool:
        return self.line.eligible if self.line else True

    @property
    def amounts(self) -> dict[int, Decimal]:
        if self.line is None:
            return {}
        return {amount.year: amount.amount for amount in self.line.amounts.all()}


def rows_of(application: Application) -> list[PlanRow]:
    """Return the rows of both sides in the order of the kinds."""
    lines = list(
        application.plan_lines.select_related("measure", "partner").prefetch_related("amounts")
    )
    rows = []
    for side, kinds in (("expense", PlanLine.COST_TYPES), ("financing", PlanLine.SOURCES)):
        for kind in kinds:
            own = [line for line in lines if line.kind == kind]
            for place, line in enumerate(own):
                key = f"{kind}-{line.pk}" if place else str(kind)
                rows.append(PlanRow(key, side, kind, line))
            if not own and kind in ALWAYS_SHOWN:
                rows.append(PlanRow(str(kind), side, kind))
    return rows


def plan_as_typed(
    rows: list[PlanRow], typed: Mapping[str, Mapping[int, Decimal]], years: tuple[int, ...]
) -> Plan:
    """Return the plan of the rows with the amounts that are typed, not stored."""
    entries = (
        Entry(row.side, row.kind, typed.get(row.key, row.amounts), row.eligible) for row in rows
    )
    return Plan(tuple(entries), years)


def plan_version(application: Application) -> str:
    """Return a mark that changes with every change of the plan."""
    marks = application.plan_lines.order_by("pk").values_list("pk", "version")
    return fingerprint([list(mark) for mark in marks])[:16]
