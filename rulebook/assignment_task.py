"""Assignment, part 1: what is asked for, and in plain words why it may be impossible.

Reviews flow through a network: source -> application (its number of reviews) -> reviewer (at most
one review, none where forbidden) -> target (the least load), or -> further loads -> target (what
may come on top). Everything asked for is possible exactly when the largest flow fills all reviews;
where it does not, a smallest cut shows the bottleneck (Ford and Fulkerson 1956; Gale 1957).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from rulebook.arrays import as_floats

Table = NDArray[np.float64]
Counts = NDArray[np.int_]
Mask = NDArray[np.bool_]

SOURCE, TARGET, FURTHER = 0, 1, 2  # the first three nodes; reviewers and applications follow
NAMED = 10  # so many places a sentence names before it only counts the rest
HUGE = 10**6  # no larger number of reviews can matter


class Infeasible(ValueError):
    """No assignment obeys the rules; the reasons say in German which, where and by how much."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Group:
    """Of these reviewers (rows), at least `least` and at most `most` judge the application."""

    application: int
    reviewers: frozenset[int]
    least: int = 0
    most: int | None = None


@dataclass(frozen=True)
class Task:
    """Who suits whom (reviewers x applications, forbidden pairs masked) and what is asked for."""

    affinity: Table
    allowed: Mask
    reviews: Counts
    most: Counts
    least: Counts
    groups: tuple[Group, ...] = ()


def read_task(
    affinity: ArrayLike, reviews: ArrayLike, max_load: ArrayLike, min_load: ArrayLike
) -> Task:
    """Check what was asked for and copy it; refuse what is no table or no count."""
    table = as_floats(affinity, "the affinity").copy()
    if table.ndim != 2:
        raise ValueError("the affinity must be a table of reviewers x applications")
    if np.isnan(table).any() or (table == np.inf).any():
        raise ValueError("every affinity must be a finite number; forbidden is any negative one")
    allowed = table >= 0
    table[~allowed] = 0
    reviewers, applications = table.shape
    return Task(
        table,
        allowed,
        _counts(reviews, applications, "reviews_per_application"),
        _counts(max_load, reviewers, "max_load"),
        _counts(min_load, reviewers, "min_load"),
    )


def _counts(given: ArrayLike, size: int, name: str) -> Counts:
    """One whole number for each place; a single number stands for all."""
    numbers = np.asarray(given)
    if numbers.dtype.kind not in "iuf":
        raise TypeError(f"{name} must be whole numbers, not {numbers.dtype}")
    if numbers.shape not in ((), (size,)):
        raise ValueError(f"{name} must be one number or {size}, not of shape {numbers.shape}")
    if not (np.isfinite(numbers) & (numbers >= 0) & (numbers == np.floor(numbers))).all():
        raise ValueError(f"{name} must be whole numbers from 0")
    return np.broadcast_to(np.minimum(numbers, HUGE).astype(np.int_), (size,))


def possible(task: Task) -> Mask:
    """Some assignment that obeys all rules, or `Infeasible` with every reason."""
    reasons = simple_shortages(task)
    if not reasons:
        chosen, reached = largest_flow(task)
        if chosen.sum() == task.reviews.sum():
            return chosen
        reasons = [_bottleneck(task, reached)]
    raise Infeasible(reasons)


def largest_flow(task: Task) -> tuple[Mask, Mask]:
    """The pairs that the largest flow uses, and the nodes it can still reach from the source."""
    reviewers, applications = task.affinity.shape
    last = 3 + reviewers
    reviewer, application = np.nonzero(task.allowed)
    at_reviewer = np.arange(3, last)
    most = np.minimum(task.most, applications)
    arcs = [
        (np.full(applications, SOURCE), last + np.arange(applications), task.reviews),
        (last + application, 3 + reviewer, np.ones(len(reviewer), dtype=np.int_)),
        (at_reviewer, np.full(reviewers, TARGET), task.least),
        (at_reviewer, np.full(reviewers, FURTHER), most - task.least),
        (np.array([FURTHER]), np.array([TARGET]), [task.reviews.sum() - task.least.sum()]),
    ]
    start, end, capacity = (np.concatenate(part) for part in zip(*arcs, strict=True))
    size = last + applications
    network = csr_array((capacity.astype(np.int32), (start, end)), shape=(size, size))
    flow = csr_array(maximum_flow(network, SOURCE, TARGET).flow)
    left = csr_array(network - flow)
    left.eliminate_zeros()
    reached = np.zeros(size, dtype=np.bool_)
    reached[breadth_first_order(left, SOURCE, return_predecessors=False)] = True
    return (flow[last:, 3:last].toarray() > 0).T, reached


