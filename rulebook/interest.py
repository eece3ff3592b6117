"""Interest on money paid back, or not used in time.

Source: § 49a (3) and (4) VwVfG: five percentage points above the base rate of § 247 BGB, which
changes on 1 January and 1 July. Counted from the day after payment to the day of proper use,
actual days over 365 (also in leap years; a setting the programme has to confirm).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from rulebook.money import to_the_cent
from rulebook.numbers import Number, as_decimal, exact, exact_from_zero


class MissingBaseRate(LookupError):
    """The base rate of a half-year that was needed is not in the table."""

    def __init__(self, first_day: date) -> None:
        self.first_day = first_day
        half = 1 if first_day.month == 1 else 2
        super().__init__(
            f"the base rate from {first_day} is missing ({half}. Halbjahr {first_day.year})"
        )


@dataclass(frozen=True)
class InterestPeriod:
    """The interest of one half-year: first and last day counted, percent a year, euros."""

    start: date
    end: date
    days: int
    rate: Decimal
    amount: Decimal


def interest(
    principal: Number,
    paid_on: date,
    used_on: date,
    base_rates: Mapping[date, Decimal],
    surcharge: Number = Decimal(5),
) -> Decimal:
    """Return the interest in euros: the sum of the half-years, each rounded to the cent.

    100,000 euros paid on 3 February and used on 14 May 2025 bear 7.27 percent for 100 days:

    >>> base_rates = {date(2025, 1, 1): Decimal("2.27")}
    >>> interest(100_000, date(2025, 2, 3), date(2025, 5, 14), base_rates)
    Decimal('1991.78')
    """
    periods = interest_periods(principal, paid_on, used_on, base_rates, surcharge)
    return to_the_cent(sum((exact(period.amount) for period in periods), Fraction(0)))


def interest_periods(
    principal: Number,
    paid_on: date,
    used_on: date,
    base_rates: Mapping[date, Decimal],
    surcharge: Number = Decimal(5),
) -> list[InterestPeriod]:
    """Return one period per calendar half-year; ``principal`` in euros, rates in percent a year.

    ``base_rates`` maps the first day of a half-year to its rate. Money used on or before the day
    of payment bears nothing.

    >>> base_rates = {date(2025, 1, 1): Decimal("2.27"), date(2025, 7, 1): Decimal("1.27")}
    >>> for period in interest_periods(1000, date(2025, 6, 10), date(2025, 7, 20), base_rates):
    ...     print(period.start, period.end, period.days, period.rate, period.amount)
    2025-06-11 2025-06-30 20 7.27 3.98
    2025-07-01 2025-07-20 20 6.27 3.44
    """
    owed = exact_from_zero(principal, "the principal")
    above_base = exact(surcharge, "the surcharge")
    periods = []
    for start, end in _half_years(paid_on, used_on):
        percent = _base_rate(start, base_rates) + above_base
        days = (end - start).days + 1
        amount = to_the_cent(owed * percent / 100 * days / 365)
        periods.append(InterestPeriod(start, end, days, as_decimal(percent), amount))
    return periods


def _half_years(paid_on: date, used_on: date) -> Iterator[tuple[date, date]]:
    """Yield first and last day counted in each half-year after payment up to the use."""
    for day in (paid_on, used_on):
        if isinstance(day, datetime) or not isinstance(day, date):
            raise TypeError(f"a day must be a date, not {type(day).__name__}")
    counted = paid_on
    while counted < used_on:
        start = counted + timedelta(days=1)
        end_of_half = date(start.year, 6, 30) if start.month <= 6 else date(start.year, 12, 31)
        counted = min(end_of_half, used_on)
        yield start, counted


def _base_rate(day: date, base_rates: Mapping[date, Decimal]) -> Fraction:
    """Return the base rate of the half-year a day lies in, in percent a year."""
    first_day = date(day.year, 1 if day.month <= 6 else 7, 1)
    if first_day not in base_rates:
        raise MissingBaseRate(first_day)
    return exact(base_rates[first_day], f"the base rate from {first_day}")
