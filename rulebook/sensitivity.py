"""Sensitivity: how far may a criterion's weight move until other applications are funded?

One weight moves, the others shrink or grow in proportion, so that their sum and with it every line
of the call keep their meaning. Then each total is a straight line in that weight (of several
reviews the mean of two or the median, so piecewise straight), and the funded set can only change
where two such lines cross or one crosses a line of fundability. From the published weight outwards
the first such place is found that changes the set, exactly, as a fraction.

There are as many crossings as pairs of applications. So a stretch of weights is first asked who can
come near the line on it at all; as long as these are many it is halved, and only the few are
compared pair by pair. The work grows with the applications, not with their square.

Source: the published rules of scoring and ranking; Butler, Jia and Dyer, Simulation techniques for
the sensitivity analysis of multi-criteria decision models, EJOR 103 (1997), for the question;
Land and Doig, Econometrica 28 (1960), for halving by bounds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from rulebook.numbers import Number, exact, exact_from_zero
from rulebook.scoring import Criterion, total_score
from rulebook.sensitivity_lines import Contender, Moving, Rules, TieRule
from rulebook.sensitivity_reach import Reach
from rulebook.sensitivity_table import Table

__all__ = [
    "Contender",
    "Rules",
    "TieRule",
    "WeightInterval",
    "funded_with",
    "weight_intervals",
]

FEW = 12  # contenders compared pair by pair
FINEST = Fraction(1, 2**30)  # of all weights: who is still near each other on this is tied


@dataclass(frozen=True)
class WeightInterval:
    """From `low` to `high` the funded set stays; a bound belongs to it or the set changes there."""

    weight: Fraction
    low: Fraction
    high: Fraction
    low_included: bool
    high_included: bool


def weight_intervals(contenders: Sequence[Contender], rules: Rules) -> dict[str, WeightInterval]:
    """Return, for each criterion, the exact interval of its weight that funds the same set.

    Two applications, money for one. B overtakes A as soon as I1 counts more than half:

    >>> from rulebook.scoring import FundingRule
    >>> criteria = [Criterion("I1", 40, "I"), Criterion("N1", 60, "N")]
    >>> a = Contender("A", ({"I1": 4, "N1": 5},), 100)
    >>> b = Contender("B", ({"I1": 5, "N1": 4},), 100)
    >>> found = weight_intervals([a, b], Rules(criteria, FundingRule(total=60), budget=100))
    >>> [(code, str(each.low), str(each.high), each.high_included) for code, each in found.items()]
    [('I1', '0', '50', False), ('N1', '50', '100', True)]
    """
    _check(contenders, rules)
    search = _Search(contenders, rules)
    return {criterion.code: search.interval(criterion) for criterion in rules.criteria}


def _check(contenders: Sequence[Contender], rules: Rules) -> None:
    """Refuse what cannot be scored; points that were right once need no second look."""
    exact_from_zero(rules.budget, "the budget")
    right: set[tuple[str, type, Number]] = set()
    for contender in contenders:
        exact_from_zero(contender.amount, f"the amount of {contender.key}")
        if not contender.reviews:
            raise ValueError(f"{contender.key} has no review")
        for points in contender.reviews:
            given = {(code, type(value), value) for code, value in points.items()}
            if len(points) != len(rules.criteria) or not given <= right:
                total_score(points, rules.criteria)
                right |= given


def funded_with(
    contenders: Sequence[Contender], rules: Rules, code: str, weight: Number | Fraction
) -> frozenset[str]:
    """Return who is funded when the criterion has this weight and the others share the rest."""
    criterion = next(one for one in rules.criteria if one.code == code)
    moving = Moving(contenders, rules, criterion, exact(rules.budget))
    return moving.funded(Fraction(weight))


class _Search:
    """From the published weights outwards, one criterion after the other."""

    def __init__(self, contenders: Sequence[Contender], rules: Rules) -> None:
        self.contenders, self.rules = contenders, rules
        self.whole = sum((exact(one.weight) for one in rules.criteria), Fraction(0))
        table = Table(contenders, rules)
        self.funded = table.funded()
        spent = (exact(one.amount) for one in contenders if one.key in self.funded)
        self.left = exact(rules.budget) - sum(spent)
        self.reach = Reach(table, self.funded)

    def interval(self, criterion: Criterion) -> WeightInterval:
        weight = exact(criterion.weight)
        if weight == self.whole:  # there is nothing else to weigh
            return WeightInterval(weight, weight, weight, True, True)
        low, low_included = self._first_change(criterion, Fraction(0))
        high, high_included = self._first_change(criterion, self.whole)
        return WeightInterval(weight, low, high, low_included, high_included)

    def _first_change(self, criterion: Criterion, end: Fraction) -> tuple[Fraction, bool]:
        """The first place between the published weight and the end that changes the set."""
        ahead = [(exact(criterion.weight), end, np.arange(len(self.contenders)))]
        while ahead:
            start, stop, among = ahead.pop()
            near = self.reach.between(criterion, start, stop, among)
            if len(near) > FEW and abs(stop - start) > FINEST * self.whole:
                middle = (start + stop) / 2
                ahead += [(middle, stop, near), (start, middle, near)]
                continue
            bound = self._walk(criterion, [self.contenders[place] for place in near], start, stop)
            if bound != (stop, True):
                return bound
        return end, True

    def _walk(
        self, criterion: Criterion, near: Sequence[Contender], start: Fraction, stop: Fraction
    ) -> tuple[Fraction, bool]:
        """Between two places of change the set is the same, so one look in the middle tells.

        Those who are funded whatever happens on this stretch have had their money already.
        """
        funded = self.funded.intersection(one.key for one in near)
        spent = (exact(one.amount) for one in near if one.key in funded)
        moving = Moving(near, self.rules, criterion, sum(spent, self.left))
        before, included = start, True
        low, high = sorted((start, stop))
        places = {place for place in moving.places_of_change(funded) if low <= place <= high}
        for place in sorted(places - {start} | {stop}, key=lambda place: abs(place - start)):
            if moving.funded((before + place) / 2) != funded:
                return before, included
            if moving.funded(place) != funded:
                return place, False
            before, included = place, True
        return before, included
