"""Assignment, part 3: which single change would make an impossible task possible.

Each candidate is tried by the largest flow itself, so what is named does help. Candidates are few:
only reviewers and applications on the near side of the smallest cut can widen it.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from rulebook.assignment_task import Counts, Task, largest_flow, places, simple_shortages

Candidate = tuple[str, Task]
TRIED = 12  # candidates of each kind


def single_changes(task: Task) -> str:
    """Return in German which single changes are enough, or that none is."""
    short, near = _shortage(task)
    kinds = (
        _more_for_one(task, short, near),
        _more_for_all(task, short),
        _one_more_person(task, short),
        _one_bar_less(task, short),
        _fewer_reviews(task, short),
        _less_demanded(task),
    )
    helping = [
        sentence
        for kind in kinds
        if (sentence := next((text for text, changed in kind if is_possible(changed)), ""))
    ]
    if not helping:
        return "Keine einzelne Änderung genügt: Es braucht mehrere zusammen."
    return f"Eine einzige Änderung genügt: {'; oder '.join(helping)}."


def is_possible(task: Task) -> bool:
    if simple_shortages(task):
        return False
    chosen, _ = largest_flow(task)
    return bool(chosen.sum() == task.reviews.sum())


def _shortage(task: Task) -> tuple[int, Counts]:
    """Return how many reviews stay undone, and the reviewers who could do more of them.

    Least loads are left aside: they never make more reviews possible.
    """
    free = replace(task, least=np.zeros_like(task.least))
    chosen, reached = largest_flow(free)
    near = np.nonzero(reached[3 : 3 + len(task.most)])[0]
    choices = task.allowed.sum(axis=1)
    return int(task.reviews.sum() - chosen.sum()), near[np.argsort(-choices[near], kind="stable")]


def _more_for_one(task: Task, short: int, near: Counts) -> Iterator[Candidate]:
    for reviewer in near[:TRIED] if short else ():
        most = np.array(task.most)
        most[reviewer] += short
        who = places("Gutachter/in", [int(reviewer)])
        yield f"{who} übernimmt bis zu {short} Gutachten mehr", replace(task, most=most)


def _more_for_all(task: Task, short: int) -> Iterator[Candidate]:
    """The least increase for everybody: between two powers of two, by halving."""
    if not short or not is_possible(replace(task, most=task.most + short)):
        return
    low, high = 0, short
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_possible(_raised(task, middle)) else (middle, high)
    yield f"alle übernehmen bis zu {high} Gutachten mehr", _raised(task, high)


def _raised(task: Task, more: int) -> Task:
    return replace(task, most=task.most + more)


def _one_more_person(task: Task, short: int) -> Iterator[Candidate]:
    if not short:
        return
    row = np.ones((1, len(task.reviews)))
    changed = replace(
        task,
        affinity=np.vstack([task.affinity, 0 * row]),
        allowed=np.vstack([task.allowed, row > 0]),
        most=np.append(task.most, short),
        least=np.append(task.least, 0),
    )
    yield f"eine weitere Person ohne Sperren übernimmt {short} Gutachten", changed


def _one_bar_less(task: Task, short: int) -> Iterator[Candidate]:
    """Lift one bar, where the application lacks people and the person has room."""
    if short != 1:
        return
    lacking = np.argsort(task.allowed.sum(axis=0) - task.reviews, kind="stable")
    bars = [(int(r), int(a)) for a in lacking for r in np.nonzero(~task.allowed[:, a])[0]]
    for reviewer, application in bars[: 2 * TRIED]:
        allowed = task.allowed.copy()
        allowed[reviewer, application] = True
        who, what = places("Gutachter/in", [reviewer]), places("Antrag", [application])
        yield f"die Sperre von {who} für {what} entfällt", replace(task, allowed=allowed)


def _fewer_reviews(task: Task, short: int) -> Iterator[Candidate]:
    lacking = np.argsort(task.allowed.sum(axis=0) - task.reviews, kind="stable")
    for application in lacking[:TRIED] if short else ():
        reviews = np.array(task.reviews)
        reviews[application] -= short
        if reviews[application] > 0:
            what = places("Antrag", [int(application)])
            left = reviews[application]
            yield f"{what} kommt mit {left} Gutachten aus", replace(task, reviews=reviews)


def _less_demanded(task: Task) -> Iterator[Candidate]:
    """Give up one person's least load, or everybody's."""
    demanding = np.nonzero(task.least)[0]
    for reviewer in demanding[:TRIED]:
        least = np.array(task.least)
        least[reviewer] = 0
        who = places("Gutachter/in", [int(reviewer)])
        yield f"die Mindestlast von {who} entfällt", replace(task, least=least)
    if demanding.size:
        least = np.zeros_like(task.least)
        yield "die Mindestlast aller entfällt", replace(task, least=least)
