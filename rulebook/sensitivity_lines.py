"""Sensitivity, part 1: totals as lines in one weight, and where the funded set can change.

Exact throughout, as fractions. The places of change grow with the square of the applications, so
few of them are asked about at a time; which, says part 2.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, groupby, product
from statistics import median

from rulebook.numbers import Number, exact, exact_from_zero
from rulebook.scoring import Criterion, FundingRule

Line = tuple[Fraction, Fraction]  # value at weight 0, and slope


@dataclass(frozen=True)
class Contender:
    """One application: the points of its reviews by criterion, and what it asks for in euros."""

    key: str
    reviews: tuple[Mapping[str, Number], ...]
    amount: Number


@dataclass(frozen=True)
class TieRule:
    """What decides between equal totals: the sum of these groups, then these criteria."""

    groups: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rules:
    """What is ranked by: criteria, lines of fundability, ties, and the euros there are."""

    criteria: Sequence[Criterion]
    funding: FundingRule
    budget: Number
    ties: TieRule = TieRule()


def down_to_the_line(
    merits: Mapping[str, tuple[Fraction | int, ...]],
    amounts: Mapping[str, Fraction],
    budget: Fraction,
) -> frozenset[str]:
    """The published rule: down to the first place whose whole tied group does not fit."""
    left, funded = budget, list[str]()
    ranked = sorted(merits, key=merits.__getitem__, reverse=True)
    for _, tied in groupby(ranked, key=merits.__getitem__):
        group = list(tied)
        left -= sum(amounts[key] for key in group)
        if left < 0:
            break
        funded += group
    return frozenset(funded)


class Moving:
    """All contenders as lines in the weight of one criterion."""

    def __init__(
        self, contenders: Sequence[Contender], rules: Rules, criterion: Criterion, budget: Fraction
    ) -> None:
        self.rules, self.budget, self.weight = rules, budget, exact(criterion.weight)
        self.whole = sum((exact(one.weight) for one in rules.criteria), Fraction(0))
        self.moving = criterion.code
        self.amounts = {one.key: exact_from_zero(one.amount, "an amount") for one in contenders}
        self.groups = {
            one.key: [self._group_lines(points) for points in one.reviews] for one in contenders
        }
        self.totals = {
            key: [_added(reviews.values()) for reviews in per_review]
            for key, per_review in self.groups.items()
        }
        self.lines = {key: _lines(reviews) for key, reviews in self.totals.items()}
        self.points = {one.key: self._points(one) for one in contenders}
        self.barred = {
            key for key, points in self.points.items() if self._is_below_a_minimum(points)
        }

    def _group_lines(self, points: Mapping[str, Number]) -> dict[str, Line]:
        """The subtotals of one review: the moving weight w, the others times (W - w)/(W - w0)."""
        lines: dict[str, Line] = {}
        rest = self.whole - self.weight
        for one in self.rules.criteria:
            share = exact(points[one.code]) / exact(one.maximum)
            if one.code == self.moving:
                line = (Fraction(0), share)
            else:
                part = share * exact(one.weight) / rest if rest else Fraction(0)
                line = (part * self.whole, -part)
            lines[one.group] = _added([lines.get(one.group, (Fraction(0), Fraction(0))), line])
        return lines

    def _points(self, contender: Contender) -> dict[str, Fraction]:
        return {
            one.code: Fraction(median(exact(points[one.code]) for points in contender.reviews))
            for one in self.rules.criteria
        }

    def _is_below_a_minimum(self, points: Mapping[str, Fraction]) -> bool:
        return any(points[one.code] < exact(one.minimum) for one in self.rules.criteria)

    def _subtotal(self, key: str, group: str, weight: Fraction) -> Fraction:
        return Fraction(median(_at(lines[group], weight) for lines in self.groups[key]))

    def _merit(self, key: str, weight: Fraction) -> tuple[Fraction, ...]:
        """What is ranked by: the total, then what decides between equal ones."""
        ties = self.rules.ties
        return (
            Fraction(median(_at(line, weight) for line in self.totals[key])),
            sum((self._subtotal(key, group, weight) for group in ties.groups), Fraction(0)),
            *(self.points[key][code] for code in ties.criteria),
        )

    def _is_fundable(self, key: str, total: Fraction, weight: Fraction) -> bool:
        rule = self.rules.funding
        return (
            key not in self.barred
            and total >= exact(rule.total)
            and all(
                self._subtotal(key, group, weight) >= exact(least)
                for group, least in rule.groups.items()
                if least
            )
        )

    def funded(self, weight: Fraction) -> frozenset[str]:
        """Who is funded at this weight."""
        merits = {key: self._merit(key, weight) for key in self.totals}
        fundable = {
            key: merit for key, merit in merits.items() if self._is_fundable(key, merit[0], weight)
        }
        return down_to_the_line(fundable, self.amounts, self.budget)

    def places_of_change(self, funded: frozenset[str]) -> set[Fraction]:
        """Every weight at which the set could change: crossings, and lines of fundability."""
        found = set(self._within(self._threshold_crossings()))
        for one, other in self._rivals(funded):
            for first, second in product(self.lines[one], self.lines[other]):
                if first == second:
                    found.update(self._within(self._tie_crossings(one, other)))
                found.update(self._within(_crossing(first, second)))
        return found

    def _within(self, places: Iterable[Fraction]) -> list[Fraction]:
        return [weight for weight in places if 0 <= weight <= self.whole]

    def _rivals(self, funded: frozenset[str]) -> Iterator[tuple[str, str]]:
        """Pairs whose order matters: in and out; and out, one that would fit and one that not."""
        left = self.budget - sum(self.amounts[key] for key in funded)
        others = [key for key in self.totals if key not in funded and key not in self.barred]
        fitting = [key for key in others if self.amounts[key] <= left]
        yield from product(sorted(funded), others)
        yield from product(fitting, [key for key in others if self.amounts[key] > left])
        yield from combinations(fitting, 2)

    def _threshold_crossings(self) -> Iterator[Fraction]:
        rule = self.rules.funding
        for key, lines in self.lines.items():
            for line in lines:
                yield from _crossing(line, (exact(rule.total), Fraction(0)))
            for group, least in rule.groups.items():
                for line in _lines([review[group] for review in self.groups[key]]):
                    yield from _crossing(line, (exact(least), Fraction(0)))

    def _tie_crossings(self, one: str, other: str) -> Iterator[Fraction]:
        """Where the sums that decide between two equal lines cross."""
        sums = [
            [_added(chosen) for chosen in product(*self._lines_of_tie_groups(key))]
            for key in (one, other)
        ]
        for first, second in product(*sums):
            yield from _crossing(first, second)

    def _lines_of_tie_groups(self, key: str) -> list[list[Line]]:
        return [
            _lines([lines[group] for lines in self.groups[key]]) for group in self.rules.ties.groups
        ]


def _lines(lines: Sequence[Line]) -> list[Line]:
    """The lines that a median of these can follow: each of an odd number, else means of two."""
    if len(lines) % 2:
        return list(dict.fromkeys(lines))
    pairs = combinations(lines, 2)
    return list(dict.fromkeys(_halved(_added(pair)) for pair in pairs))


def _halved(line: Line) -> Line:
    return line[0] / 2, line[1] / 2


def _added(lines: Iterable[Line]) -> Line:
    base = slope = Fraction(0)
    for line in lines:
        base, slope = base + line[0], slope + line[1]
    return base, slope


def _at(line: Line, weight: Fraction) -> Fraction:
    return line[0] + line[1] * weight


def _crossing(first: Line, second: Line) -> list[Fraction]:
    """Where two lines meet; parallel ones never do, or everywhere."""
    if first[1] == second[1]:
        return []
    return [(second[0] - first[0]) / (first[1] - second[1])]
