"""What is paid back when something bought with the grant leaves its purpose too early."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from rulebook.money import share


def bound_use_amount(granted: Decimal, bought_on: date, left_on: date, months: int) -> Decimal:
    """Return the grant's part for the months that are left, linear (VV Nr. 4.2.3).

    >>> bound_use_amount(Decimal(6000), date(2027, 1, 15), date(2029, 1, 20), 60)
    Decimal('3600.00')
    >>> bound_use_amount(Decimal(6000), date(2027, 1, 15), date(2035, 1, 1), 60)
    Decimal('0.00')
    """
    used = (left_on.year - bought_on.year) * 12 + left_on.month - bought_on.month
    used -= left_on.day < bought_on.day
    rest = min(max(months - used, 0), months)
    return share(granted, Decimal(rest) / Decimal(months))
