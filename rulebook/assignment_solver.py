"""Assignment, part 2: the largest total affinity, exactly, also under floors and group rules.

Without a floor this is a transportation problem, whose linear programme has whole-numbered corners
(Dantzig 1951), so the simplex method alone solves it. The programme starts with the few pairs that
look good and takes in others only where their prices promise a gain (column generation, Dantzig
and Wolfe 1960): 600,000 pairs need some 30,000. A floor under the totals, or rules on groups of
reviewers, spoil the corners. Then branch and bound decides among the pairs whose loss in the linear
programme is small; if the best of those loses no more than the margin, no pair left out can beat
it (reduced-cost fixing), else the margin grows.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, linprog, milp
from scipy.sparse import csr_array, vstack

from rulebook.assignment_task import Counts, Infeasible, Mask, Table, Task

PROMISING = 1e-11  # a gain below this, of affinities up to 1, is rounding
WHOLE = 1e-6
Whole = NDArray[np.int_]
TIGHT = {"dual_feasibility_tolerance": 1e-10, "primal_feasibility_tolerance": 1e-9}
FIRST_MARGIN = 0.05
TOGETHER = "Vorgaben: Sie lassen sich zusammen nicht einhalten."
EXTRA = 8  # pairs to start with beyond the number asked for


@dataclass(frozen=True)
class Relaxed:
    """The linear programme's answer: its value, shares of pairs, and each pair's gain per share."""

    value: float
    shares: Table
    gain: Table


@dataclass(frozen=True)
class Programme:
    """One variable per pair, one column for each; the last variable is the floor."""

    affinity: Table
    reviews: csr_array  # of each application
    loads: csr_array  # of each reviewer
    floors: csr_array  # the floor less the application's total: may not exceed 0
    groups: csr_array  # reviews by each group


class Solver:
    """Holds the task in affinities up to 1 and the pairs taken into use so far."""

    def __init__(self, task: Task, possible: Mask) -> None:
        self.task = task
        self.scale = float(task.affinity.max(initial=0)) or 1.0
        self.affinity = task.affinity / self.scale
        self.used = possible | ((self._good_pairs() | self._members(EXTRA)) & task.allowed)
        most = [np.inf if group.most is None else group.most for group in task.groups]
        self.group_most = np.array(most, dtype=np.float64)
        self.group_least = np.array([group.least for group in task.groups], dtype=np.float64)

    def _good_pairs(self) -> Mask:
        good = np.zeros(self.affinity.shape, dtype=np.bool_)
        liking = np.where(self.task.allowed, self.affinity, -1)
        per_application = int(self.task.reviews.max(initial=0)) + EXTRA
        per_reviewer = int(self.task.least.max(initial=0)) + EXTRA
        np.put_along_axis(good, np.argsort(-liking, axis=0)[:per_application], True, axis=0)
        np.put_along_axis(good, np.argsort(-liking, axis=1)[:, :per_reviewer], True, axis=1)
        return good

    def highest_floor(self) -> float:
        """The highest floor with shares of pairs: no whole assignment has a better worst total."""
        return self.relax(None).value

    def worst(self, chosen: Whole) -> float:
        """The smallest total of an application that asks for reviews."""
        totals = (chosen * self.affinity).sum(axis=0)
        return float(totals[self.task.reviews > 0].min())

    def reach(self, floor: float) -> Whole | None:
        """Some assignment with every wanted total at the floor, None when there is none."""
        return self._search(floor, any_will_do=True)

    def largest(self, floor: float = 0.0) -> Whole:
        """The assignment with the largest total among those that reach the floor."""
        chosen = self._search(floor, any_will_do=False)
        if chosen is None:
            raise Infeasible([TOGETHER])
        return chosen

    def _search(self, floor: float, any_will_do: bool) -> Whole | None:
        relaxed = self.relax(floor)
        if np.abs(relaxed.shares - np.rint(relaxed.shares)).max() < WHOLE:
            return np.rint(relaxed.shares).astype(np.int_)
        margin = FIRST_MARGIN
        while True:
            kept = self.task.allowed & (relaxed.gain >= -margin)
            chosen = self._branch(kept, floor, any_will_do)
            if chosen is not None:
                loss = relaxed.value - float((chosen * self.affinity).sum())
                if any_will_do or loss <= margin:
                    return chosen
                margin = loss + WHOLE
            elif kept.sum() == self.task.allowed.sum():
                return None
            else:
                margin *= 4

    def relax(self, floor: float | None) -> Relaxed:
        """Solve the linear programme over all pairs; without a floor, raise the floor itself."""
        while True:
            relaxed = self._relax_used(floor)
            if relaxed is None:
                self._use_more_pairs()
                continue
            promising = (relaxed.gain > PROMISING) & ~self.used & self.task.allowed
            if not promising.any():
                return relaxed
            self.used |= self._most_promising(relaxed.gain, promising)

    def _use_more_pairs(self) -> None:
        """The pairs in use cannot keep the group rules: perhaps all of the groups can, or all."""
        members = self.task.allowed & self._members(len(self.affinity))
        wider = self.task.allowed if (members <= self.used).all() else self.used | members
        if (wider <= self.used).all():
            raise Infeasible([TOGETHER])
        self.used = wider.copy()

    def _members(self, count: int) -> Mask:
        """The best `count` members of every group of which some are needed."""
        mask = np.zeros(self.affinity.shape, dtype=np.bool_)
        liking = np.where(self.task.allowed, self.affinity, -1)
        for group in self.task.groups:
            if group.least:
                rows = np.array(sorted(group.reviewers), dtype=np.int_)
                best = np.argsort(-liking[rows, group.application], kind="stable")[:count]
                mask[rows[best], group.application] = True
        return mask

    def _most_promising(self, gain: Table, promising: Mask) -> Mask:
        """All of them when they are few, else the best of each row and column."""
        if promising.sum() <= 5 * sum(gain.shape):
            return promising
        order = np.where(promising, -gain, np.inf)
        best = np.zeros_like(promising)
        np.put_along_axis(best, np.argsort(order, axis=0)[:EXTRA], True, axis=0)
        np.put_along_axis(best, np.argsort(order, axis=1)[:, :EXTRA], True, axis=1)
        return best & promising

    def _relax_used(self, floor: float | None) -> Relaxed | None:
        """The linear programme over the pairs in use; its prices tell every pair's gain."""
        task, programme, bound = self.task, self.programme(self.used), self.task.least > 0
        counted = 0.0 if floor is None else 1.0
        floors = (-np.inf, np.inf) if floor is None else (floor, floor)
        above, below = np.isfinite(self.group_most), self.group_least > 0
        rows = [programme.loads, programme.floors, -programme.loads[bound]]
        room = [task.most, np.zeros(len(task.reviews)), -task.least[bound]]
        rows += [programme.groups[above], -programme.groups[below]]
        room += [self.group_most[above], -self.group_least[below]]
        answer = linprog(
            -np.append(counted * programme.affinity, 1 - counted),
            A_ub=vstack(rows),
            b_ub=np.concatenate(room),
            A_eq=programme.reviews,
            b_eq=task.reviews,
            bounds=np.array([(0, 1)] * len(programme.affinity) + [floors]),
            method="highs-ds",
            options=TIGHT,
        )
        if answer.status == 2 and task.groups:
            return None
        if answer.status != 0:
            raise RuntimeError(f"the linear programme was not solved: {answer.message}")
        return self._priced(answer, counted)

    def _priced(self, answer: OptimizeResult, counted: float) -> Relaxed:
        """What one share of each pair would gain: its worth less the prices of its two places."""
        bound, above = self.task.least > 0, np.isfinite(self.group_most)
        sizes = [len(bound), len(self.task.reviews), bound.sum(), above.sum()]
        prices = np.split(-answer.ineqlin.marginals, np.cumsum(sizes))
        load_price, floor_price = prices[0], prices[1]
        load_price[bound] -= prices[2]
        worth = self.affinity * (counted + floor_price)
        gain = worth + answer.eqlin.marginals - load_price[:, None]
        group_price = np.zeros(len(above))
        group_price[above] = prices[3]
        group_price[self.group_least > 0] -= prices[4]
        for group, price in zip(self.task.groups, group_price, strict=True):
            gain[list(group.reviewers), group.application] -= price
        return Relaxed(-answer.fun, self._spread(self.used, answer.x), gain)

    def _branch(self, kept: Mask, floor: float, any_will_do: bool) -> Whole | None:
        """Branch and bound among the pairs kept."""
        task, programme = self.task, self.programme(kept)
        pairs = len(programme.affinity)
        answer = milp(
            -np.append(programme.affinity, 0),
            integrality=np.append(np.ones(pairs), 0),
            bounds=Bounds(np.append(np.zeros(pairs), floor), np.append(np.ones(pairs), floor)),
            constraints=[
                LinearConstraint(programme.reviews, task.reviews, task.reviews),
                LinearConstraint(programme.loads, task.least, task.most),
                LinearConstraint(programme.floors, -np.inf, 0),
                LinearConstraint(programme.groups, self.group_least, self.group_most),
            ],
            options={"mip_rel_gap": np.inf if any_will_do else 0},
        )
        if answer.status not in (0, 2):
            raise RuntimeError(f"the whole-numbered programme was not solved: {answer.message}")
        if answer.x is None:
            return None
        return np.rint(self._spread(kept, answer.x)).astype(np.int_)

    def programme(self, kept: Mask) -> Programme:
        """The rows of the programme for the pairs kept, reviewer by reviewer."""
        reviewer, application = np.nonzero(kept)
        affinity, pairs = self.affinity[kept], np.arange(len(reviewer))
        wanted = np.nonzero(self.task.reviews)[0]  # who asks for no review needs no floor

        def rows(values: Table, places: Counts, variables: Counts, count: int) -> csr_array:
            return csr_array((values, (places, variables)), shape=(count, len(pairs) + 1))

        ones, (reviewers, applications) = np.ones(len(pairs)), kept.shape
        floor = rows(np.ones(len(wanted)), wanted, np.full(len(wanted), len(pairs)), applications)
        return Programme(
            affinity,
            rows(ones, application, pairs, applications),
            rows(ones, reviewer, pairs, reviewers),
            floor - rows(affinity, application, pairs, applications),
            self._group_rows(kept, pairs),
        )

    def _group_rows(self, kept: Mask, pairs: Counts) -> csr_array:
        """One row for each group: its pairs among those kept."""
        variable = np.full(kept.shape, -1)
        variable[kept] = pairs
        members = [
            variable[sorted(group.reviewers), group.application] for group in self.task.groups
        ]
        columns = [each[each >= 0] for each in members]
        places = np.repeat(np.arange(len(columns)), [len(each) for each in columns])
        flat = np.concatenate(columns) if columns else np.zeros(0, dtype=np.int_)
        shape = (len(columns), len(pairs) + 1)
        return csr_array((np.ones(len(flat)), (places, flat)), shape=shape)

    def _spread(self, kept: Mask, values: Table) -> Table:
        """The values of the pairs kept, back in the table of all pairs."""
        table = np.zeros(kept.shape)
        table[kept] = values[:-1]
        return table
