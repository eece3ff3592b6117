"""How every chapter reads and writes numbers: exactly, and refusing what only looks like one."""

import math
from collections.abc import Iterable
from decimal import Context, Decimal
from fractions import Fraction
from numbers import Real
from typing import TypeAlias

Number: TypeAlias = int | Decimal

_UNENDING = Context(prec=28)


def exact(value: Number, name: str = "the number") -> Fraction:
    """Return ``value`` as a fraction, without any loss.

    A float is refused: 0.1 is not one tenth in binary. So is a bool, which Python counts as int.

    >>> exact(Decimal("0.1"))
    Fraction(1, 10)
    >>> exact(0.1, "the rate")
    Traceback (most recent call last):
    TypeError: the rate must be int or Decimal, not float
    """
    return Fraction(checked(value, name))


def checked(value: Number, name: str = "the number") -> Number:
    """Return ``value`` as it is when ``exact`` would take it, without making a fraction of it.

    >>> checked(Decimal("NaN"), "the total")
    Traceback (most recent call last):
    ValueError: the total must be a finite number, not NaN
    """
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError(f"{name} must be a finite number, not {value}")
    elif isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} must be int or Decimal, not {type(value).__name__}")
    return value


def exact_from_zero(value: Number, name: str = "the number") -> Fraction:
    """Return ``value`` as a fraction and refuse anything below zero.

    >>> exact_from_zero(-1, "the weight")
    Traceback (most recent call last):
    ValueError: the weight must not be negative, but is -1
    """
    number = exact(value, name)
    if number < 0:
        raise ValueError(f"{name} must not be negative, but is {value}")
    return number


def as_written(value: Number | float, name: str = "the number") -> Fraction:
    """Return ``value`` as a fraction; a float counts as the decimal it is written as.

    For measurements, which arrive as floats. Money and scores use ``exact``.

    >>> as_written(0.1)
    Fraction(1, 10)
    """
    return exact(Decimal(float.__repr__(value)) if isinstance(value, float) else value, name)


def as_decimal(value: Fraction) -> Decimal:
    """Return the fraction as a decimal: exact when it ends, else to 28 significant digits.

    >>> as_decimal(Fraction(367, 5)), as_decimal(Fraction(1, 3))
    (Decimal('73.4'), Decimal('0.3333333333333333333333333333'))
    """
    places = _places(value.denominator)
    if places is None:
        return _UNENDING.divide(Decimal(value.numerator), Decimal(value.denominator))
    return Decimal(f"{value.numerator * 10**places // value.denominator}E-{places}")


def _places(denominator: int) -> int | None:
    """Return how many decimal places a denominator needs, None when the decimal never ends."""
    counts = {2: 0, 5: 0}
    for prime in counts:
        while denominator % prime == 0:
            denominator //= prime
            counts[prime] += 1
    return max(counts.values()) if denominator == 1 else None


def finite(value: object, name: str = "the number") -> float:
    """Return ``value`` as a finite float: for statistics, which estimate and need not be exact.

    >>> finite(Decimal("2.5"))
    2.5
    >>> finite(float("nan"), "the amount")
    Traceback (most recent call last):
    ValueError: the amount must be a finite number, not nan
    """
    if isinstance(value, bool) or not isinstance(value, Real | Decimal):
        raise TypeError(f"{name} must be a number, not {type(value).__name__}")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ValueError(f"{name} must be a finite number, not {value}")
    return number


def finite_from_zero(values: Iterable[object], name: str) -> list[float]:
    """Return the values as finite floats and refuse an empty list and anything below zero.

    >>> finite_from_zero([1, Decimal("0.5")], "the shares")
    [1.0, 0.5]
    """
    numbers = [finite(value, f"each of {name}") for value in values]
    if not numbers:
        raise ValueError(f"{name} must not be empty")
    if min(numbers) < 0:
        raise ValueError(f"{name} must not be negative, but one is {min(numbers)}")
    return numbers
