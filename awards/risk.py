"""Which awards need care: money likely to lapse, reports overdue, recoveries open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from awards.models import Award, Recovery, Report, ReportDate, Tranche
from core.templatetags.allmende import german
from programmes.models import Programme
from rulebook.forecast import Forecast, chain_ladder

ZERO = Decimal("0.00")
BEHIND = Decimal("0.8")  # drawn less than this share of what the time passed asks for
Z95 = 1.96  # of a normal distribution: an interval that holds 95 times of 100


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
    vacancies: Decimal
    told: Decimal | None

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
        if self.vacancies:
            found.append(f"{german(self.vacancies, 1)} Stellen unbesetzt")
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
    """Return the risk of an award whose parts are loaded.

    What may lapse follows from the project's own forecast of this year, as its last interim
    report tells it; without one, late in the year, from what is not drawn.
    """
    tranches = list(award.tranches.all())
    passed = min(Decimal(on.timetuple().tm_yday) / Decimal(365), Decimal(1))
    now = [one for one in tranches if one.budget_year.year == on.year]
    earlier = [one for one in tranches if one.budget_year.year < on.year]
    planned = sum((one.granted for one in earlier), ZERO)
    planned += sum((one.granted * passed for one in now), ZERO)
    left = sum((one.left for one in now), ZERO)
    late = sum(is_late(duty, on) for duty in award.report_dates.all())
    told = last_told(award)
    expected = told.expected_draw if told and is_of_year(told, on.year) else None
    return Risk(
        award=award,
        planned=round(planned, 2),
        drawn=sum((one.paid + one.ordered for one in tranches), ZERO),
        this_year=sum((one.granted for one in now), ZERO),
        lapsing=lapsing(now, expected) if expected is not None else by_calendar(left, passed),
        overdue=late,
        owed=sum((owed(one) for one in award.recoveries.all()), ZERO),
        vacancies=vacancies_of(told),
        told=expected,
    )


def last_told(award: Award) -> Report | None:
    """Return the latest interim report that was handed in."""
    reports = [
        duty.report
        for duty in award.report_dates.all()
        if duty.kind == ReportDate.Kind.INTERIM and hasattr(duty, "report")
    ]
    handed_in = [one for one in reports if one.submitted_at is not None]
    return max(handed_in, key=lambda one: one.submitted_at or one.created_at, default=None)


def is_of_year(report: Report, year: int) -> bool:
    return report.submitted_at is not None and report.submitted_at.year == year


def lapsing(tranches: list[Tranche], expected: Decimal) -> Decimal:
    """Return what of this year's money the project itself does not expect to draw."""
    granted = sum((one.granted for one in tranches), ZERO)
    drawn = sum((one.paid + one.ordered for one in tranches), ZERO)
    return max(ZERO, granted - max(expected, drawn))


def by_calendar(left: Decimal, passed: Decimal) -> Decimal:
    return round(left * passed, 2) if passed > BEHIND else ZERO


def vacancies_of(report: Report | None) -> Decimal:
    """Return how many posts of the plan are vacant, as last told."""
    if report is None or report.posts_planned is None:
        return ZERO
    return max(ZERO, report.posts_planned - (report.posts_filled or ZERO))


def is_late(duty: Any, on: date) -> bool:
    report = getattr(duty, "report", None)
    waits = report is None or report.status in Report.IN_WORK
    return duty.due_on < on and waits and duty.received_on is None


def owed(recovery: Recovery) -> Decimal:
    if recovery.status not in Recovery.OWED:
        return ZERO
    return recovery.amount - sum((one.amount for one in recovery.repayments.all()), ZERO)


@dataclass(frozen=True)
class Limits:
    """From how many awards a cohort, and from how many cohorts a forecast, says something."""

    awards: int
    cohorts: int


def limits() -> Limits:
    """Return the strictest limits of all programmes."""
    rows = Programme.objects.values_list("forecast_least_awards", "forecast_least_years")
    pairs = list(rows) or [(1, 1)]
    return Limits(max(one[0] for one in pairs), max(one[1] for one in pairs))


def interval_of(forecast: Forecast) -> tuple[Decimal, Decimal]:
    """Return the range that holds what is still to be paid 95 times of 100, never below zero."""
    spread = Z95 * forecast.se
    low, high = max(0.0, forecast.reserve - spread), forecast.reserve + spread
    return round(Decimal(low), 2), round(Decimal(high), 2)


def cohort_forecast(awards: QuerySet[Award], last_year: int, least: Limits) -> Forecast | None:
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
    cohorts = [year for year in sorted(sizes) if sizes[year] >= least.awards and year <= last_year]
    if len(cohorts) < least.cohorts or cohorts != list(range(cohorts[0], last_year + 1)):
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
