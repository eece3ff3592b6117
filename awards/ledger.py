"""The ledger by call and year: appropriation, reserved, committed, ordered, paid, returned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal

from django.db.models import Sum

from awards.models import Tranche
from core import clock
from programmes.models import BudgetYear, Call

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Sums:
    """Euros of one year, of a call or of everything."""

    appropriation: Decimal = ZERO
    reserved: Decimal = ZERO
    committed: Decimal = ZERO
    ordered: Decimal = ZERO
    paid: Decimal = ZERO
    returned: Decimal = ZERO

    @property
    def free(self) -> Decimal:
        return self.appropriation - self.reserved - self.committed

    @property
    def open(self) -> Decimal:
        """Promised, but neither ordered nor paid yet."""
        return self.committed - self.ordered - self.paid - self.returned

    def __add__(self, other: Sums) -> Sums:
        names = [field.name for field in fields(self)]
        return Sums(**{name: getattr(self, name) + getattr(other, name) for name in names})


@dataclass(frozen=True)
class YearRow:
    """One budget year of a call."""

    year: int
    source: str
    is_cash: bool
    sums: Sums


@dataclass(frozen=True)
class CallLedger:
    """All years of a call and their total."""

    call: Call
    years: list[YearRow]

    @property
    def total(self) -> Sums:
        return sum((row.sums for row in self.years), Sums())


def ledger_of(calls: Iterable[Call]) -> list[CallLedger]:
    """Return the ledger of calls; years after this one are commitment authorisations."""
    rows = BudgetYear.objects.filter(call__in=list(calls)).select_related("call")
    money = Tranche.objects.values("budget_year").annotate(
        ordered=Sum("ordered"), paid=Sum("paid"), returned=Sum("returned")
    )
    moved = {
        one["budget_year"]: (one["ordered"], one["paid"], one["returned"])
        for one in money.filter(budget_year__in=rows)
    }
    found: dict[Call, list[YearRow]] = {}
    for row in rows.order_by("call__created_at", "year"):
        sums = Sums(row.amount, row.reserved, row.committed, *moved.get(row.pk, ()))
        is_cash = row.year <= clock.today().year
        found.setdefault(row.call, []).append(YearRow(row.year, row.source, is_cash, sums))
    return [CallLedger(call, years) for call, years in found.items()]
