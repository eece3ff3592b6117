"""From stored points to what is published: total, subtotals, fundability, divergence.

The arithmetic is the rulebook's; here rows become its facts and shortfalls become sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from typing import TYPE_CHECKING

from core.forms import written
from rulebook import scoring

if TYPE_CHECKING:
    from evaluation.models import Candidacy, Review
    from programmes.models import CallVersion

Points = Mapping[str, Decimal]
# Equal totals are told apart by the sum of these groups, then by these criteria, in this order.
TIE_GROUPS = ("I", "N")
TIE_CRITERIA = ("I1", "N1")
PLACES = Decimal("0.000001")


@dataclass(frozen=True)
class Yardstick:
    """The scoring rules of one call version, with the names that sentences need."""

    criteria: tuple[scoring.Criterion, ...]
    funding: scoring.FundingRule
    divergence: scoring.DivergenceRule
    names: Mapping[str, str]


@dataclass(frozen=True)
class Result:
    """What one or several reviews say together."""

    total: Decimal
    subtotals: Mapping[str, Decimal]
    points: Points
    tie_breaks: tuple[Decimal, ...]
    shortfalls: tuple[str, ...]
    diverges: bool

    @property
    def is_fundable(self) -> bool:
        return not self.shortfalls


def yardstick(version: CallVersion) -> Yardstick:
    """Return the rules by which this call version scores."""
    groups = {group.pk: group for group in version.criterion_groups.all()}
    rows = list(version.criteria.all())
    criteria = tuple(
        scoring.Criterion(row.code, row.weight, groups[row.group_id].code, row.minimum, row.maximum)
        for row in rows
    )
    minima = {group.code: group.minimum for group in groups.values()}
    funding = scoring.FundingRule(version.fundable_total, minima)
    gaps = (version.divergence_total, version.divergence_criterion)
    names = {group.code: group.name for group in groups.values()}
    names |= {row.code: f"{row.code} {row.name}" for row in rows}
    divergence = scoring.DivergenceRule(criteria, funding, *gaps)
    return Yardstick(criteria, funding, divergence, names)


def points_of(review: Review) -> dict[str, Decimal]:
    """Return the points that count by criterion; criteria without points are left out."""
    given = {s.code: s.points for s in review.scores.all() if s.points is not None}
    return given | {change.code: change.points for change in review.changes.all()}


def total_of(review: Review) -> Decimal:
    """Return the total of one complete review, as it is stored."""
    rules = yardstick(review.assignment.candidacy.application.call_version)
    return stored(scoring.total_score(points_of(review), rules.criteria))


def counting_points(candidacy: Candidacy) -> list[dict[str, Decimal]]:
    """Return the points of every review that counts."""
    from evaluation.models import Review

    counting = Review.objects.counting().filter(assignment__candidacy=candidacy)
    return [
        points_of(review)
        for review in counting.prefetch_related("scores", "changes").order_by("pk")
    ]


def result_of(reviews: Sequence[Points], rules: Yardstick) -> Result:
    """Combine complete reviews: mean of two, median of three and more, for every figure."""
    total, groups, points = combined(reviews, rules)
    return Result(
        total=total,
        subtotals=groups,
        points=points,
        tie_breaks=tie_breaks(groups, points),
        shortfalls=tuple(shortfalls(total, groups, points, rules)),
        diverges=any(scoring.diverges(a, b, rules.divergence) for a, b in combinations(reviews, 2)),
    )


def combined(reviews: Sequence[Points], rules: Yardstick) -> tuple[Decimal, Points, Points]:
    """Return total, subtotals by group and points by criterion of all reviews together."""
    totals = [scoring.total_score(points, rules.criteria) for points in reviews]
    parts = [scoring.subtotals(points, rules.criteria) for points in reviews]
    total = stored(scoring.combine(totals))
    groups = {group: stored(scoring.combine([p[group] for p in parts])) for group in parts[0]}
    points = {c.code: scoring.combine([p[c.code] for p in reviews]) for c in rules.criteria}
    return total, groups, points


def lines_missed(reviews: Sequence[Points], rules: Yardstick) -> tuple[str, ...]:
    """Return only what a result says of its shortfalls, without comparing the reviews."""
    return tuple(shortfalls(*combined(reviews, rules), rules))


def stored(value: Decimal) -> Decimal:
    """Return the value with the six decimals the database keeps."""
    return value.quantize(PLACES, rounding=ROUND_HALF_UP)


def tie_breaks(groups: Points, points: Points) -> tuple[Decimal, ...]:
    """Return what decides between equal totals: I and N together, then I1, then N1."""
    together = sum((groups.get(code, Decimal(0)) for code in TIE_GROUPS), Decimal(0))
    return together, *(stored(points.get(code, Decimal(0))) for code in TIE_CRITERIA)


def shortfalls(total: Decimal, groups: Points, points: Points, rules: Yardstick) -> Iterable[str]:
    """Yield a sentence for every line that the application does not reach."""
    least = Decimal(rules.funding.total)
    if total < least:
        yield f"Punktzahl {written(total)}, nötig sind {written(least)}."
    for group, minimum in rules.funding.groups.items():
        if groups.get(group, Decimal(0)) < minimum:
            reached = written(groups.get(group, Decimal(0)))
            yield f"{rules.names[group]}: {reached} Punkte, nötig sind {written(Decimal(minimum))}."
    for criterion in rules.criteria:
        if points[criterion.code] < criterion.minimum:
            reached, needed = written(points[criterion.code]), written(Decimal(criterion.minimum))
            yield f"{rules.names[criterion.code]}: {reached}, mindestens {needed}."
