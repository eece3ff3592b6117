"""Portfolio, part 2: a walk over partial decisions, bounded by several price lists at once.

With any prices from 0 for a unit of each limit, no choice of projects is worth more than

    value of what is chosen + prices x room left
                            + sum of (value - prices x use) of open projects where above 0

(Lagrange; Geoffrion, Mathematical Programming Study 2 (1974)). The prices of the linear programme
make this smallest for one room left over. Other rooms have other best prices, so the walk keeps
several lists and bounds each partial decision by whichever is lowest; every list stays valid
everywhere. A new one is asked of the linear programme, for the partial decision that promises
most, whenever about as much time has been spent on walking as that takes.

Projects are decided one after the other, all partial decisions side by side, those clearest under
the first list first. Where they become too many, the more promising go on and the others wait,
not dropped (beam-stack search: Zhou and Hansen, ICAPS 2005): the first good choice comes soon, and
what is found raises what the others must be able to reach.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

Values = NDArray[np.float64]
Amounts = NDArray[Any]  # whole numbers: floats that hold them exactly, or Python's own if longer
Mask = NDArray[np.bool_]
Places = NDArray[np.int_]

ROUNDING = 1e-12  # of all that is added up to a bound: so much higher it is taken
LISTS = 40  # price lists kept
WORTH_A_LIST = 3000  # partial decisions looked at in the time that a new price list takes
TOO_FEW = 20  # partial decisions for which no list is asked
PLACES = 6  # of a bound by which decisions are put in order: the same on every machine


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


@dataclass(frozen=True)
class Frontier:
    """Partial decisions side by side, a column for each; projects before `step` are decided."""

    step: int
    room: Values
    values: Values
    taken: Mask

    def only(self, which: Mask | Places) -> Frontier:
        return Frontier(self.step, self.room[:, which], self.values[which], self.taken[:, which])


@dataclass
class Walk:
    """The open projects in the order of deciding, and the price lists (lists x rows)."""

    values: Values
    rows: Values
    prices: Values
    later: Values = field(init=False)  # lists x steps: what open projects add to a bound
    walked: int = 0

    def __post_init__(self) -> None:
        self.most = _from_each_step_on(np.maximum(self.rows, 0))
        self.least = _from_each_step_on(np.minimum(self.rows, 0))
        self.later = self._later(self.prices)

    def _later(self, prices: Values) -> Values:
        worth = _from_each_step_on(np.maximum(self.values - prices @ self.rows, 0))
        added_up = np.abs(self.values).sum() + prices @ np.abs(self.rows).sum(axis=1)
        return worth + ROUNDING * added_up[:, None]

    def bounds(self, at: Frontier) -> Values:
        """Lists x decisions: what can still be reached; room that nothing can use is no help."""
        usable = np.minimum(at.room, self.most[:, at.step, None])
        return at.values + (self.prices @ usable + self.later[:, at.step, None])

    def branch(self, at: Frontier) -> Frontier:
        """Decide one more project, both ways."""
        room = np.hstack([at.room, at.room - self.rows[:, at.step, None]])
        values = np.concatenate([at.values, at.values + self.values[at.step]])
        last = np.repeat([False, True], at.values.size)
        taken = np.vstack([np.hstack([at.taken, at.taken]), last])
        return Frontier(at.step + 1, room, values, taken)

    def prune(self, at: Frontier, wanted: float) -> tuple[Frontier, Values]:
        """What can keep all limits and still be worth what is wanted, and its bounds."""
        each = self.bounds(at)
        lowest = each.min(axis=0)
        lowest[(at.room < self.least[:, at.step, None]).any(axis=0)] = -np.inf
        self.walked += int((lowest >= wanted).sum())
        if self.walked > WORTH_A_LIST and lowest.size > TOO_FEW and at.step < self.values.size:
            self.walked = 0
            lowest = self._priced_anew(at, each, lowest)
        near = np.isfinite(lowest) & (lowest >= wanted)
        return at.only(near), lowest[near]

    def _priced_anew(self, at: Frontier, each: Values, lowest: Values) -> Values:
        """The bounds once the most promising decision has prices of its own."""
        first = int(lowest.argmax())
        prices = linear_prices(self.values[at.step :], self.rows[:, at.step :], at.room[:, first])
        if prices is None:
            lowest[first] = -np.inf
            return lowest
        if len(self.prices) >= LISTS:
            used = np.bincount(each.argmin(axis=0), minlength=len(self.prices))
            idle = 1 + int(used[1:].argmin())
            self.prices = np.delete(self.prices, idle, axis=0)
            self.later = np.delete(self.later, idle, axis=0)
        new = Walk(self.values, self.rows, prices[None])
        self.prices = np.vstack([self.prices, new.prices])
        self.later = np.vstack([self.later, new.later])
        return np.minimum(lowest, new.bounds(at)[0])


def ranked(bounds: Values) -> Places:
    """The places of the decisions, the most promising first."""
    return np.argsort(-np.round(bounds, PLACES), kind="stable")


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


def _from_each_step_on(each: Values) -> Values:
    """For each step the sum of this and all later columns, and 0 after the last."""
    sums = np.cumsum(each[:, ::-1], axis=1)[:, ::-1]
    return np.hstack([sums, np.zeros((len(each), 1))])
