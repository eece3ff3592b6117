"""Sampling: which vouchers are checked, and what their errors say about all of them.

Source: monetary-unit sampling as auditors use it (Leslie, Teitlebaum and Anderson 1979, Dollar-
Unit Sampling; Stringer 1963 for the upper bound). Every euro has the same chance, so large
amounts are drawn more often, and certainly from the sampling interval on.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from rulebook.numbers import Number, as_written, exact_from_zero


@dataclass(frozen=True)
class Projection:
    """The most likely error in all amounts and its upper bound, both in euros."""

    error: float
    upper: float


def draw(amounts: Sequence[Number], size: int, seed: int) -> list[int]:
    """Return the indexes drawn, ascending: systematic with a random start, in input order.

    The euros are counted through the amounts, and every interval-th (sum / size) is hit. An
    amount of an interval or more is always drawn, perhaps by several hits: then fewer than
    ``size`` amounts are drawn. The same seed draws the same.

    >>> draw([10, 500, 20, 0, 470], size=2, seed=1)
    [1, 4]
    """
    for number in (size, seed):
        if isinstance(number, bool) or not isinstance(number, int):
            raise TypeError(f"size and seed must be int, not {type(number).__name__}")
    if size < 1:
        raise ValueError(f"the size of a sample must be at least 1, but is {size}")
    euros = [exact_from_zero(amount, "an amount") for amount in amounts]
    interval = sum(euros, Fraction(0)) / size
    if not interval:
        raise ValueError("there is nothing to draw from: no amount is above zero")
    # random() is below 1, so the first hit lies above 0 and no hit beyond the last euro.
    start = interval * (1 - Fraction(Random(seed).random()))  # noqa: S311 - must be reproducible
    return _hit(euros, start, interval)


def project(
    findings: Sequence[tuple[Number | float, Number | float]],
    interval: Number | float,
    confidence: float = 0.95,
) -> Projection:
    """Project the findings (book amount, accepted amount per item drawn) to all amounts.

    An item of an interval or more stands for itself, its error is taken as found. Any other
    stands for the interval: its tainting (error / book) is projected. The upper bound is
    Stringer's: the interval times the Poisson factor of no error (3.00 at 95 %), plus each
    tainting, largest first, times the step to the next factor (4.74, 6.30, ...). The first part
    always counts, because the findings do not tell how much is left unseen.

    >>> project([(200, 150), (5000, 4900), (300, 300)], interval=1000)
    Projection(error=350.0, upper=3535.0)
    """
    width = as_written(interval, "the interval")
    if width <= 0:
        raise ValueError(f"the interval must be above zero, but is {interval}")
    if not 0 < confidence < 1:
        raise ValueError(f"the confidence must lie between 0 and 1, but is {confidence}")
    checked = [_check_finding(book, accepted) for book, accepted in findings]
    if not checked:
        raise ValueError("without findings there is nothing to project")
    as_found = sum((book - kept for book, kept in checked if book >= width), Fraction(0))
    taintings = [(book - kept) / book for book, kept in checked if book < width]
    taintings = sorted((tainting for tainting in taintings if tainting), reverse=True)
    error = as_found + width * sum(taintings, Fraction(0))
    factors = [_poisson_factor(errors, confidence) for errors in range(len(taintings) + 1)]
    steps = (after - before for before, after in zip(factors, factors[1:], strict=False))
    weighted = sum(
        (tainting * step for tainting, step in zip(taintings, steps, strict=True)), Fraction(0)
    )
    return Projection(float(error), float(as_found + width * (factors[0] + weighted)))


def _hit(euros: list[Fraction], start: Fraction, interval: Fraction) -> list[int]:
    """Return the indexes of the amounts in which a hit falls, the last euro included."""
    drawn, counted, hits = [], Fraction(0), 0
    for index, amount in enumerate(euros):
        counted += amount
        hits_so_far = math.floor((counted - start) / interval) + 1
        if hits_so_far > hits:
            drawn.append(index)
        hits = hits_so_far
    return drawn


def _check_finding(book: Number | float, accepted: Number | float) -> tuple[Fraction, Fraction]:
    booked, kept = as_written(book, "a book amount"), as_written(accepted, "an accepted amount")
    if booked <= 0:
        raise ValueError(f"only amounts above zero are drawn, not {book}")
    if not 0 <= kept <= booked:
        raise ValueError(f"the accepted amount must lie between 0 and {book}, but is {accepted}")
    return booked, kept


def _poisson_factor(errors: int, confidence: float) -> Fraction:
    """Return the upper limit of a Poisson mean when ``errors`` were seen, to two places.

    Two places as in the printed tables auditors use: 3.00, 4.74, 6.30 at 95 percent.
    """
    low, high = 0.0, 1.0
    while _poisson_below(errors, high) > 1 - confidence:
        low, high = high, high * 2
    for _ in range(60):
        middle = (low + high) / 2
        if _poisson_below(errors, middle) > 1 - confidence:
            low = middle
        else:
            high = middle
    return as_written(round(high, 2))


def _poisson_below(errors: int, mean: float) -> float:
    """Return the chance of at most ``errors`` events when ``mean`` are expected."""
    return math.fsum(
        math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))
        for count in range(errors + 1)
    )
