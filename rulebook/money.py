"""Money: euros as Decimal, rounded half up (away from zero) to the cent, once, at the end.

Source: commercial rounding as in DIN 1333; sharing out by the largest remainder (Hamilton, Hare
and Niemeyer).
"""

import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from rulebook.numbers import Number, exact, exact_from_zero


def share(amount: Number, rate: Number) -> Decimal:
    """Return ``amount`` (euros) times ``rate`` (1 = all of it), in euros and cents.

    The town of Haßfurt, eligible expenses of two phases, 65 percent each:

    >>> share(2_480_000, Decimal("0.65")), share(15_000_000, Decimal("0.65"))
    (Decimal('1612000.00'), Decimal('9750000.00'))
    >>> share(Decimal("-0.05"), Decimal("0.1"))
    Decimal('-0.01')
    """
    return to_the_cent(exact(amount, "the amount") * exact(rate, "the rate"))


def split(amount: Number, weights: Sequence[Number]) -> list[Decimal]:
    """Share out ``amount`` (euros, whole cents) by ``weights``; the parts sum to the amount.

    Each part first gets its whole cents; the cents left over go to the largest remainders, the
    earlier weight first when remainders are equal. A negative amount is the mirror image.

    >>> split(100, [1, 1, 1])
    [Decimal('33.34'), Decimal('33.33'), Decimal('33.33')]
    >>> split(-100, [1, 1, 1])
    [Decimal('-33.34'), Decimal('-33.33'), Decimal('-33.33')]
    """
    total = exact(amount, "the amount") * 100
    if total.denominator != 1:
        raise ValueError(f"the amount must be whole cents, but is {amount}")
    fractions = [exact_from_zero(weight, "a weight") for weight in weights]
    if not any(fractions):
        raise ValueError("there must be at least one weight above zero")
    sign = -1 if total < 0 else 1
    return [_euros(sign * cents) for cents in _split_cents(abs(total), fractions)]


def _split_cents(total: Fraction, weights: list[Fraction]) -> list[int]:
    """Share out whole cents by the largest remainder."""
    weight_sum = sum(weights)
    quotas = [total * weight / weight_sum for weight in weights]
    cents = [math.floor(quota) for quota in quotas]
    left_over = int(total) - sum(cents)
    # sorted() is stable: of equal remainders the earlier one comes first.
    by_remainder = sorted(range(len(quotas)), key=lambda place: cents[place] - quotas[place])
    for place in by_remainder[:left_over]:
        cents[place] += 1
    return cents


def to_the_cent(amount: Fraction) -> Decimal:
    """Round an exact amount in euros half up to the cent, as every money rule does at its end.

    >>> to_the_cent(Fraction(1, 200)), to_the_cent(Fraction(-1, 200))
    (Decimal('0.01'), Decimal('-0.01'))
    """
    cents = math.floor(abs(amount) * 100 + Fraction(1, 2))
    return _euros(-cents if amount < 0 else cents)


def _euros(cents: int) -> Decimal:
    return Decimal(f"{cents}E-2")
