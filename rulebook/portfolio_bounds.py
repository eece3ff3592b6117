"""Portfolio, part 2: prices for the limits, and what no choice can exceed under them.

With any prices from 0 for a unit of each limit, no choice of projects is worth more than

    value of what is chosen + prices x room left
                            + sum of (value - prices x use) of open projects where above 0

(Lagrange; Geoffrion, Mathematical Programming Study 2 (1974)). The prices of the linear programme
make this smallest for one room left over. Other rooms have other best prices, so several lists are
kept: each is valid for every partial decision, and whichever is lowest bounds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

Values = NDArray[np.float64]
Amounts = NDArray[Any]  # whole numbers: floats that hold them exactly, or Python's own if longer
Mask = NDArray[np.bool_]
Places = NDArray[np.int_]

ROUNDING = 1e-15  # of the sizes of all that is added up, for each addition


@dataclass(frozen=True)
class Problem:
    """Choose projects (columns) for the largest value with rows @ chosen <= room."""

    values: Values
    rows: Amounts
    room: Amounts
    unit: float  # two different totals differ at least by this

    def decided(self, which: Mask, taken: Mask) -> Problem:
        """The problem of all others once these projects are decided."""
        used = self.rows[:, which & taken].sum(axis=1)
        return Problem(
            self.values[~which],
            self.rows[:, ~which],
            self.room - used.astype(self.room.dtype),
            self.unit,
        )

    def worth(self, chosen: Mask) -> float:
        return float(self.values[chosen].sum())

    def as_floats(self) -> tuple[Values, Values, Values]:
        return self.values, self.rows.astype(np.float64), self.room.astype(np.float64)


def linear_prices(values: Values, rows: Values, room: Values) -> Values | None:
    """Prices of the linear programme; None when even shares of projects break the limits."""
    scale = np.maximum(np.abs(rows).max(axis=1), 1)
    answer = linprog(
        -values,
        A_ub=rows / scale[:, None],
        b_ub=room / scale,
        bounds=(0, 1),
        method="highs-ds",
        options={"presolve": False},
    )
    if answer.status == 2:
        return None
    if answer.status != 0:  # any prices from 0 are valid, so without an answer 0 will do
        return np.zeros(len(rows))
    prices: Values = np.maximum(-answer.ineqlin.marginals, 0) / scale
    return prices


def reach(problem: Problem, prices: Values) -> tuple[float, float]:
    """The bound under these prices, and how far below it any choice may lie."""
    values, rows, room = problem.as_floats()
    worth = values - prices @ rows
    bound = float(prices @ room + np.maximum(worth, 0).sum())
    left = np.abs(room) + np.abs(rows).sum(axis=1)
    return bound, float(np.abs(worth).sum() + prices @ left)


def settled(problem: Problem, lists: Values, wanted: float) -> tuple[Mask, Mask] | None:
    """Who must and who must not be chosen when so much is wanted; None when it cannot be had.

    Whoever is decided against a list costs its bound what it is worth under these prices
    (reduced-cost fixing: Martello and Toth, Knapsack Problems (1990)). What one list settles lowers
    the bound of another, until none settles more.
    """
    values, rows, room = problem.as_floats()
    worth, free = values - lists @ rows, lists @ room
    slack = rounding(values, rows, room, lists)
    must = never = np.zeros(values.size, dtype=np.bool_)
    while True:
        is_open = ~(must | never)
        bounds = free + worth[:, must].sum(axis=1) + np.maximum(worth[:, is_open], 0).sum(axis=1)
        spare = (bounds + slack - wanted)[:, None]
        into = is_open & (worth > spare).any(axis=0)
        out = is_open & (-worth > spare).any(axis=0)
        if (spare < 0).any() or (into & out).any():
            return None
        if not (into | out).any():
            return must, never
        must, never = must | into, never | out


def rounding(values: Values, rows: Values, room: Values, lists: Values) -> Values:
    """For each list, what adding up a bound in floats may lose.

    A sum of n terms is off by at most about n x 2**-53 times the sum of their sizes (Higham,
    Accuracy and Stability of Numerical Algorithms (2002), chapter 4).
    """
    sizes = np.abs(values).sum() + lists @ (np.abs(rows).sum(axis=1) + np.abs(room))
    lost: Values = ROUNDING * (sum(rows.shape) + 1) * sizes
    return lost
