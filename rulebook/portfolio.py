"""Portfolio: which projects together are worth most within the budget of every year.

A 0/1 knapsack problem with several budgets and limits on groups (Martello and Toth, Knapsack
Problems (1990); Kellerer, Pferschy and Pisinger (2004), chapter 9), solved exactly: amounts are
compared as whole numbers of the smallest decimal given, never as floats. The result is a
calculation beside the ranking, not a decision.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import inf

import numpy as np

from rulebook.numbers import Number, as_decimal, finite
from rulebook.portfolio_search import best_choice
from rulebook.portfolio_task import Infeasible, Limit, Programme, Project, at_fault, read_programme
from rulebook.portfolio_walk import Mask

__all__ = ["Infeasible", "Limit", "Project", "Selection", "select", "worth_of_more"]


@dataclass(frozen=True)
class Selection:
    """The chosen projects and their value; with marks, what deciding otherwise would cost."""

    chosen: frozenset[str]
    value: Number | float
    marks: dict[str, str]
    prices: dict[str, float]


def select(
    projects: Sequence[Project],
    budget: Sequence[Decimal],
    limits: Sequence[Limit] = (),
    mark: bool = True,
    tolerance: float = 0.0,
) -> Selection:
    """The choice of projects with the largest value within every year's budget and all limits.

    With `mark`, every project has a price: the value lost when a chosen project is forced out or
    another one is forced in (infinite when that is impossible). Projects whose price is at most
    `tolerance` times the value are "borderline", the others "core" (chosen) or "outside".

    >>> euros = Decimal(100)
    >>> projects = [Project("A", 10, (60 * euros,)), Project("B", 9, (50 * euros,)),
    ...             Project("C", 8, (50 * euros,)), Project("D", 1, (90 * euros,))]
    >>> best = select(projects, [100 * euros], tolerance=0.5)
    >>> sorted(best.chosen), best.value, best.prices
    (['B', 'C'], 17, {'A': 7.0, 'B': 7.0, 'C': 7.0, 'D': 16.0})
    >>> best.marks
    {'A': 'borderline', 'B': 'borderline', 'C': 'borderline', 'D': 'outside'}
    """
    if finite(tolerance, "the tolerance") < 0:
        raise ValueError(f"the tolerance must not be negative, but is {tolerance}")
    programme = read_programme(projects, budget, limits)
    taken = _best(programme)
    worth = _worth(programme, taken)
    chosen = frozenset(p.code for p, is_in in zip(projects, taken, strict=True) if is_in)
    value = _as_given(worth, projects)
    if not mark:
        return Selection(chosen, value, {}, {})
    prices = dict(zip((p.code for p in projects), _prices(programme, taken), strict=True))
    near = Fraction(str(tolerance)) * worth
    marks = {
        code: "borderline" if price <= near else "core" if code in chosen else "outside"
        for code, price in prices.items()
    }
    return Selection(chosen, value, marks, {code: float(price) for code, price in prices.items()})


def worth_of_more(
    projects: Sequence[Project],
    budget: Sequence[Decimal],
    limits: Sequence[Limit],
    extra: Sequence[Decimal],
) -> float:
    """How much more value the best choice has when each year's budget grows by `extra` euros.

    >>> projects = [Project("A", 10, (Decimal(60),)), Project("B", 9, (Decimal(50),))]
    >>> worth_of_more(projects, [Decimal(100)], (), [Decimal(10)])
    9.0
    """
    if len(extra) != len(budget):
        raise ValueError(f"the budget has {len(budget)} years, but the extra has {len(extra)}")
    more = [now + added for now, added in zip(budget, extra, strict=True)]
    before, after = (read_programme(projects, euros, limits) for euros in (budget, more))
    return float(_worth(after, _best(after)) - _worth(before, _best(before)))


def _as_given(worth: Fraction, projects: Sequence[Project]) -> Number | float:
    """The total in the kind of number that the values have."""
    values = [project.value for project in projects]
    if all(isinstance(value, int) for value in values):
        return int(worth)
    if all(isinstance(value, int | Decimal) for value in values):
        return as_decimal(worth)
    return float(worth)


def _worth(programme: Programme, taken: Mask) -> Fraction:
    return sum(
        (value for value, is_in in zip(programme.values, taken, strict=True) if is_in), Fraction(0)
    )


def _best(programme: Programme) -> Mask:
    """The best choice, or the refusal that names the limits at fault."""
    taken = best_choice(programme.problem(programme.limits))
    if taken is None:
        raise Infeasible(at_fault(programme))
    return taken


def _prices(programme: Programme, taken: Mask) -> list[Fraction | float]:
    """For each project the value lost when it is decided the other way."""
    problem = programme.problem(programme.limits)
    best = _worth(programme, taken)
    prices: list[Fraction | float] = []
    for place, is_in in enumerate(taken):
        others = best_choice(problem.without(place, was_taken=not is_in))
        if others is None:
            prices.append(inf)
        else:
            prices.append(best - _worth(programme, np.insert(others, place, not is_in)))
    return prices
