"""What a project promised and what it reported to have reached, as the public may read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from awards.models import AgreedIndicator, Award, Measurement
from rulebook.indicators import goal_attainment


@dataclass(frozen=True)
class Achievement:
    """One agreed indicator beside its last reported value; None where there is none."""

    indicator: AgreedIndicator
    actual: Decimal | None = None
    until: date | None = None
    quality: str = ""
    protected: bool = False

    @property
    def attainment(self) -> Decimal | None:
        """How far from baseline to target, in percent; blank where a part of it is."""
        one = self.indicator
        if self.protected:
            return None
        return goal_attainment(one.baseline, one.target, self.actual, bool(one.rising))


def achievements_of(award: Award, small: int) -> list[Achievement]:
    """Return every agreed indicator with the last value of a report handed in.

    Where an indicator counts people, numbers above 0 and below `small` stay blank.
    """
    last = last_measurements(award.indicators.all())
    return [achievement(one, last.get(one.pk), small) for one in award.indicators.all()]


def last_measurements(indicators: Iterable[AgreedIndicator]) -> dict[int, Measurement]:
    """Return the latest reported value by indicator; drafts of reports do not count."""
    rows = in_order_of_reports(indicators).select_related("report__duty")
    return {row.indicator_id: row for row in rows}


def last_actuals(indicators: Iterable[AgreedIndicator]) -> dict[int, Decimal]:
    """Return the same for thousands of indicators: nothing but the values."""
    rows = in_order_of_reports(indicators).values_list("indicator_id", "actual")
    return {indicator: actual for indicator, actual in rows if actual is not None}


def in_order_of_reports(indicators: Iterable[AgreedIndicator]) -> QuerySet[Measurement]:
    rows = Measurement.objects.filter(indicator__in=indicators, actual__isnull=False)
    handed_in = rows.exclude(report__submitted_at=None)
    return handed_in.order_by("report__duty__period_until", "report_id")


def achievement(one: AgreedIndicator, measured: Measurement | None, small: int) -> Achievement:
    values = (one.baseline, one.target, measured.actual if measured else None)
    hidden = one.counts_people and any(value and 0 < value < small for value in values)
    if measured is None:
        return Achievement(one, protected=hidden)
    until = measured.report.duty.period_until
    return Achievement(one, measured.actual, until, measured.get_quality_display(), hidden)
