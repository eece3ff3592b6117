"""Portfolio, part 3: the exact best choice of projects within whole-numbered limits.

Prices come from the linear programme. A walk whose radius holds a choice holds the best one; where
it would have to keep too much, branch and bound (HiGHS) decides instead.
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from rulebook.portfolio_walk import Mask, Priced, Problem, Walk, walk

KEPT_TO_FIND = 20_000  # partial decisions kept while looking for a good choice
KEPT_TO_PROVE = (100_000, 1_000_000)  # and in turn while making sure that none is better
FIRST_RADIUS = 0.002  # in mean values of a project
GROWTH = 1.5
ROUNDING = 1e-9
SLACK = 1e-9  # the solver may overstep by this; the choice is checked in whole numbers


def best_choice(problem: Problem) -> Mask | None:
    """The choice with the largest value, None when no choice keeps the limits."""
    if not problem.rows.size:
        return _without_rows(problem)
    priced = _priced(problem)
    if priced is None:
        return None
    radius = FIRST_RADIUS * float(np.abs(problem.values).mean())
    while True:
        found = walk(problem, priced, radius, KEPT_TO_FIND)
        if found.chosen is not None:
            return found.chosen if found.complete else _proved(problem, priced, found)
        if radius > priced.farthest:
            return None if found.complete else by_solver(problem)
        radius = GROWTH * radius + ROUNDING


def _without_rows(problem: Problem) -> Mask | None:
    """The best choice where no project meets a limit, or there is no project."""
    return problem.values > 0 if (problem.room >= 0).all() else None


def _proved(problem: Problem, priced: Priced, found: Walk) -> Mask | None:
    """The best choice, knowing a good one: look for any that is better by a unit."""
    for width in KEPT_TO_PROVE:
        better = walk(problem, priced, found.distance - problem.unit / 2, width)
        found = found if better.chosen is None else better
        if better.complete:
            return found.chosen
    return by_solver(problem)


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


def by_solver(problem: Problem) -> Mask | None:
    """Branch and bound by HiGHS, repaired until the choice keeps the limits in whole numbers.

    The solver works with floats: its limits are a hair wider, so that no choice is lost, and a
    choice that uses the hair is cut off (these projects may not all be chosen together).
    """
    if not problem.rows.size:
        return _without_rows(problem)
    rows = problem.rows.astype(np.float64)
    scale = np.maximum(np.abs(rows).max(axis=1), 1)
    room = problem.room.astype(np.float64) / scale
    limits = [LinearConstraint(rows / scale[:, None], -np.inf, room + SLACK * (1 + np.abs(room)))]
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
