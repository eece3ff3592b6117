"""Portfolio, part 2: all choices of projects that lie near the one that only follows prices.

With a price per unit of each limit, every choice x of projects has

    value(x) = bound - losses of the projects decided against their price - prices x room left over,

and nothing in it is negative (Lagrange; Geoffrion, Mathematical Programming Study 2 (1974)). So a
walk outward from the choice that only follows prices keeps every partial decision whose losses
stay below a radius and that can still keep all limits, projects with large losses first. What ends
within the radius is all there is, unless too much had to be kept and some was dropped.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
Amounts = NDArray[Any]  # whole numbers: of 64 bits, or Python's own where these are too few
Mask = NDArray[np.bool_]

MOST_NUMBERS = 4_000_000  # losses and room kept in memory at once


@dataclass(frozen=True)
class Problem:
    """Choose projects (columns) for the largest value with rows @ chosen <= room."""

    values: Values
    rows: Amounts
    room: Amounts
    unit: float  # two different totals differ at least by this

    def decided(self, which: Mask, taken: Mask) -> "Problem":
        """The problem of all others once these projects are decided."""
        used = self.rows[:, which & taken].sum(axis=1)
        return Problem(
            self.values[~which],
            self.rows[:, ~which],
            self.room - used.astype(self.room.dtype),
            self.unit,
        )


@dataclass(frozen=True)
class Priced:
    """What follows from prices: the choice, the loss of deciding otherwise, the largest value."""

    follows: Mask
    losses: Values
    prices: Values
    farthest: float

    def distance(self, problem: Problem, chosen: Mask) -> float:
        """How far the value of a choice lies below the bound."""
        left = (problem.room - problem.rows[:, chosen].sum(axis=1)).astype(np.float64)
        return float(self.losses[chosen != self.follows].sum() + self.prices @ left)


@dataclass(frozen=True)
class Walk:
    """The best choice found, its distance from the bound, and whether nothing was dropped."""

    chosen: Mask | None
    distance: float
    complete: bool


@dataclass(frozen=True)
class Uses:
    """What deciding otherwise does to each row, step by step."""

    changes: Amounts  # rows x steps
    room: Amounts
    prices: Values
    more: Amounts  # steps x rows: the most that later steps may still use
    less: Amounts  # the least, below 0 where they may give room back
    opened: list[list[int]]  # rows used for the first time at each step
    closed: list[list[int]]  # and for the last time


@dataclass(frozen=True)
class Path:
    """The order in which a walk decides projects, with the losses of deciding otherwise."""

    order: NDArray[np.int_]
    losses: Values
    uses: Uses
    radius: float
    unavoidable: float  # price of room that no project near can use


class Frontier:
    """Partial decisions side by side, one place in every array for each.

    Room is kept only for rows that a decided project has used and a later one still may. Before,
    it is the same for all; after, what is left over has its price and counts as a loss.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.losses: Values = np.full(1, path.unavoidable)
        self.room: dict[int, Amounts] = {}
        self.origins: list[NDArray[np.int32]] = []

    def branch(self, step: int) -> None:
        """Decide one more project, both ways; a negative origin ~i is i decided otherwise."""
        path, uses, here = self.path, self.path.uses, len(self.losses)
        near = np.nonzero(self.losses + path.losses[step] <= path.radius)[0]
        for row in uses.opened[step]:
            self.room[row] = np.full(here, uses.room[row], dtype=uses.room.dtype)
        for row, left in self.room.items():
            used = uses.changes[row, step]
            self.room[row] = np.concatenate([left, left[near] - used if used else left[near]])
        origins = np.concatenate([np.arange(here), ~near])
        self.origins.append(origins.astype(np.int32))
        self.losses = np.concatenate([self.losses, self.losses[near] + path.losses[step]])

    def prune(self, step: int, width: int) -> bool:
        """Keep what may still end within limits and radius, at most `width`; True if all of it."""
        uses = self.path.uses
        more, less = uses.more[step], uses.less[step]
        distances, possible = self.losses.copy(), np.ones(len(self.losses), dtype=np.bool_)
        for row, left in self.room.items():
            possible &= left >= less[row]
            if uses.prices[row]:
                unused = np.maximum(left - more[row], 0).astype(np.float64)
                distances += unused * uses.prices[row]
        possible &= distances <= self.path.radius
        kept = np.nonzero(possible)[0]
        width = min(width, MOST_NUMBERS // (1 + len(self.room)))
        complete = len(kept) <= width
        if not complete:
            kept = kept[np.argpartition(distances[kept], width)[:width]]
        self._keep(kept)
        for row in uses.closed[step]:
            self.losses = self.losses + self.room.pop(row).astype(np.float64) * uses.prices[row]
        return complete

    def _keep(self, which: NDArray[np.int_]) -> None:
        self.losses = self.losses[which]
        self.origins[-1] = self.origins[-1][which]
        self.room = {row: left[which] for row, left in self.room.items()}

    def nearest(self) -> tuple[list[int], float]:
        """The steps at which the best decision left the prices, and its distance."""
        decision = int(self.losses.argmin())
        distance, steps = float(self.losses[decision]), []
        for step in reversed(range(len(self.origins))):
            decision = int(self.origins[step][decision])
            if decision < 0:
                steps.append(step)
                decision = ~decision
        return steps, distance


def walk(problem: Problem, priced: Priced, radius: float, width: int, whole: bool = False) -> Walk:
    """All choices within the radius, or the more promising ones where they are too many.

    Where the `whole` of them is wanted, the walk ends as soon as one would have to be dropped.
    """
    path = _path(problem, priced, radius)
    if path is None:
        return Walk(None, np.inf, True)
    frontier, complete = Frontier(path), True
    for step in range(len(path.order)):
        frontier.branch(step)
        complete &= frontier.prune(step, width)
        if not frontier.losses.size or (whole and not complete):
            return Walk(None, np.inf, complete)
    steps, distance = frontier.nearest()
    chosen = priced.follows.copy()
    chosen[path.order[steps]] ^= True
    return Walk(chosen, distance, complete)


def _path(problem: Problem, priced: Priced, radius: float) -> Path | None:
    """The steps of a walk; None where a limit is broken and nothing near could mend it."""
    near = np.nonzero(priced.losses <= radius)[0]
    order = near[np.argsort(-priced.losses[near], kind="stable")]
    changes = problem.rows[:, order] * np.where(priced.follows[order], -1, 1)
    room = problem.room - problem.rows[:, priced.follows].sum(axis=1)
    matters = (room < np.maximum(changes, 0).sum(axis=1)) | (priced.prices > 0)
    touched = (changes != 0).any(axis=1)
    still, kept = matters & ~touched, matters & touched
    unavoidable = float(room[still].astype(np.float64) @ priced.prices[still])
    if (room[still] < 0).any() or unavoidable > radius:
        return None
    used = changes[kept]
    tails = _left_to_come(np.maximum(used, 0)), _left_to_come(np.minimum(used, 0))
    uses = Uses(used, room[kept], priced.prices[kept], *tails, *_first_and_last(used))
    return Path(order, priced.losses[order], uses, radius, unavoidable)


def _left_to_come(changes: Amounts) -> Amounts:
    """For each step, the sum of the changes of all later steps."""
    return changes.sum(axis=1) - np.cumsum(changes, axis=1).T


def _first_and_last(changes: Amounts) -> tuple[list[list[int]], list[list[int]]]:
    """For each step, the rows that are used for the first and for the last time."""
    steps = changes.shape[1]
    opened: list[list[int]] = [[] for _ in range(steps)]
    closed: list[list[int]] = [[] for _ in range(steps)]
    for row, used in enumerate(changes != 0):
        at = np.nonzero(used)[0]
        opened[at[0]].append(row)
        closed[at[-1]].append(row)
    return opened, closed
