"""Slips of the pen in amounts and years: what was typed, and what was probably meant.

A slip is recognised only when it explains a difference exactly, to the cent; what is merely near
is left alone. The three kinds are those of bookkeeping: a difference between two sums that nine
divides points to two digits in the wrong order, one that is a digit followed by zeros to a wrong
digit, and one of nine times a smaller sum to a decimal point in the wrong place.
"""

from decimal import Decimal
from enum import StrEnum

FACTORS = (10, 100, 1000)
CENTS = 100


class Slip(StrEnum):
    """The kinds of slips, the most telling first."""

    FACTOR = "factor"
    SWAPPED = "swapped"
    DIGIT = "digit"


def slip_between(typed: Decimal, meant: Decimal) -> Slip | None:
    """Return the one slip that turns what was meant into what was typed; None when none does.

    Amounts in euros, above zero, exact to the cent.

    >>> slip_between(Decimal("12500.00"), Decimal("125000.00"))
    <Slip.FACTOR: 'factor'>
    >>> slip_between(Decimal("530000"), Decimal("350000"))
    <Slip.SWAPPED: 'swapped'>
    >>> slip_between(Decimal("71500"), Decimal("77500"))
    <Slip.DIGIT: 'digit'>
    >>> slip_between(Decimal("71500"), Decimal("77600")) is None
    True
    """
    first, second = int(typed * CENTS), int(meant * CENTS)
    if min(first, second) <= 0 or first == second:
        return None
    if any(max(first, second) == factor * min(first, second) for factor in FACTORS):
        return Slip.FACTOR
    if len(str(first)) != len(str(second)):
        return None
    return slip_in_digits(str(first), str(second))


def slip_in_digits(typed: str, meant: str) -> Slip | None:
    """Compare two numbers of the same length, digit by digit.

    >>> slip_in_digits("2072", "2027"), slip_in_digits("2037", "2027")
    (<Slip.SWAPPED: 'swapped'>, <Slip.DIGIT: 'digit'>)
    """
    places = [n for n, (one, other) in enumerate(zip(typed, meant, strict=True)) if one != other]
    if len(places) == 1:
        return Slip.DIGIT
    swapped = len(places) == 2 and places[1] == places[0] + 1
    if swapped and typed[places[0]] == meant[places[1]] and typed[places[1]] == meant[places[0]]:
        return Slip.SWAPPED
    return None
