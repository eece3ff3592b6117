"""De-minimis aid: what one undertaking received within the years that count, and what is left.

Small aid needs no approval while its sum stays below a ceiling. The period rolls: it is the years
that end on the day on which the next aid is granted, not calendar years
(Art. 3 (2) of Regulation (EU) 2023/2831).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

LEAP_DAY = (2, 29)
ZERO = Decimal(0)


@dataclass(frozen=True)
class Aid:
    """One earlier aid: the day it was granted (not paid) and its amount in euros."""

    granted_on: date
    amount: Decimal


@dataclass(frozen=True)
class Ceiling:
    """The most one undertaking may receive, in euros, within this many years."""

    amount: Decimal
    years: int = 3


def counted(aids: Iterable[Aid], on: date, years: int = 3) -> Decimal:
    """Return the sum in euros of the aid granted in the years that end on this day.

    The day itself counts, the same day `years` earlier no longer does.

    >>> given = [Aid(date(2023, 11, 28), Decimal(90000)), Aid(date(2023, 11, 29), Decimal(20000))]
    >>> counted(given, date(2026, 11, 28))
    Decimal('20000')
    """
    begin = same_day_before(on, years)
    return sum((aid.amount for aid in aids if begin < aid.granted_on <= on), ZERO)


def left(aids: Iterable[Aid], on: date, ceiling: Ceiling) -> Decimal:
    """Return how much may still be granted on this day; negative by what is above the ceiling.

    >>> left([Aid(date(2025, 3, 1), Decimal(120000))], date(2026, 11, 28), Ceiling(Decimal(300000)))
    Decimal('180000')
    """
    return ceiling.amount - counted(aids, on, ceiling.years)


def same_day_before(day: date, years: int) -> date:
    """Return the same day that many years earlier; for 29 February the 28th.

    >>> same_day_before(date(2028, 2, 29), 3)
    datetime.date(2025, 2, 28)
    """
    if (day.month, day.day) == LEAP_DAY:
        return date(day.year - years, 2, 28)
    return day.replace(year=day.year - years)
