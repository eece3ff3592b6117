"""Which awards need care: money likely to lapse, reports overdue, recoveries open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from awards.models import Award, Recovery, Report
from rulebook.forecast import Forecast, chain_ladder

ZERO = Decimal("0.00")
BEHIND = Decimal("0.8")  # drawn less than this share of what the time passed asks for
LEAST_COHORTS, LEAST_AWARDS = 3, 5


@dataclass(frozen=True)
class Risk:
    """One award with what is planned, drawn and likely to lapse in the year."""

    award: Award
    planned: Decimal
    drawn: Decimal
    this_year: Decimal
    lapsing: Decimal
    overdue: int
    owed: Decimal

    @property
    def is_behind(self) -> bool:
        return bool(self.planned) and self.drawn < BEHIND * self.planned

    @property
    def marks(self) -> list[str]:
        """Say in words what is wrong."""
        found = []
        if self.is_behind:
            found.append("Abruf hinter dem Plan")
        if self.lapsing:
            found.append("Mittel drohen zu verfallen")
        if self.overdue:
            found.append("Nachweis überfällig")
        if self.owed:
            found.append("Rückforderung offen")
        return found


def with_risk_parts(awards: QuerySet[Award]) -> QuerySet[Award]:
    parts = ("organisation", "decision__candidacy__application__project")
    many = ("tranches__budget_year", "report_dates__report", "recoveries__repayments")
    return awards.select_related(*parts).prefetch_related(*many)


def risk_of(award: Award, on: date) -> Risk:
    """Return the risk of an award whose parts are loaded; its own plan by year is the forecast."""
    tranches = list(award.tranches.all())
    passed = min(Decimal(on.timetuple().tm_yday) / Decimal(365), Decimal(1))
    now = [one for one in tranches if one.budget_year.year == on.year]
    earlier = [one for one in tranches if one.budget_year.year < on.year]
    planned = sum((one.granted for one in earlier), ZERO)
    planned += sum((one.granted * passed for one in now), ZERO)
    left = sum((one.left for one in now), ZERO)
    late = sum(is_late(duty, on) for duty in award.report_dates.all())
    return Risk(
        award=award,
        planned=round(planned, 2),
        drawn=sum((one.paid + one.ordered for one in tranches), ZERO),
        this_year=sum((one.granted for one in now), ZERO),
        lapsing=round(left * passed, 2) if passed > BEHIND else ZERO,
        overdue=late,
        owed=sum((owed(one) for one in award.recoveries.all()), ZERO),
    )


def is_late(duty: Any, on: date) -> bool:
    report = getattr(duty, "report", None)
    waits = report is None or report.status in Report.IN_WORK
    return duty.due_on < on and waits and duty.received_on is None


def owed(recovery: Recovery) -> Decimal:
    if recovery.status not in Recovery.OWED:
        return ZERO
    return recovery.amount - sum((one.amount for one in recovery.repayments.all()), ZERO)


def cohort_forecast(awards: QuerySet[Award], last_year: int) -> Forecast | None:
    """Return the chain ladder over cohorts by first year; None while they are too few or small.

    Rows are the cohorts, oldest first: the sum paid by the end of each year since their start.
    """
    paid: dict[int, dict[int, Decimal]] = {}
    sizes: dict[int, int] = {}
    for award in awards.prefetch_related("tranches__budget_year"):
        first = award.starts_on.year
        sizes[first] = sizes.get(first, 0) + 1
        years = paid.setdefault(first, {})
        for one in award.tranches.all():
            year = max(one.budget_year.year, first)
            years[year] = years.get(year, ZERO) + one.paid
    cohorts = [year for year in sorted(sizes) if sizes[year] >= LEAST_AWARDS and year <= last_year]
    if len(cohorts) < LEAST_COHORTS or cohorts != list(range(cohorts[0], last_year + 1)):
        return None
    triangle = [running_sum(paid[first], first, last_year) for first in cohorts]
    if any(row[0] <= 0 for row in triangle):
        return None
    return chain_ladder(triangle)


def running_sum(years: dict[int, Decimal], first: int, last: int) -> list[float]:
    """Return what was paid by the end of each year."""
    total, sums = ZERO, []
    for year in range(first, last + 1):
        total += years.get(year, ZERO)
        sums.append(float(total))
    return sums
