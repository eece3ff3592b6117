"""Forecast: what will have been paid in the end, seen from the years so far.

Source: Mack 1993, Distribution-free calculation of the standard error of chain ladder reserve
estimates, ASTIN Bulletin 23(2). Amounts in any one unit of money.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rulebook.numbers import finite

Triangle = list[list[float]]


@dataclass(frozen=True)
class Forecast:
    """The forecast by row (start year), oldest first.

    ``factors`` from each year of development to the next, ``ultimates`` per row, ``reserve``:
    what is still to be paid in all, ``se`` its standard error, ``row_se`` that of each row.
    """

    factors: tuple[float, ...]
    ultimates: tuple[float, ...]
    reserve: float
    se: float
    row_se: tuple[float, ...]


def chain_ladder(triangle: Sequence[Sequence[float]]) -> Forecast:
    """Return the chain-ladder forecast of cumulative amounts with Mack's standard errors.

    ``triangle``: one row per start year, oldest first, each as long as it was observed; the
    oldest is complete.

    >>> forecast = chain_ladder([[100, 150, 165], [110, 176], [120]])
    >>> [round(factor, 4) for factor in forecast.factors]
    [1.5524, 1.1]
    >>> [round(ultimate, 2) for ultimate in forecast.ultimates], round(forecast.reserve, 2)
    ([165.0, 193.6, 204.91], 102.51)
    """
    rows = _check(triangle)
    columns = range(len(rows[0]) - 1)
    # What each factor rests on: the amounts of all rows that are known one year further.
    bases = [math.fsum(row[k] for row in rows if len(row) > k + 1) for k in columns]
    factors = [math.fsum(r[k + 1] for r in rows if len(r) > k + 1) / bases[k] for k in columns]
    completed = [_complete(row, factors) for row in rows]
    variances = _variances(rows, factors)
    relative = [s2 / f**2 for s2, f in zip(variances, factors, strict=True)]
    row_mse = [
        full[-1] ** 2
        * math.fsum(relative[k] * (1 / full[k] + 1 / bases[k]) for k in columns[len(row) - 1 :])
        for row, full in zip(rows, completed, strict=True)
    ]
    shared = _shared_error(rows, completed, [r / b for r, b in zip(relative, bases, strict=True)])
    return Forecast(
        factors=tuple(factors),
        ultimates=tuple(full[-1] for full in completed),
        reserve=math.fsum(full[-1] - row[-1] for row, full in zip(rows, completed, strict=True)),
        se=math.sqrt(math.fsum(row_mse) + shared),
        row_se=tuple(math.sqrt(mse) for mse in row_mse),
    )


def _check(triangle: Sequence[Sequence[float]]) -> Triangle:
    """Return the rows as floats; refuse what is no run-off triangle."""
    rows = [[finite(amount, "an amount") for amount in row] for row in triangle]
    lengths = [len(row) for row in rows]
    if not lengths or min(lengths) < 1 or lengths != sorted(lengths, reverse=True):
        raise ValueError("there must be rows, none empty and none longer than the one before it")
    if min([*lengths[:2], len(lengths)]) < 2:
        raise ValueError("the first factor must rest on two rows at least")
    if min(min(row) for row in rows) <= 0:
        raise ValueError("cumulative amounts must be above zero")
    return rows


def _complete(row: list[float], factors: list[float]) -> list[float]:
    """Return the row with its future: each year the one before times its factor."""
    full = list(row)
    for factor in factors[len(row) - 1 :]:
        full.append(full[-1] * factor)
    return full


def _variances(rows: Triangle, factors: list[float]) -> list[float]:
    """Return Mack's sigma squared of each factor (his equation 3)."""
    variances: list[float] = []
    for k, factor in enumerate(factors):
        known = [row for row in rows if len(row) > k + 1]
        if len(known) > 1:
            squares = [row[k] * (row[k + 1] / row[k] - factor) ** 2 for row in known]
            variances.append(math.fsum(squares) / (len(known) - 1))
        else:
            variances.append(_last_variance(variances))
    return variances


def _last_variance(variances: list[float]) -> float:
    """Return Mack's guess where one row alone shows no spread: the series goes on falling.

    min(s_b^4 / s_a^2, s_a^2, s_b^2) of the two before it; of a single one, that one.
    """
    if len(variances) == 1:
        return variances[0]
    before, last = variances[-2:]
    return min(last**2 / before, before, last) if before else 0.0


def _shared_error(rows: Triangle, completed: Triangle, per_factor: list[float]) -> float:
    """Return what the rows' errors have in common, because they use the same factors."""
    ultimates = [full[-1] for full in completed]
    return math.fsum(
        ultimate * math.fsum(ultimates[i + 1 :]) * 2 * math.fsum(per_factor[len(row) - 1 :])
        for i, (row, ultimate) in enumerate(zip(rows, ultimates, strict=True))
    )
