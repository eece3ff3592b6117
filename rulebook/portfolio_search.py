"""Portfolio, part 4: the exact best choice of projects within whole-numbered limits.

Prices from the linear programme give a bound. Walks that must come ever less near to it look for a
first choice; a last walk that leaves nothing out makes sure that none is better. Where a problem
with the same limits was solved before, its price lists are used again, and a walk that leaves
nothing out looks at once as far below the bound as the choice lay there; if it finds nothing, one
looks farther (iterative deepening: Korf, Artificial Intelligence 27 (1985)).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from rulebook.portfolio_bounds import Mask, Problem, Values, linear_prices, reach, settled
from rulebook.portfolio_walk import LISTS, Frontier, Walk

WIDTH_TO_FIND = 500  # partial decisions side by side while looking for a first choice
WIDTH_TO_PROVE = 2000  # and while making sure that none is better
MOST_NUMBERS = 200_000  # of room kept in memory for decisions side by side
SCARCE = 0.1  # how much sooner projects are decided that use much of what is scarce
FIRST_RADIUS = 0.01  # how near to the bound the first choice is looked for, in mean values
GROWTH = 1.7
WIDER = 1.2  # than the usual gap is the first look of later problems
INERTIA = 0.9  # of the usual gap, when another is seen
EXACT = 2.0**53  # up to here floats hold whole numbers exactly
SLACK = 1e-9  # the solver may overstep by this; the choice is checked in whole numbers


@dataclass
class Experience:
    """What one problem teaches for others with the same limits; it saves time, nothing else."""

    lists: Values = field(default_factory=lambda: np.zeros((0, 0)))  # lists x limits
    gap: float | None = None  # how far below its bound the best choice usually lies

    def starts_with(self, prices: Values) -> None:
        self.lists = np.vstack([prices, self.lists.reshape(-1, prices.size)])[:LISTS]

    def keeps_lists_of(self, walk: Walk, matters: Mask) -> None:
        """The lists that the walk ended with; those given to it as they were."""
        lists = np.zeros((len(walk.prices), matters.size))
        lists[:, matters] = walk.prices
        given = walk.origin >= 0
        lists[given] = self.lists[walk.origin[given]]
        self.lists = lists

    def saw(self, gap: float) -> None:
        self.gap = gap if self.gap is None else INERTIA * self.gap + (1 - INERTIA) * gap


def best_choice(
    problem: Problem, known: Mask | None = None, experience: Experience | None = None
) -> Mask | None:
    """The choice with the largest value, None when no choice keeps the limits.

    A choice that is `known` to keep them spares looking for a first one; it is returned itself
    when none is better. `experience` is used and added to.
    """
    if not problem.rows.size:
        return _without_rows(problem)
    if np.abs(problem.rows).sum(axis=1).max() + np.abs(problem.room).max() >= EXACT:
        return by_solver(problem)
    prices = linear_prices(*problem.as_floats())
    if prices is None:
        return None
    experience = experience or Experience()
    experience.starts_with(prices)
    is_best = False
    if known is None and experience.gap is None:
        known, is_best = _first(problem, experience)
    best = known if is_best else _deepened(problem, known, experience)
    if best is not None:
        experience.saw(reach(problem, prices)[0] - problem.worth(best))
    return best


def _first(problem: Problem, experience: Experience) -> tuple[Mask | None, bool]:
    """A good choice near the bound, and whether nothing nearer was left out on the way."""
    bound, farthest = reach(problem, experience.lists[0])
    radius = FIRST_RADIUS * float(np.abs(problem.values).mean()) + SLACK * farthest
    while True:
        found, complete = search(problem, experience, bound - radius, whole=False)
        if found is not None or radius > farthest:
            return found, complete
        radius *= GROWTH


def _deepened(problem: Problem, known: Mask | None, experience: Experience) -> Mask | None:
    """The best choice, or the one that is known; looked for not much deeper than it lies."""
    bound, farthest = reach(problem, experience.lists[0])
    floor = bound - 2 * farthest if known is None else problem.worth(known) + problem.unit
    radius = np.inf if experience.gap is None else WIDER * experience.gap + problem.unit
    while True:
        wanted = max(bound - radius, floor)
        found, _ = search(problem, experience, wanted, whole=True)
        if found is not None or wanted <= floor:
            return known if found is None else found
        radius *= GROWTH


def search(
    problem: Problem, experience: Experience, wanted: float, whole: bool
) -> tuple[Mask | None, bool]:
    """The best choice worth what is wanted, and whether nothing was left out on the way.

    Where not the `whole` of it is wanted, only the more promising decisions go on.
    """
    who = settled(problem, experience.lists, wanted)
    if who is None:
        return None, True
    chosen, is_open = who[0], ~(who[0] | who[1])
    values, rows, room = problem.decided(~is_open, chosen).as_floats()
    if (room < np.minimum(rows, 0).sum(axis=1)).any():
        return None, True
    paid = experience.lists[0] @ rows
    order = np.argsort(-np.abs(values - paid) - SCARCE * paid, kind="stable")
    matters = room < np.maximum(rows, 0).sum(axis=1)
    walk = Walk(
        values[order], rows[np.ix_(matters, order)], room[matters], experience.lists[:, matters]
    )
    taken, complete = _walked(walk, problem.worth(chosen), wanted, problem.unit, whole)
    experience.keeps_lists_of(walk, matters)
    if taken is None:
        return None, complete
    chosen = chosen.copy()
    chosen[np.nonzero(is_open)[0][order[taken]]] = True
    return chosen, complete


def _walked(
    walk: Walk, value: float, wanted: float, unit: float, whole: bool
) -> tuple[Mask | None, bool]:
    """The best decision worth what is wanted; what is too much for the width waits."""
    best, complete = None, True
    waiting = [walk.start(value)]
    width = WIDTH_TO_PROVE if whole else WIDTH_TO_FIND
    width = min(width, 1 + MOST_NUMBERS // (1 + len(walk.rows)))
    while waiting:
        at = _as_of_now(walk, waiting.pop(), wanted)
        while at.values.size and at.step < walk.values.size:
            at = walk.branch(walk.priced(at, wanted), wanted)
            if at.values.size > width:
                order, complete = at.ranked(), whole
                waiting += [at.only(order[width:])] if whole else []
                at = at.only(order[:width])
        if at.values.size and at.values.max() >= wanted:
            most = int(at.values.argmax())
            best, wanted = at.taken[:, most], float(at.values[most]) + unit
    return best, complete


def _as_of_now(walk: Walk, waited: Frontier, wanted: float) -> Frontier:
    """What has waited, under the price lists and with the wish of now."""
    at = walk.bounded(waited.step, waited.room, waited.values, waited.taken)
    return at.only(at.lowest >= wanted)


def by_loss(problem: Problem) -> list[int]:
    """The places of the projects, first those that prices alone settle least."""
    values, rows, room = problem.as_floats()
    prices = linear_prices(values, rows, room) if rows.size else None
    losses = np.zeros(values.size) if prices is None else np.abs(values - prices @ rows)
    places: list[int] = np.argsort(losses, kind="stable").tolist()
    return places


def _without_rows(problem: Problem) -> Mask | None:
    """The best choice where no project meets a limit, or there is no project."""
    chosen: Mask = problem.values > 0
    return chosen if (problem.room >= 0).all() else None


def by_solver(problem: Problem) -> Mask | None:
    """Branch and bound by HiGHS, repaired until the choice keeps the limits in whole numbers.

    For numbers too long for floats, and to find which limits contradict each other.

    The solver works with floats: its limits are a hair wider, so that no choice is lost, and a
    choice that uses the hair is cut off (these projects may not all be chosen together).
    """
    if not problem.rows.size:
        return _without_rows(problem)
    limits = [_for_solver(problem)]
    while True:
        answer = milp(
            -problem.values,
            integrality=1,
            bounds=Bounds(0, 1),
            constraints=limits,
            options={"mip_rel_gap": 0},
        )
        if answer.status not in (0, 2):
            raise RuntimeError(f"the choice of projects was not solved: {answer.message}")
        if answer.x is None:
            return None
        chosen: Mask = answer.x > 0.5
        broken = problem.rows[:, chosen].sum(axis=1) > problem.room
        if not broken.any():
            return chosen
        too_many = chosen & (problem.rows[broken][0] > 0)
        limits.append(LinearConstraint(too_many.astype(np.float64), -np.inf, too_many.sum() - 1))


def _for_solver(problem: Problem) -> LinearConstraint:
    """The limits as rows of about 1, a hair wider."""
    rows = problem.rows.astype(np.float64)
    scale = np.maximum(np.abs(rows).max(axis=1), 1)
    room = problem.room.astype(np.float64) / scale
    return LinearConstraint(rows / scale[:, None], -np.inf, room + SLACK * (1 + np.abs(room)))
