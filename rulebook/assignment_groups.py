"""Assignment, part 4: rules on who judges one application together.

At least one expert of its main field, at most one reviewer of an institution: a group names some
reviewers and how many of them one application gets. Solved exactly by the same programme as
without groups; it only has more rows.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, eye_array, hstack

from rulebook.assignment import fairest
from rulebook.assignment_remedies import single_changes
from rulebook.assignment_solver import Solver
from rulebook.assignment_task import (
    Group,
    Infeasible,
    Mask,
    Task,
    places,
    possible,
    read_task,
    shortage_in_words,
)

__all__ = ["Group", "Infeasible", "assign_within", "explain_groups"]


def assign_within(
    affinity: ArrayLike,
    reviews_per_application: ArrayLike,
    max_load: ArrayLike,
    groups: Sequence[Group],
    fair: bool = False,
) -> NDArray[np.int_]:
    """The assignment with the largest total affinity that also keeps the rules of all groups.

    With `fair`, first the application with the least affinity gets as much as possible. What
    cannot be done is `Infeasible`. Reviewers 0 and 1 work for the same institution:

    >>> same = Group(application=0, reviewers=frozenset({0, 1}), most=1)
    >>> assign_within([[9], [8], [2]], 2, 1, [same]).T
    array([[1, 0, 1]])
    """
    task = _read(affinity, reviews_per_application, max_load, groups)
    start = possible(replace(task, groups=()))
    if reasons := _lonely_groups(task):
        raise Infeasible(reasons)
    if not start.any():
        return start.astype(np.int_)
    return _with_broken_rules(task, start, fair)


def _with_broken_rules(task: Task, start: Mask, fair: bool) -> NDArray[np.int_]:
    """Solve with those rules only that would be broken without them.

    An assignment that is best under some of the rules and keeps all of them is best under all.
    """
    broken = [group for group in task.groups if group.least]
    while True:
        solver = Solver(replace(task, groups=tuple(broken)), start)
        chosen = fairest(solver) if fair else solver.largest()
        more = [group for group in task.groups if _is_broken(chosen, group)]
        if not more:
            return chosen
        broken, start = broken + more, solver.used


def _is_broken(chosen: NDArray[np.int_], group: Group) -> bool:
    count = chosen[list(group.reviewers), group.application].sum()
    return bool(count < group.least or (group.most is not None and count > group.most))


def explain_groups(
    affinity: ArrayLike,
    reviews_per_application: ArrayLike,
    max_load: ArrayLike,
    groups: Sequence[Group],
) -> list[tuple[str, tuple[int, ...]]]:
    """Why there is no assignment within the groups: sentences with the groups at fault.

    Empty when there is one. Reviewer 1 is barred, and only reviewer 1 is an expert:

    >>> expert = Group(application=0, reviewers=frozenset({1}), least=1)
    >>> explain_groups([[5], [-1]], 1, 1, [expert])
    [('Vorgabe für Antrag 1 (Index 0): gebraucht wird mindestens 1 aus der Gruppe, nicht gesperrt
    sind 0 – es fehlt 1.', (0,))]
    """
    task = _read(affinity, reviews_per_application, max_load, groups)
    try:
        possible(replace(task, groups=()))
    except Infeasible as impossible:
        plain = [*impossible.reasons, single_changes(replace(task, groups=()))]
        return [(sentence, ()) for sentence in plain]
    lonely: list[tuple[str, tuple[int, ...]]] = [
        (text, (at,)) for at, group in enumerate(task.groups) if (text := _lonely(task, group))
    ]
    return lonely or _short_together(task)


def _read(
    affinity: ArrayLike, reviews: ArrayLike, max_load: ArrayLike, groups: Sequence[Group]
) -> Task:
    task = read_task(affinity, reviews, max_load, 0)
    reviewers, applications = task.affinity.shape
    for group in groups:
        if not 0 <= group.application < applications:
            raise ValueError(f"there is no application {group.application}")
        if not group.reviewers <= set(range(reviewers)):
            raise ValueError(f"there is no reviewer {max(group.reviewers)}")
    return replace(task, groups=tuple(groups))


def _lonely_groups(task: Task) -> list[str]:
    return [text for group in task.groups if (text := _lonely(task, group))]


def _lonely(task: Task, group: Group) -> str:
    """Say what is wrong with a group whatever becomes of all other applications."""
    place = f"Vorgabe für {places('Antrag', [group.application])}"
    allowed = set(np.nonzero(task.allowed[:, group.application])[0].tolist())
    inside, outside = len(allowed & group.reviewers), len(allowed - group.reviewers)
    wanted = int(task.reviews[group.application])
    if wanted < group.least:
        return (
            f"{place}: gebraucht wird mindestens {group.least} aus der Gruppe, der Antrag bekommt "
            f"aber nur {wanted} Gutachten – {shortage_in_words(group.least - wanted)}."
        )
    if inside < group.least:
        return (
            f"{place}: gebraucht wird mindestens {group.least} aus der Gruppe, nicht gesperrt "
            f"sind {inside} – {shortage_in_words(group.least - inside)}."
        )
    if group.most is not None and outside < wanted - group.most:
        return (
            f"{place}: erlaubt ist höchstens {group.most} aus der Gruppe, außerhalb sind nicht "
            f"gesperrt {outside} – {shortage_in_words(wanted - group.most - outside)}."
        )
    return ""


def _short_together(task: Task) -> list[tuple[str, tuple[int, ...]]]:
    """Break as few group rules as possible: these are the ones that are short, by so much."""
    short = _least_broken(task)
    if not short.any():
        return []
    at_fault = np.nonzero(short)[0]
    where = sorted({task.groups[at].application for at in at_fault})
    sentence = (
        f"Vorgaben: Zusammen mit Sperren und Höchstlast bleiben {int(short.sum())} unerfüllt, "
        f"bei {places('Antrag', where)} – {shortage_in_words(int(short.sum()))}."
    )
    return [(sentence, tuple(int(at) for at in at_fault))]


def _least_broken(task: Task) -> NDArray[np.int_]:
    """By how much each group falls short where the sum is least (a whole-numbered programme)."""
    solver, count = Solver(task, task.allowed), len(task.groups)
    furthest = max(task.reviews.max(initial=0), solver.group_least.max(initial=0))
    programme, pairs = solver.programme(task.allowed), int(task.allowed.sum())
    none = csr_array((len(task.reviews), count))
    unloaded = csr_array((len(task.most), count))
    slack = eye_array(count)
    answer = milp(
        np.concatenate([np.zeros(pairs + 1), np.ones(count)]),
        integrality=np.concatenate([np.ones(pairs), [0], np.ones(count)]),
        bounds=Bounds(0, np.concatenate([np.ones(pairs), [0], np.full(count, furthest)])),
        constraints=[
            LinearConstraint(hstack([programme.reviews, none]), task.reviews, task.reviews),
            LinearConstraint(hstack([programme.loads, unloaded]), 0, task.most),
            LinearConstraint(hstack([programme.groups, slack]), solver.group_least, np.inf),
            LinearConstraint(hstack([programme.groups, -slack]), -np.inf, solver.group_most),
        ],
    )
    if answer.x is None:
        raise RuntimeError(f"the broken rules were not counted: {answer.message}")
    return np.rint(answer.x[pairs + 1 :]).astype(np.int_)
