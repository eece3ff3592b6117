"""Portfolio, part 3: a walk over partial decisions, bounded by several price lists at once.

Projects are decided one after the other, all partial decisions side by side, those clearest under
the first list first. Where they become too many, the more promising go on and the others wait,
not dropped (beam-stack search: Zhou and Hansen, ICAPS 2005): the first good choice comes soon, and
what is found raises what the others must be able to reach.

A decision changes only the limits of its project, so the bounds of a partial decision are those
of the one it comes from, less what was lost. A new price list is asked of the linear programme,
for the partial decision that promises most, whenever about as much time has been spent on walking
as that takes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from rulebook.portfolio_bounds import Mask, Places, Values, linear_prices, rounding

LISTS = 40  # price lists kept
NEW = -1  # origin of a list that was found on the walk
WORTH_A_LIST = 3000  # partial decisions looked at in the time that a new price list takes
TOO_FEW = 20  # partial decisions for which no list is asked
PLACES = 6  # of a bound by which decisions are put in order: the same on every machine


@dataclass(frozen=True)
class Frontier:
    """Partial decisions side by side, a column for each; projects before `step` are decided."""

    step: int
    room: Values
    values: Values
    taken: Mask
    bounds: Values  # lists x decisions: what can still be reached
    lowest: Values  # of all lists

    def only(self, which: Mask | Places) -> Frontier:
        return Frontier(
            self.step,
            self.room[:, which],
            self.values[which],
            self.taken[:, which],
            self.bounds[:, which],
            self.lowest[which],
        )

    def ranked(self) -> Places:
        """The places of the decisions, the most promising first."""
        return np.argsort(-np.round(self.lowest, PLACES), kind="stable")


@dataclass
class Walk:
    """The open projects in the order of deciding, the room, the price lists (lists x rows)."""

    values: Values
    rows: Values
    room: Values
    prices: Values
    later: Values = field(init=False)  # lists x steps: what open projects add to a bound
    walked: int = 0

    def __post_init__(self) -> None:
        self.most = _from_each_step_on(np.maximum(self.rows, 0))
        self.least = _from_each_step_on(np.minimum(self.rows, 0))
        self.touched = [np.nonzero(column)[0] for column in self.rows.T]
        self.origin = np.arange(len(self.prices))  # of each list, its place among those given
        self.later = self._later(self.prices)

    def _later(self, prices: Values) -> Values:
        worth = _from_each_step_on(np.maximum(self.values - prices @ self.rows, 0))
        return worth + rounding(self.values, self.rows, self.room, prices)[:, None]

    def start(self, value: float) -> Frontier:
        """Nothing is decided here; what was settled before has this value."""
        nothing = np.zeros((0, 1), dtype=np.bool_)
        return self.bounded(0, self.room[:, None], np.array([value]), nothing)

    def bounded(self, step: int, room: Values, values: Values, taken: Mask) -> Frontier:
        """Decisions with their bounds; room that no open project can use is no help."""
        usable = np.minimum(room, self.most[:, step, None])
        bounds = values + (self.prices @ usable + self.later[:, step, None])
        return Frontier(step, room, values, taken, bounds, bounds.min(axis=0))

    def branch(self, at: Frontier, wanted: float) -> Frontier:
        """Decide one more project, both ways, as far as limits and what is wanted allow."""
        step, touched = at.step, self.touched[at.step]
        out, bounds_out = self._decided(at, False, wanted)
        into, bounds_into = self._decided(at, True, wanted)
        both = np.concatenate([out, into])
        is_in = np.arange(both.size) >= out.size
        room = at.room[:, both]
        room[touched, out.size :] -= self.rows[touched, step, None]
        bounds = np.hstack([bounds_out, bounds_into])
        return Frontier(
            step + 1,
            room,
            at.values[both] + is_in * self.values[step],
            np.vstack([at.taken[:, both], is_in]),
            bounds,
            bounds.min(axis=0),
        )

    def _decided(self, at: Frontier, taken: bool, wanted: float) -> tuple[Places, Values]:
        """Who can decide the next project so, and their bounds then.

        The bound loses what the project is worth at these prices, if decided against them, and
        room that is left where no later project can use it.
        """
        step, rows = at.step, self.touched[at.step]
        use, paid, room = self.rows[rows, step], self.prices[:, rows], at.room[rows]
        left = room - taken * use[:, None]
        wasted = np.maximum(left - self.most[rows, step + 1, None], 0)
        wasted -= np.maximum(room - self.most[rows, step, None], 0)
        worth = taken * (self.values[step] - paid @ use)
        bounds = at.bounds + (worth + self.later[:, step + 1] - self.later[:, step])[:, None]
        if (any_wasted := wasted.any(axis=1)).any():
            bounds -= paid[:, any_wasted] @ wasted[any_wasted]
        can_keep = (left >= self.least[rows, step + 1, None]).all(axis=0)
        near = np.nonzero(can_keep & (bounds.min(axis=0) >= wanted))[0]
        return near, bounds[:, near]

    def priced(self, at: Frontier, wanted: float) -> Frontier:
        """The same decisions, under one more price list if enough was walked since the last."""
        self.walked += at.values.size
        if self.walked <= WORTH_A_LIST or at.values.size <= TOO_FEW:
            return at
        self.walked = 0
        first, step = int(at.lowest.argmax()), at.step
        prices = linear_prices(self.values[step:], self.rows[:, step:], at.room[:, first])
        if prices is None:
            return at.only(np.arange(at.values.size) != first)
        at = self._with_list(self._without_idle_list(at), prices)
        return at.only(at.lowest >= wanted)

    def _without_idle_list(self, at: Frontier) -> Frontier:
        """If there are too many lists, drop the one that is lowest most seldom."""
        if len(self.prices) < LISTS:
            return at
        used = np.bincount(at.bounds.argmin(axis=0), minlength=len(self.prices))
        kept = np.arange(len(used)) != 1 + used[1:].argmin()
        self.prices, self.later, self.origin = (
            self.prices[kept],
            self.later[kept],
            self.origin[kept],
        )
        return replace(at, bounds=at.bounds[kept])

    def _with_list(self, at: Frontier, prices: Values) -> Frontier:
        later = self._later(prices[None])
        self.prices = np.vstack([self.prices, prices])
        self.later = np.vstack([self.later, later])
        self.origin = np.append(self.origin, NEW)
        usable = np.minimum(at.room, self.most[:, at.step, None])
        added = at.values + (prices @ usable + later[0, at.step])
        return replace(
            at, bounds=np.vstack([at.bounds, added]), lowest=np.minimum(at.lowest, added)
        )


def _from_each_step_on(each: Values) -> Values:
    """For each step the sum of this and all later columns, and 0 after the last."""
    sums = np.cumsum(each[:, ::-1], axis=1)[:, ::-1]
    return np.hstack([sums, np.zeros((len(each), 1))])
