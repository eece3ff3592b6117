"""Portfolio, part 3: the exact best choice of projects within whole-numbered limits.

Prices from the linear programme give a bound. Walks that must come ever less near to it look for a
first choice; a last walk that leaves nothing out makes sure that none is better. Before it begins,
projects that are decided otherwise only at too great a loss are settled (reduced-cost fixing:
Martello and Toth, Knapsack Problems (1990)).
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from rulebook.portfolio_walk import (
    ROUNDING,
    Frontier,
    Mask,
    Problem,
    Values,
    Walk,
    linear_prices,
    ranked,
)

WIDTH_TO_FIND = 500  # partial decisions side by side while looking for a first choice
WIDTH_TO_PROVE = 2000  # and while making sure that none is better
MOST_NUMBERS = 200_000  # of room kept in memory for decisions side by side
SCARCE = 0.1  # how much sooner projects are decided that use much of what is scarce
FIRST_RADIUS = 0.01  # how near to the bound the first choice is looked for, in mean values
GROWTH = 1.7
EXACT = 2.0**53  # up to here floats hold whole numbers exactly
SLACK = 1e-9  # the solver may overstep by this; the choice is checked in whole numbers


def best_choice(problem: Problem, known: Mask | None = None) -> Mask | None:
    """The choice with the largest value, None when no choice keeps the limits.

    A choice that is `known` to keep them spares looking for a first one; it is returned itself
    when none is better.
    """
    if not problem.rows.size:
        return _without_rows(problem)
    if np.abs(problem.rows).sum(axis=1).max() + np.abs(problem.room).max() >= EXACT:
        return by_solver(problem)
    prices = linear_prices(*_as_floats(problem))
    if prices is None:
        return None
    if known is None:
        known, is_best = _first(problem, prices)
        if is_best:
            return known
    wanted = -np.inf if known is None else float(problem.values[known].sum()) + problem.unit
    better, _ = search(problem, prices, wanted, whole=True)
    return known if better is None else better


def _first(problem: Problem, prices: Values) -> tuple[Mask | None, bool]:
    """A good choice near the bound, and whether nothing nearer was left out on the way."""
    bound, farthest = _reach(problem, prices)
    radius = FIRST_RADIUS * float(np.abs(problem.values).mean()) + SLACK * farthest
    while True:
        found, complete = search(problem, prices, bound - radius, whole=False)
        if found is not None or radius > farthest:
            return found, complete
        radius *= GROWTH


def search(
    problem: Problem, prices: Values, wanted: float, whole: bool
) -> tuple[Mask | None, bool]:
    """The best choice worth what is wanted, and whether nothing was left out on the way.

    Where not the `whole` of it is wanted, only the more promising decisions go on.
    """
    settled, follows = _settled(problem, prices, wanted)
    rest = problem.decided(settled, follows)
    values, rows, room = _as_floats(rest)
    if (room < np.minimum(rows, 0).sum(axis=1)).any():
        return None, True
    paid = prices @ rows
    order = np.argsort(-np.abs(values - paid) - SCARCE * paid, kind="stable")
    matters = room < np.maximum(rows, 0).sum(axis=1)
    walk = Walk(values[order], rows[np.ix_(matters, order)], prices[None, matters])
    chosen = settled & follows
    start = Frontier(
        0, room[matters, None], problem.values[chosen].sum(keepdims=True), np.zeros((0, 1), bool)
    )
    taken, complete = _walked(walk, start, wanted, problem.unit, whole)
    if taken is None:
        return None, complete
    chosen[np.nonzero(~settled)[0][order[taken]]] = True
    return chosen, complete


def _reach(problem: Problem, prices: Values) -> tuple[float, float]:
    """The bound under these prices, and how far below it any choice may lie."""
    values, rows, room = _as_floats(problem)
    worth = values - prices @ rows
    bound = float(prices @ room + np.maximum(worth, 0).sum())
    left = np.abs(room) + np.abs(rows).sum(axis=1)
    return bound, float(np.abs(worth).sum() + prices @ left)


def _settled(problem: Problem, prices: Values, wanted: float) -> tuple[Mask, Mask]:
    """Who can only be decided as prices say when so much is wanted, and what they say."""
    worth = problem.values - prices @ problem.rows.astype(np.float64)
    bound, farthest = _reach(problem, prices)
    return np.abs(worth) > bound - wanted + ROUNDING * farthest, worth > 0


def _walked(
    walk: Walk, start: Frontier, wanted: float, unit: float, whole: bool
) -> tuple[Mask | None, bool]:
    """The best decision worth what is wanted; what is too much for the width waits."""
    best, waiting, complete = None, [start], True
    width = WIDTH_TO_PROVE if whole else WIDTH_TO_FIND
    width = min(width, 1 + MOST_NUMBERS // (1 + len(walk.rows)))
    while waiting:
        at, bounds = walk.prune(waiting.pop(), wanted)
        while bounds.size and at.step < walk.values.size:
            at, bounds = walk.prune(walk.branch(at), wanted)
            if bounds.size > width:
                order, complete = ranked(bounds), whole
                waiting += [at.only(order[width:])] if whole else []
                at = at.only(order[:width])
        if bounds.size and at.values.max() >= wanted:
            most = int(at.values.argmax())
            best, wanted = at.taken[:, most], float(at.values[most]) + unit
    return best, complete


def by_loss(problem: Problem) -> list[int]:
    """The places of the projects, first those that prices alone settle least."""
    values, rows, _ = _as_floats(problem)
    prices = linear_prices(*_as_floats(problem)) if rows.size else None
    losses = np.zeros(values.size) if prices is None else np.abs(values - prices @ rows)
    places: list[int] = np.argsort(losses, kind="stable").tolist()
    return places


def _as_floats(problem: Problem) -> tuple[Values, Values, Values]:
    return problem.values, problem.rows.astype(np.float64), problem.room.astype(np.float64)


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
