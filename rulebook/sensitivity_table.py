"""Sensitivity, part 2: the points of thousands of applications as arrays of whole numbers.

With the published weights, exactly who is below a minimum and who is funded.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rulebook.numbers import exact
from rulebook.sensitivity_lines import Contender, Rules, down_to_the_line

SMALL = 2**30  # products of two numbers up to here, and twice that, fit into 64 bits
ALL = slice(None)

Numbers = NDArray[Any]  # whole numbers, also longer than 64 bits; bounds of them
Places = NDArray[np.intp]


class Table:
    """Contenders x reviews x criteria, in the unit in which all points are whole numbers."""

    def __init__(self, contenders: Sequence[Contender], rules: Rules) -> None:
        self.contenders, self.rules = contenders, rules
        self.sizes = np.array([len(one.reviews) for one in contenders], dtype=np.int_)
        places = np.arange(self.sizes.max(initial=1))
        self.given = places < self.sizes[:, None]  # where a contender has so many reviews
        codes = [one.code for one in rules.criteria]
        rows = [[points[code] for code in codes] for one in contenders for points in one.reviews]
        known = {points: exact(points) for points in {points for row in rows for points in row}}
        self.unit = _unit(known.values())
        whole = {points: int(number * self.unit) for points, number in known.items()}
        listed = _integers([[whole[points] for points in row] for row in rows], len(codes))
        self.points = np.zeros((*self.given.shape, len(codes)), dtype=listed.dtype)
        self.points[self.given] = listed
        self.barred = self._any_below(
            [2 * self.unit * exact(one.minimum) for one in rules.criteria]
        )

    def _any_below(self, minima: Sequence[Fraction]) -> NDArray[np.bool_]:
        below = np.zeros(len(self.sizes), dtype=bool)
        for column, minimum in enumerate(minima):
            if minimum:
                below |= self.twice_the_median(self.points[..., column]) < minimum
        return below

    def twice_the_median(self, values: Numbers, among: Places | slice = ALL) -> Numbers:
        """Twice the median of each contender's reviews: of whole numbers a whole number."""
        sizes, most = self.sizes[among], values.max(initial=0) + 1
        table = np.sort(np.where(self.given[among], values, most), axis=1)
        rows = np.arange(len(table))
        twice: Numbers = table[rows, (sizes - 1) // 2] + table[rows, sizes // 2]
        return twice

    def in_group(self, group: str) -> NDArray[np.bool_]:
        """Which criteria belong to the group."""
        return np.array([one.group == group for one in self.rules.criteria], dtype=bool)

    def funded(self) -> frozenset[str]:
        """Who is funded with the published weights, by the published rule."""
        rules = self.rules
        factors = [exact(one.weight) / exact(one.maximum) / self.unit for one in rules.criteria]
        unit = _unit(factors)
        worth = self.points * _integers([[int(factor * unit) for factor in factors]], len(factors))
        totals = self.twice_the_median(worth.sum(axis=2))
        groups = {
            one.group: self.twice_the_median(worth[..., self.in_group(one.group)].sum(axis=2))
            for one in rules.criteria
        }
        fundable = ~self.barred & (totals >= 2 * unit * exact(rules.funding.total))
        for group, least in rules.funding.groups.items():
            fundable &= groups[group] >= 2 * unit * exact(least)
        merits = [totals, sum((groups[group] for group in rules.ties.groups), 0 * totals)]
        merits += self._medians_of(rules.ties.criteria)
        places = np.flatnonzero(fundable).tolist()
        ranked = {self.contenders[place].key: tuple(m[place] for m in merits) for place in places}
        amounts = {one.key: exact(one.amount) for one in self.contenders}
        return down_to_the_line(ranked, amounts, exact(rules.budget))

    def _medians_of(self, codes: Sequence[str]) -> list[Numbers]:
        """Twice the points in these criteria."""
        columns = [one.code for one in self.rules.criteria]
        return [self.twice_the_median(self.points[..., columns.index(code)]) for code in codes]


def _unit(numbers: Iterable[Fraction]) -> int:
    """The number whose reciprocal is the largest unit in which all numbers are whole."""
    return lcm(*(number.denominator for number in numbers))


def _integers(rows: Sequence[Sequence[int]], columns: int) -> Numbers:
    """The rows as 64-bit integers, or as Python's own where their sums would not fit."""
    small = columns * max((value for row in rows for value in row), default=0) < SMALL
    return np.array(rows, dtype=np.int_ if small else object).reshape(len(rows), columns)
