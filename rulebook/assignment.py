"""Assignment: which reviewer reads which application.

An affinity says how well a reviewer suits an application (any unit, the higher the better); a
negative one forbids the pair, for instance because of a conflict of interest. Every application
gets exactly the reviews it asks for, every reviewer a number between a least and a greatest load,
nobody reads the same application twice.

Sources: Charlin and Zemel, The Toronto Paper Matching System (2013), for the largest total;
Kobren, Saha and McCallum, Paper Matching with Local Fairness Constraints (KDD 2019), for load
limits and the application that is served worst.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rulebook.assignment_remedies import single_changes
from rulebook.assignment_solver import Solver
from rulebook.assignment_task import Infeasible, possible, read_task

__all__ = ["Infeasible", "assign", "assign_fair", "explain_infeasible"]

CLOSE = 0.005  # how near the worst total must come to the best possible one
ROUNDING = 1e-9


def assign(
    affinity: ArrayLike,
    reviews_per_application: ArrayLike,
    max_load: ArrayLike,
    min_load: ArrayLike = 0,
) -> NDArray[np.int_]:
    """The assignment (reviewers x applications, 0 or 1) with the largest total affinity.

    The three numbers are one whole number each, or one per application or reviewer. What cannot
    be done is `Infeasible` and says why in German.

    >>> assign([[9, 8], [8, 1], [-1, 2]], reviews_per_application=1, max_load=1)
    array([[0, 1],
           [1, 0],
           [0, 0]])
    """
    task = read_task(affinity, reviews_per_application, max_load, min_load)
    start = possible(task)
    if not start.any():
        return start.astype(np.int_)
    return Solver(task, start).largest()


def assign_fair(
    affinity: ArrayLike,
    reviews_per_application: ArrayLike,
    max_load: ArrayLike,
    min_load: ArrayLike = 0,
) -> NDArray[np.int_]:
    """The assignment that serves the worst application best, and then has the largest total.

    The worst application is the one with the smallest total affinity among those that ask for
    reviews. Its total comes within 0.01 of the best possible one (for affinities below 1, within
    1 % of the largest). The search halves the distance between a floor under all totals that was
    reached and one that cannot be reached, each time by the exact solver.

    >>> assign_fair([[9, 8], [8, 1], [-1, 2]], reviews_per_application=1, max_load=1)
    array([[0, 1],
           [1, 0],
           [0, 0]])
    """
    task = read_task(affinity, reviews_per_application, max_load, min_load)
    start = possible(task)
    if not start.any():
        return start.astype(np.int_)
    return fairest(Solver(task, start))


def fairest(solver: Solver) -> NDArray[np.int_]:
    """The largest total among the assignments that serve the worst application best."""
    return solver.largest(_highest_floor(solver))


def _highest_floor(solver: Solver) -> float:
    """A floor that some assignment reaches and none exceeds by more than `CLOSE`."""
    close = CLOSE / max(solver.scale, 1.0)
    reached, beyond = solver.worst(solver.largest()), solver.highest_floor()
    floor = beyond - ROUNDING
    while beyond - reached > close:
        chosen = solver.reach(floor)
        if chosen is None:
            beyond = floor
        else:
            reached = solver.worst(chosen)
        floor = (reached + beyond) / 2
    return reached - ROUNDING


def explain_infeasible(
    affinity: ArrayLike,
    reviews_per_application: ArrayLike,
    max_load: ArrayLike,
    min_load: ArrayLike = 0,
) -> list[str]:
    """Why there is no assignment: rule, place and number short; empty when there is one.

    The last sentence says which single changes would be enough, or that none is. Places are
    counted from 1; the index in the table stands in brackets.

    >>> for sentence in explain_infeasible([[1, 1, -1], [1, 1, 1]], 1, max_load=[2, 0]):
    ...     print(sentence)
    Höchstlast: Gebraucht werden 3 Gutachten, alle Gutachtenden zusammen dürfen höchstens 2
    übernehmen – es fehlt 1.
    Eine einzige Änderung genügt: Gutachter/in 2 (Index 1) übernimmt bis zu 1 Gutachten mehr;
    oder alle übernehmen bis zu 1 Gutachten mehr; oder eine weitere Person ohne Sperren übernimmt
    1 Gutachten.
    """
    task = read_task(affinity, reviews_per_application, max_load, min_load)
    try:
        possible(task)
    except Infeasible as impossible:
        return [*impossible.reasons, single_changes(task)]
    return []
