"""The rows of the finance plan as people see them: the usual ones always, others when added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from applications.finance import Entry, Plan
from applications.models import Application, Partner, PlanLine
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
LEADS_ONLY = frozenset({Kind.GRANT})  # the lead applies for the grant of all
SIDES = {str(kind): "expense" for kind in PlanLine.COST_TYPES}
SIDES |= {str(kind): "financing" for kind in PlanLine.SOURCES}


@dataclass(frozen=True)
class PlanRow:
    """One row: stored (`line`) or only offered. Keys are `staff`, `staff-2`, `staff-3`."""

    key: str
    side: str
    kind: str
    line: PlanLine | None = None

    @cached_property
    def label(self) -> str:
        return str(self.line) if self.line else self.kind_label

    @property
    def kind_label(self) -> str:
        return Kind(self.kind).label

    @property
    def notes(self) -> list[str]:
        """Return what the table says below the label."""
        if self.line is None:
            return []
        named = [str(part) for part in (self.line.measure, self.line.partner) if part]
        kind = [self.kind_label] if self.line.label else []
        return kind + named + ([] if self.line.eligible else ["nicht zuwendungsfähig"])

    @property
    def eligible(self) -> bool:
        return self.line.eligible if self.line else True

    @cached_property
    def amounts(self) -> dict[int, Decimal]:
        if self.line is None:
            return {}
        return {amount.year: amount.amount for amount in self.line.amounts.all()}


@dataclass(frozen=True)
class PlanState:
    """The stored rows, and a mark that changes with every change of the plan."""

    rows: tuple[PlanRow, ...]
    version: str

    def row(self, key: str) -> PlanRow | None:
        """Return the row of that key; the first of any kind can always be begun."""
        known = next((row for row in self.rows if row.key == key), None)
        if known is None and key in SIDES:
            return PlanRow(key, SIDES[key], key)
        return known


def state_of(application: Application, partner: Partner | None = None) -> PlanState:
    """Return the rows of both sides in the order of the kinds; those of one partner only."""
    known = application.plan_lines.select_related("measure", "partner")
    mine = known.filter(partner=partner) if partner else known
    lines = list(mine.prefetch_related("amounts"))
    shown = ALWAYS_SHOWN - LEADS_ONLY if partner else ALWAYS_SHOWN
    rows = []
    for side, kinds in (("expense", PlanLine.COST_TYPES), ("financing", PlanLine.SOURCES)):
        for kind in kinds:
            own = [line for line in lines if line.kind == kind]
            for place, line in enumerate(own):
                key = f"{kind}-{place + 1}" if place else str(kind)
                rows.append(PlanRow(key, side, kind, line))
            if not own and kind in shown:
                rows.append(PlanRow(str(kind), side, kind))
    marks = sorted([line.pk, line.version] for line in lines)
    return PlanState(tuple(rows), fingerprint(marks)[:16])


def plan_as_typed(
    rows: Sequence[PlanRow], typed: Mapping[str, Mapping[int, Decimal]], years: range
) -> Plan:
    """Return the plan of the rows with the amounts that are typed instead of the stored ones."""
    entries = (
        Entry(
            row.side,
            row.kind,
            row.amounts | dict(typed.get(row.key, {})),
            row.eligible,
            row.line.partner_id if row.line else None,
        )
        for row in rows
    )
    return Plan(tuple(entries), tuple(years))
