"""Portfolio: which projects together are worth most within the budget of every year.

A 0/1 knapsack problem with several budgets and limits on groups (Martello and Toth, Knapsack
Problems (1990); Kellerer, Pferschy and Pisinger (2004), chapter 9), solved exactly: amounts are
compared as whole numbers of the smallest decimal given. The result is a calculation beside the
ranking, not a decision.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import inf

import numpy as np

from rulebook.numbers import Number, as_decimal, finite
from rulebook.portfolio_bounds import Mask
from rulebook.portfolio_search import Experience, best_choice, by_loss
from rulebook.portfolio_task import Infeasible, Limit, Programme, Project, at_fault, read_programme

__all__ = [
    "Infeasible",
    "Limit",
    "Project",
    "Selection",
    "limit_prices",
    "marked",
    "select",
    "worth_of_more",
]


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
    if mark:
        return marked(projects, budget, limits, tolerance, lambda done: None)
    _check_tolerance(tolerance)
    programme = read_programme(projects, budget, limits)
    return _selection(projects, programme, _best(programme))


def marked(
    projects: Sequence[Project],
    budget: Sequence[Decimal],
    limits: Sequence[Limit],
    tolerance: float,
    report: Callable[[int], object],
) -> Selection:
    """The choice with its marks, telling `report` after each project how many have their price.

    >>> projects = [Project("A", 10, (Decimal(60),)), Project("B", 9, (Decimal(50),))]
    >>> marked(projects, [Decimal(100)], (), 0.1, print).marks
    1
    2
    {'A': 'borderline', 'B': 'borderline'}
    """
    _check_tolerance(tolerance)
    programme = read_programme(projects, budget, limits)
    experience = Experience()
    taken = _best(programme, experience)
    best = _selection(projects, programme, taken)
    found = _prices(programme, taken, experience, report)
    prices = dict(zip((project.code for project in projects), found, strict=True))
    near = Fraction(str(tolerance)) * _worth(programme, taken)
    marks = {
        code: "borderline" if price <= near else "core" if code in best.chosen else "outside"
        for code, price in prices.items()
    }
    return replace(best, marks=marks, prices={code: float(one) for code, one in prices.items()})


def _check_tolerance(tolerance: float) -> None:
    if finite(tolerance, "the tolerance") < 0:
        raise ValueError(f"the tolerance must not be negative, but is {tolerance}")


def _selection(projects: Sequence[Project], programme: Programme, taken: Mask) -> Selection:
    """The choice and its value, without marks."""
    chosen = frozenset(p.code for p, is_in in zip(projects, taken, strict=True) if is_in)
    return Selection(chosen, _as_given(_worth(programme, taken), projects), {}, {})


def limit_prices(
    projects: Sequence[Project],
    budget: Sequence[Decimal],
    limits: Sequence[Limit],
    chosen: Collection[str],
    report: Callable[[int], object],
) -> list[float]:
    """How much more value the best choice would have without each limit, which `chosen` is with.

    >>> projects = [Project("A", 9, (Decimal(1),)), Project("B", 1, (Decimal(1),), frozenset("x"))]
    >>> limit_prices(projects, [Decimal(1)], [Limit("x", 1)], {"B"}, lambda done: None)
    [8.0]
    """
    programme = read_programme(projects, budget, limits)
    taken = np.array([project.code in chosen for project in projects], dtype=np.bool_)
    best, prices = _worth(programme, taken), []
    for done, limit in enumerate(limits, start=1):
        others = [other for other in limits if other != limit]
        without = best_choice(programme.problem(others), taken)
        prices.append(float(_worth(programme, taken if without is None else without) - best))
        report(done)
    return prices


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


def _best(programme: Programme, experience: Experience | None = None) -> Mask:
    """The best choice, or the refusal that names the limits at fault."""
    taken = best_choice(programme.problem(programme.limits), experience=experience)
    if taken is None:
        raise Infeasible(at_fault(programme))
    return taken


def _prices(
    programme: Programme, taken: Mask, experience: Experience, report: Callable[[int], object]
) -> list[Fraction | float]:
    """For each project the value lost when it is decided the other way.

    What was found for one project is a known choice for all others that it decides otherwise, so
    many of them need only the proof that nothing is better. Those nearest to their price come
    first: they find choices for many. All share their price lists.
    """
    problem = programme.problem(programme.limits)
    best = _worth(programme, taken)
    known: list[tuple[Fraction, Mask] | None] = [None] * len(taken)
    for done, place in enumerate(by_loss(problem), start=1):
        before = known[place]
        others = best_choice(
            problem.decided(np.arange(len(taken)) == place, ~taken),
            None if before is None else np.delete(before[1], place),
            experience,
        )
        if others is not None:
            choice = np.insert(others, place, not taken[place])
            _remember(known, choice, _worth(programme, choice), choice != taken)
        report(done)
    return [inf if one is None else best - one[0] for one in known]


def _remember(
    known: list[tuple[Fraction, Mask] | None], choice: Mask, worth: Fraction, otherwise: Mask
) -> None:
    """Keep a choice for every project that it decides otherwise, where it is the best so far."""
    for place in np.nonzero(otherwise)[0].tolist():
        before = known[place]
        if before is None or before[0] < worth:
            known[place] = worth, choice
