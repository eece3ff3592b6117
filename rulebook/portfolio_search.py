"""Portfolio, part 3: the exact best choice of projects within whole-numbered limits.

Prices come from the linear programme. A walk whose radius holds a choice holds the best one; where
it would have to keep too much, branch and bound (HiGHS) decides among the projects that prices
alone do not settle.
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from rulebook.portfolio_walk import Mask, Priced, Problem, walk

KEPT_TO_FIND = 20_000  # partial decisions kept while looking for a good choice
KEPT_TO_PROVE = 100_000  # and while making sure that none is better
FIRST_RADIUS = 0.002  # in mean values of a project
GROWTH = 1.5
TRIES = 5  # walks that had to drop something before the solver looks among all projects
ROUNDING = 1e-9
SLACK = 1e-9  # the solver may overstep by this; the choice is checked in whole numbers


def best_choice(problem: Problem, known: Mask | None = None) -> Mask | None:
    """The choice with the largest value, None when no choice keeps the limits.

    A choice that is `known` to keep them spares looking for a first one; it is returned itself
    when none is better.
    """
    if not problem.rows.size:
        return _without_rows(problem)
    priced = _priced(problem)
    if priced is None:
        return None
    if known is None:
        known, is_best = _first(problem, priced)
        if known is None or is_best:
            return known
    return _proved(problem, priced, known)


def _first(problem: Problem, priced: Priced) -> tuple[Mask | None, bool]:
    """A good choice near the prices, and whether nothing nearer was dropped on the way."""
    radius, dropped = FIRST_RADIUS * float(np.abs(problem.values).mean()), 0
    while dropped < TRIES:
        found = walk(problem, priced, radius, KEPT_TO_FIND)
        if found.chosen is not None or (found.complete and radius > priced.farthest):
            return found.chosen, found.complete
        dropped += not found.complete
        radius = GROWTH * radius + ROUNDING
    return by_solver(problem), True


def _proved(problem: Problem, priced: Priced, known: Mask) -> Mask:
    """The best choice, knowing a good one: look for any that is better by a unit."""
    radius = priced.distance(problem, known) - problem.unit / 2
    if radius < 0:
        return known
    better = walk(problem, priced, radius, KEPT_TO_PROVE, whole=True)
    if better.complete:
        return known if better.chosen is None else better.chosen
    found = _among_near(problem, priced, radius, float(problem.values[known].sum()))
    if found is None or problem.values[found].sum() <= problem.values[known].sum():
        return known
    return found


def _among_near(problem: Problem, priced: Priced, radius: float, known: float) -> Mask | None:
    """The best choice by the solver: whoever decides otherwise at a greater loss is no better.

    None when none is better than what is `known` by a unit.
    """
    settled = priced.losses > radius + ROUNDING * priced.farthest
    least = known + problem.unit - float(problem.values[settled & priced.follows].sum())
    others = by_solver(problem.decided(settled, priced.follows), least)
    if others is None:
        return None
    chosen = priced.follows.copy()
    chosen[~settled] = others
    return chosen


def by_loss(problem: Problem) -> list[int]:
    """The places of the projects, first those that prices alone settle least."""
    priced = _priced(problem) if problem.rows.size else None
    losses = np.zeros(problem.values.size) if priced is None else priced.losses
    places: list[int] = np.argsort(losses, kind="stable").tolist()
    return places


def _without_rows(problem: Problem, least: float = -np.inf) -> Mask | None:
    """The best choice where no project meets a limit, or there is no project."""
    chosen: Mask = problem.values > 0
    possible = bool((problem.room >= 0).all()) and problem.values[chosen].sum() >= least
    return chosen if possible else None


def _priced(problem: Problem) -> Priced | None:
    """Prices from the linear programme; None when even shares of projects break the limits."""
    rows = problem.rows.astype(np.float64)
    prices = np.zeros(len(rows))
    if len(rows):
        scale = np.maximum(np.abs(rows).max(axis=1), 1)
        answer = linprog(
            -problem.values,
            A_ub=rows / scale[:, None],
            b_ub=problem.room.astype(np.float64) / scale,
            bounds=(0, 1),
            method="highs-ds",
        )
        if answer.status == 2:
            return None
        if answer.status == 0:  # any prices from 0 are valid, so without an answer 0 will do
            prices = np.maximum(-answer.ineqlin.marginals, 0) / scale
    worth = problem.values - prices @ rows
    reach = np.abs(problem.room.astype(np.float64)) + np.abs(rows).sum(axis=1)
    return Priced(worth > 0, np.abs(worth), prices, float(np.abs(worth).sum() + prices @ reach))


def by_solver(problem: Problem, least: float = -np.inf) -> Mask | None:
    """Branch and bound by HiGHS, repaired until the choice keeps the limits in whole numbers.

    None when no choice within the limits is worth at least `least`.

    The solver works with floats: its limits are a hair wider, so that no choice is lost, and a
    choice that uses the hair is cut off (these projects may not all be chosen together).
    """
    if not problem.rows.size:
        return _without_rows(problem, least)
    limits = _for_solver(problem, least)
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


def _for_solver(problem: Problem, least: float) -> list[LinearConstraint]:
    """The limits as rows of about 1, a hair wider, and the value wanted."""
    rows = problem.rows.astype(np.float64)
    scale = np.maximum(np.abs(rows).max(axis=1), 1)
    room = problem.room.astype(np.float64) / scale
    limits = [LinearConstraint(rows / scale[:, None], -np.inf, room + SLACK * (1 + np.abs(room)))]
    if np.isfinite(least):
        largest = max(float(np.abs(problem.values).max()), 1)
        wanted = least - SLACK * (1 + abs(least))
        limits.append(LinearConstraint(problem.values / largest, wanted / largest, np.inf))
    return limits
