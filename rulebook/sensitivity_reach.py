"""Sensitivity, part 3: who can come near the line while a weight moves between two places.

Each review's total is a straight line in the weight, so between two places it stays between its
two ends; and a median of values between bounds lies between the medians of the bounds. That gives
every application a least and a largest total in a few array operations. Who is funded and always
above all the others, or is not funded and always below somebody who is not funded either, changes
nothing. Bounds are floats and widened by far more than their error, so nobody is missed.
"""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from rulebook.numbers import exact
from rulebook.scoring import Criterion
from rulebook.sensitivity_table import Table

Values = NDArray[np.float64]
Some = NDArray[np.bool_]
Places = NDArray[np.intp]
Bounds = tuple[Values, Values]
MARGIN = 1e-9  # of the sum of all weights; rounding errors are a thousandth of it


class Reach:
    """All contenders, and who of them is funded with the published weights."""

    def __init__(self, table: Table, funded: frozenset[str]) -> None:
        self.table, self.criteria = table, table.rules.criteria
        self.funded = np.array([one.key in funded for one in table.contenders], dtype=bool)
        self.weights = np.array([float(one.weight) for one in self.criteria])
        maxima = np.array([float(one.maximum) for one in self.criteria])
        self.shares = table.points.astype(np.float64) / table.unit / maxima
        self.whole = self.weights.sum()
        self.margin = MARGIN * self.whole

    def between(
        self, criterion: Criterion, one: Fraction, other: Fraction, among: Places
    ) -> Places:
        """Which of these contenders may decide whether the set stays between two weights.

        Who was passed over on a longer stretch need not be among them again.
        """
        ends = [self._weights(criterion, float(weight)) for weight in (one, other)]
        low, high = self._bounds(ends, np.ones(len(self.weights), dtype=bool), among)
        always, ever = self._fundable(ends, (low, high), among)
        funded = self.funded[among]
        out = ~funded & ever
        highest = high[out].max(initial=-np.inf)
        lowest = low[funded].min(initial=np.inf)
        first_outside = low[out & always].max(initial=-np.inf)
        near = np.where(
            funded, (low <= highest) | ~always, out & (high >= min(lowest, first_outside))
        )
        return among[near]

    def _weights(self, criterion: Criterion, weight: float) -> Values:
        """All weights when this one is moved and the others keep their proportions."""
        moved = self.weights * (self.whole - weight) / (self.whole - float(criterion.weight))
        place = [one.code for one in self.criteria].index(criterion.code)
        moved[place] = weight
        return moved

    def _bounds(self, ends: Sequence[Values], counting: Some, among: Places) -> Bounds:
        """Least and largest sum over these criteria between both ends."""
        shares = self.shares[among][..., counting]
        sums = [shares @ weights[counting] for weights in ends]
        low = self.table.twice_the_median(np.minimum(*sums), among) / 2
        high = self.table.twice_the_median(np.maximum(*sums), among) / 2
        return low - self.margin, high + self.margin

    def _fundable(self, ends: Sequence[Values], totals: Bounds, among: Places) -> tuple[Some, Some]:
        """Who reaches every line of fundability all the way, and who may somewhere."""
        rule, allowed = self.table.rules.funding, ~self.table.barred[among]
        least = float(exact(rule.total))
        always, ever = allowed & (totals[0] >= least), allowed & (totals[1] >= least)
        for group, line in rule.groups.items():
            if line:
                low, high = self._bounds(ends, self.table.in_group(group), among)
                always, ever = always & (low >= float(line)), ever & (high >= float(line))
        return always, ever
