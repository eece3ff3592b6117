"""How far the goals of a call are reached: indicators of all projects, goal by goal.

Sum and mean: the projects' values become one value, whose attainment counts. Indicators whose
values must not be put together: the mean of the projects' attainments. Only projects that have
reported count, with their own share of baseline and target. A goal is the mean of its core
indicators, or of its sub-goals; attainments are clipped to 0 to 120 before any mean is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from awards.achievements import last_actuals
from awards.models import AgreedIndicator
from programmes.models import CallVersion, CatalogueIndicator, Goal, GoalSystem
from rulebook.indicators import clipped, goal_attainment

Values = tuple[Decimal, Decimal, Decimal]  # baseline, target and actual of one project
Together = tuple[Decimal | None, Decimal | None, Decimal | None, Decimal | None]
Aggregation = CatalogueIndicator.Aggregation


@dataclass(frozen=True)
class Reached:
    """One indicator of the catalogue over all projects of a call; None: blank or missing."""

    indicator: CatalogueIndicator
    agreed: int
    measured: int
    baseline: Decimal | None = None
    target: Decimal | None = None
    actual: Decimal | None = None
    attainment: Decimal | None = None
    protected: bool = False


@dataclass(frozen=True)
class GoalReached:
    """One goal: its attainment, its indicators and its sub-goals."""

    goal: Goal
    attainment: Decimal | None
    indicators: Sequence[Reached]
    below: Sequence[GoalReached] = field(default_factory=list)


def together(rule: str, rising: bool, values: Sequence[Values]) -> Together:
    """Return baseline, target, actual and attainment in percent of all projects together.

    >>> ten, twenty = Decimal(10), Decimal(20)
    >>> together("sum", True, [(Decimal(0), ten, ten), (Decimal(0), ten, Decimal(0))])
    (Decimal('0'), Decimal('20'), Decimal('10'), Decimal('50'))
    >>> together("none", True, [(Decimal(0), ten, ten), (Decimal(0), ten, Decimal(0))])
    (None, None, None, Decimal('50'))
    """
    if not values:
        return None, None, None, None
    if rule == Aggregation.NONE:
        single = (goal_attainment(*one, rising) for one in values)
        return None, None, None, mean(clipped(one) for one in single if one is not None)
    many = len(values) if rule == Aggregation.MEAN else 1
    baseline, target, actual = (
        sum(column, Decimal(0)) / many for column in zip(*values, strict=True)
    )
    return baseline, target, actual, goal_attainment(baseline, target, actual, rising)


def mean(values: Iterable[Decimal]) -> Decimal | None:
    known = sorted(values)  # so that the order of the rows changes nothing, not even a digit
    return sum(known, Decimal(0)) / len(known) if known else None


def goals_reached(version: CallVersion, small: int = 0) -> list[GoalReached]:
    """Return the goals of a call's edition; fewer than `small` projects that reported: blank."""
    system = GoalSystem.objects.of_call(version)
    if system is None:
        return []
    found = values_by_indicator(version)
    goals = list(system.goals.prefetch_related("indicators"))
    reached = {
        goal.pk: [reached_by(one, found, small) for one in goal.indicators.all()] for goal in goals
    }
    tops = [goal for goal in goals if goal.parent_id is None]
    return [
        goal_reached(top, [goal for goal in goals if goal.parent_id == top.pk], reached)
        for top in tops
    ]


def values_by_indicator(version: CallVersion) -> dict[int, list[Values | None]]:
    """Return the values of every project by indicator of the catalogue; None: no report yet."""
    agreed = AgreedIndicator.objects.filter(
        award__decision__candidacy__application__call_version__call=version.call_id,
        catalogue__isnull=False,
    )
    last = last_actuals(agreed)
    found: dict[int, list[Values | None]] = {}
    for pk, catalogue, baseline, target in agreed.values_list(
        "pk", "catalogue_id", "baseline", "target"
    ):
        values = (baseline, target, last[pk]) if pk in last else None
        found.setdefault(catalogue, []).append(values)
    return found


def reached_by(
    one: CatalogueIndicator, found: dict[int, list[Values | None]], small: int
) -> Reached:
    projects = found.get(one.pk, [])
    known = [values for values in projects if values is not None]
    if 0 < len(projects) < small or 0 < len(known) < small:
        return Reached(one, len(projects), len(known), protected=True)
    values = together(one.aggregation, one.rising, known)
    return Reached(one, len(projects), len(known), *values)


def goal_reached(
    goal: Goal, below: Iterable[Goal], reached: dict[int, list[Reached]]
) -> GoalReached:
    """Return a goal: the mean of its sub-goals and of its own core indicators."""
    parts = [goal_reached(one, (), reached) for one in below]
    core = [one.attainment for one in reached[goal.pk] if one.indicator.is_core]
    known = [
        clipped(one) for one in [*core, *(part.attainment for part in parts)] if one is not None
    ]
    return GoalReached(goal, mean(known), reached[goal.pk], parts)
