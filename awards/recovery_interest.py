"""Interest on a recovery, by half-year: owed since the notice lost its effect, then deferred."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from awards.late_use import Interest, missing_sentence
from core.refusals import Finding, RuleViolation
from core.templatetags.allmende import day, euro, german
from rulebook.interest import InterestPeriod, MissingBaseRate, interest_periods

if TYPE_CHECKING:
    from awards.models import Instalment, Recovery

ZERO = Decimal("0.00")
Rates = Mapping[date, Decimal]


@dataclass(frozen=True)
class Span:
    """A time with one kind of interest; `surcharge` in percentage points above the base rate."""

    label: str
    start: date
    end: date
    surcharge: Decimal


def known_rates() -> Rates:
    """Return every base rate that somebody has entered."""
    from awards.models import BaseRate

    return dict(BaseRate.objects.values_list("valid_from", "percent"))


def spans_of(recovery: Recovery, until: date) -> Iterator[Span]:
    """Yield the times that bear interest.

    § 49a Abs. 3 VwVfG from the day the notice lost its effect; once the claim is deferred, the
    interest on deferral instead (VV Nr. 1.4 zu § 59 BHO), which the guideline may set.
    """
    rules, deferred = recovery.award.rules, recovery.deferred_from
    ends = min(until, deferred) if deferred else until
    if recovery.ineffective_on and recovery.ineffective_on < ends:
        label = "Erstattungszinsen (§ 49a Abs. 3 VwVfG)"
        yield Span(label, recovery.ineffective_on, ends, rules.interest_surcharge)
    if deferred and deferred < until:
        yield Span("Stundungszinsen (§ 59 BHO)", deferred, until, rules.deferral_surcharge)


def interest_until(recovery: Recovery, amount: Decimal, until: date, rates: Rates) -> Interest:
    """Return the interest on so many euros up to a day; a missing base rate is refused."""
    total, lines = ZERO, []
    try:
        for span in spans_of(recovery, until):
            periods = interest_periods(amount, span.start, span.end, rates, span.surcharge)
            total += sum((one.amount for one in periods), ZERO)
            lines += [line_of(span, amount, one) for one in periods]
    except MissingBaseRate as missing:
        raise RuleViolation(Finding("rate", missing_sentence(missing))) from missing
    return Interest(total, tuple(lines))


def line_of(span: Span, amount: Decimal, period: InterestPeriod) -> str:
    return (
        f"{span.label}, {day(period.start)} bis {day(period.end)}: {euro(amount)} x "
        f"{german(period.rate, 2)} % x {period.days} / 365 = {euro(period.amount)}."
    )


def expected(recovery: Recovery, instalment: Instalment, rates: Rates) -> Decimal | None:
    """Return the interest if an instalment is paid on its day; None while a rate is unknown."""
    try:
        return interest_until(recovery, instalment.amount, instalment.due_on, rates).amount
    except RuleViolation:
        return None
