"""Scoring: from the points of one review to a total, and whether it is fundable.

Source: the programme's published scoring model. Every criterion has a weight, its points count
as a part of the maximum, so that a total reaches the sum of the weights (100). Scores are exact
and never rounded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from statistics import median

from rulebook.numbers import Number, as_decimal, exact, exact_from_zero


@dataclass(frozen=True)
class Criterion:
    """One yardstick: ``weight`` is what it adds to the total when the maximum is reached.

    ``minimum`` is the least number of points (0 to ``maximum``) that is still fundable.
    """

    code: str
    weight: Number
    group: str
    minimum: Number = 0
    maximum: Number = 5

    def __post_init__(self) -> None:
        exact_from_zero(self.weight, f"the weight of {self.code}")
        maximum = exact(self.maximum, f"the maximum of {self.code}")
        if maximum <= 0:
            raise ValueError(f"the maximum of {self.code} must be above zero")
        if not 0 <= exact(self.minimum, f"the minimum of {self.code}") <= maximum:
            raise ValueError(f"the minimum of {self.code} must lie between 0 and {self.maximum}")

    @cached_property
    def worth(self) -> Fraction:
        """What one point adds to the total."""
        return exact(self.weight) / exact(self.maximum)


@dataclass(frozen=True)
class FundingRule:
    """The line of fundability: least total, and least subtotal by group."""

    total: Number = 60
    groups: Mapping[str, Number] = field(default_factory=dict)


@dataclass(frozen=True)
class DivergenceRule:
    """When two reviews are so far apart that a talk or a third review is needed."""

    criteria: Sequence[Criterion]
    funding: FundingRule
    total_gap: Number = 15
    criterion_gap: Number = 2


def total_score(scores: Mapping[str, Number], criteria: Sequence[Criterion]) -> Decimal:
    """Return the sum of weight x score / maximum over all criteria.

    >>> criteria = [Criterion("I1", 15, "I", minimum=3), Criterion("N1", 15, "N")]
    >>> total_score({"I1": 4, "N1": Decimal("2.5")}, criteria)
    Decimal('19.5')
    >>> total_score({"I1": 6, "N1": 3}, criteria)
    Traceback (most recent call last):
    ValueError: the score of I1 must lie between 0 and 5, but is 6
    """
    return as_decimal(_total(_points_by_group(scores, criteria)))


def subtotals(scores: Mapping[str, Number], criteria: Sequence[Criterion]) -> dict[str, Decimal]:
    """Return the part of the total in each group, in the order of the criteria.

    >>> criteria = [Criterion("I1", 15, "I"), Criterion("N1", 15, "N"), Criterion("I2", 8, "I")]
    >>> subtotals({"I1": 4, "N1": 5, "I2": 3}, criteria)
    {'I': Decimal('16.8'), 'N': Decimal('15')}
    """
    points = _points_by_group(scores, criteria)
    return {group: as_decimal(subtotal) for group, subtotal in points.items()}


def is_fundable(
    scores: Mapping[str, Number], criteria: Sequence[Criterion], rule: FundingRule
) -> bool:
    """Say whether the total and every group reach the line and no criterion is below its minimum.

    >>> criteria = [Criterion("I1", 50, "I", minimum=3), Criterion("N1", 50, "N")]
    >>> rule = FundingRule(total=60, groups={"N": 21})
    >>> is_fundable({"I1": 3, "N1": 3}, criteria, rule)
    True
    >>> is_fundable({"I1": 2, "N1": 5}, criteria, rule)
    False
    """
    points = _points_by_group(scores, criteria)
    if unknown := set(rule.groups) - set(points):
        raise ValueError(f"no criterion belongs to the group {', '.join(sorted(unknown))}")
    return (
        _total(points) >= exact(rule.total, "the least total")
        and all(points[group] >= exact(least, group) for group, least in rule.groups.items())
        and all(scores[criterion.code] >= criterion.minimum for criterion in criteria)
    )


def diverges(a: Mapping[str, Number], b: Mapping[str, Number], rule: DivergenceRule) -> bool:
    """Say whether two reviews of one application disagree too much.

    That is so when the totals differ by more than ``total_gap``, or one review is fundable and
    the other not, or the points of one criterion differ by at least ``criterion_gap``.

    >>> rule = DivergenceRule([Criterion("I1", 100, "I")], FundingRule(total=60))
    >>> diverges({"I1": 3}, {"I1": Decimal("3.5")}, rule)
    False
    >>> diverges({"I1": 3}, {"I1": Decimal("2.5")}, rule)
    True
    """
    criteria, funding = rule.criteria, rule.funding
    total_gap = abs(_total(_points_by_group(a, criteria)) - _total(_points_by_group(b, criteria)))
    criterion_gaps = [abs(exact(a[c.code]) - exact(b[c.code])) for c in criteria]
    return (
        total_gap > exact(rule.total_gap, "the gap of totals")
        or is_fundable(a, criteria, funding) != is_fundable(b, criteria, funding)
        or any(gap >= exact(rule.criterion_gap, "a criterion's gap") for gap in criterion_gaps)
    )


def combine(totals: Sequence[Number]) -> Decimal:
    """Return one score for an application: the mean of one or two totals, the median of more.

    >>> combine([70, 75]), combine([20, 70, 75])
    (Decimal('72.5'), Decimal('70'))
    """
    fractions = [exact(total, "a total") for total in totals]
    if not fractions:
        raise ValueError("there must be at least one total to combine")
    # The median of one or two values is their mean.
    return as_decimal(Fraction(median(fractions)))


def _points_by_group(
    scores: Mapping[str, Number], criteria: Sequence[Criterion]
) -> dict[str, Fraction]:
    """Return the exact weighted points of each group, in the order of the criteria."""
    _check_codes(scores, criteria)
    points: dict[str, Fraction] = {}
    for criterion in criteria:
        code, maximum = criterion.code, criterion.maximum
        score = exact(scores[code], f"the score of {code}")
        if not 0 <= scores[code] <= maximum:
            raise ValueError(
                f"the score of {code} must lie between 0 and {maximum}, but is {scores[code]}"
            )
        points[criterion.group] = points.get(criterion.group, 0) + criterion.worth * score
    return points


def _total(points: Mapping[str, Fraction]) -> Fraction:
    return sum(points.values(), Fraction(0))


def _check_codes(scores: Mapping[str, Number], criteria: Sequence[Criterion]) -> None:
    codes = [criterion.code for criterion in criteria]
    if twice := {code for code in codes if codes.count(code) > 1}:
        raise ValueError(f"two criteria have the code {', '.join(sorted(twice))}")
    if missing := [code for code in codes if code not in scores]:
        raise ValueError(f"the score is missing for {', '.join(missing)}")
    if unknown := [code for code in scores if code not in codes]:
        raise ValueError(f"there is no criterion {', '.join(map(str, unknown))}")