def simple_shortages(task: Task) -> list[str]:
    """Rules that already fail at one place or in the sum."""
    offered, choices = task.allowed.sum(axis=0), task.allowed.sum(axis=1)
    reasons = [
        f"Sperren: {places('Antrag', [a])} braucht {wanted} Gutachten, nicht gesperrte "
        f"Gutachtende: nur {offered[a]} – {shortage_in_words(wanted - offered[a])}."
        for a, wanted in enumerate(task.reviews)
        if wanted > offered[a]
    ]
    for r, least in enumerate(task.least):
        who = f"{places('Gutachter/in', [r])} soll mindestens {least} Gutachten übernehmen"
        if least > task.most[r]:
            reasons.append(
                f"Höchstlast: {who}, erlaubt sind höchstens {task.most[r]} – "
                f"{shortage_in_words(least - task.most[r])}."
            )
        if least > choices[r]:
            reasons.append(
                f"Mindestlast: {who}, nicht gesperrte Anträge: nur {choices[r]} – "
                f"{shortage_in_words(least - choices[r])}."
            )
    return reasons + _short_in_sum(task)


def _short_in_sum(task: Task) -> list[str]:
    needed, most, least = (int(n.sum()) for n in (task.reviews, task.most, task.least))
    reasons = []
    if needed > most:
        reasons.append(
            f"Höchstlast: Gebraucht werden {needed} Gutachten, alle Gutachtenden zusammen "
            f"dürfen höchstens {most} übernehmen – {shortage_in_words(needed - most)}."
        )
    if needed < least:
        reasons.append(
            f"Mindestlast: Alle Gutachtenden zusammen sollen mindestens {least} Gutachten "
            f"übernehmen, gebraucht werden nur {needed} – {shortage_in_words(least - needed)}."
        )
    return reasons


def _bottleneck(task: Task, reached: Mask) -> str:
    """The smallest cut in words: a group that asks for more than its neighbours can give."""
    last = 3 + len(task.least)
    reviewers, applications = reached[3:last], reached[last:]
    if reached[FURTHER]:  # the least loads of the reviewers beyond the cut cannot be filled
        demand = int(task.least[~reviewers].sum())
        supply = int(task.reviews[~applications].sum())
        supply += int(task.allowed[np.ix_(~reviewers, applications)].sum())
        who = places("Gutachter/in", np.nonzero(~reviewers)[0])
        return (
            f"Mindestlast: {who} – zusammen verlangt sind mindestens {demand} Gutachten, wegen "
            f"der Sperren möglich sind höchstens {supply} – {shortage_in_words(demand - supply)}."
        )
    demand = int(task.reviews[applications].sum())
    supply = int(task.most[reviewers].sum())
    supply += int(task.allowed[np.ix_(~reviewers, applications)].sum())
    return (
        f"Höchstlast: {places('Antrag', np.nonzero(applications)[0])} – gebraucht werden "
        f"{demand} Gutachten, wegen der Sperren und der Höchstlast von "
        f"{places('Gutachter/in', np.nonzero(reviewers)[0])} möglich sind höchstens {supply} – "
        f"{shortage_in_words(demand - supply)}."
    )


def places(kind: str, indices: Counts | list[int]) -> str:
    """Places counted from 1 as people do, with the table's own index in brackets."""
    named = [int(index) for index in indices[:NAMED]]
    more = f" und {len(indices) - NAMED} weitere" if len(indices) > NAMED else ""
    numbers = ", ".join(str(index + 1) for index in named)
    return f"{kind} {numbers}{more} (Index {', '.join(map(str, named))}{' …' if more else ''})"


def shortage_in_words(number: int) -> str:
    return "es fehlt 1" if number == 1 else f"es fehlen {number}"
