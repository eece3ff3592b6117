"""Cases of the portfolio, beside the naive way: down the list, whatever still fits.

Measured on two cores that five others used too (load 4 to 6), so seconds are two to four times
those of the processor: 300 projects over one year 0.2 s, over three years 1.2 s, over five years
12 s; 200 and 300 projects with limits on all groups over five years 12 and 15 s. Marks take about
1.5 s of the processor for each project over three years, so 300 of them take minutes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal

import numpy as np

from rulebook.portfolio import Limit, Project, select

Case = Callable[[], str]


def portfolios() -> Iterator[tuple[str, Case]]:
    for years in (1, 3, 5):
        yield f"portfolio, 300 projects, {years} years", chosen(300, years, False)
    for size in (200, 300):
        yield f"portfolio, {size} projects, 5 years, limits on all groups", crowded(size, False)
    for size in (200, 2000, 10_000):
        yield f"portfolio, {size} projects, 3 years", chosen(size, 3, False)
    yield "portfolio with marks, 300 projects, 3 years", chosen(300, 3, True)


def chosen(size: int, years: int, mark: bool) -> Case:
    def run() -> str:
        rng = np.random.default_rng(0)
        projects = []
        for n in range(size):
            amounts = rng.uniform(2e7, 1.5e9) * rng.dirichlet(np.full(years, 3.0))
            costs = tuple(Decimal(int(cents)) / 100 for cents in amounts)
            points = Decimal(int(rng.integers(400, 1000))) / 10
            tags = frozenset({f"Land {rng.integers(16)}", f"organisation {n // 2}"})
            projects.append(Project(f"P{n}", points, costs, tags))
        budget = [sum(project.costs[year] for project in projects) / 4 for year in range(years)]
        limits = [Limit(f"Land {land}", size // 150, size // 25) for land in range(16)]
        limits += [Limit(f"organisation {n}", maximum=1) for n in range(size // 2)]
        found = select(projects, budget, limits, mark=mark)
        naive = down_the_list(projects, budget, limits)
        return f"{len(found.chosen)} projects worth {found.value}, down the list {naive}"

    return run


def crowded(size: int, mark: bool) -> Case:
    """Limits from two sides on every group, one per organisation, either-or, points with ties."""

    def run() -> str:
        rng = np.random.default_rng(0)
        kinds = {"Land": 16, "size": 5, "kind": 4, "field": 6, "phase": 2}
        projects = [
            Project(
                f"P{n}",
                Decimal(int(rng.integers(80, 190))) / 2,
                tuple(
                    Decimal(int(cents)) / 100
                    for cents in rng.uniform(5e7, 1.75e9) * rng.dirichlet(np.full(5, 4.0))
                ),
                frozenset(f"{kind} {rng.integers(many)}" for kind, many in kinds.items())
                | {f"organisation {rng.integers(size)}", f"either {rng.integers(5 * size)}"},
            )
            for n in range(size)
        ]
        budget = [sum(project.costs[year] for project in projects) / 4 for year in range(5)]
        counts = Counter(tag for project in projects for tag in project.tags)
        limits = [
            Limit(tag, many // 8, many // 2 + 1) if tag.split()[0] in kinds else Limit(tag, 0, 1)
            for tag, many in sorted(counts.items())
            if many > 1
        ]
        found = select(projects, budget, limits, mark=mark)
        naive = down_the_list(projects, budget, limits)
        return (
            f"{len(limits)} limits, {len(found.chosen)} projects worth {found.value}, "
            f"down the list {naive}"
        )

    return run


def down_the_list(
    projects: list[Project], budget: list[Decimal], limits: list[Limit]
) -> Decimal | str:
    """The naive way: the best points first, whatever still fits. May miss the minima."""
    left, taken, worth = list(budget), Counter[str](), Decimal(0)
    most = {limit.tag: limit.maximum for limit in limits if limit.maximum is not None}
    for one in sorted(projects, key=lambda one: -one.value):
        fits = all(cost <= rest for cost, rest in zip(one.costs, left, strict=True))
        if fits and all(taken[tag] < most[tag] for tag in one.tags if tag in most):
            left = [rest - cost for cost, rest in zip(one.costs, left, strict=True)]
            taken.update(one.tags)
            worth += Decimal(one.value)
    short = [limit.tag for limit in limits if taken[limit.tag] < limit.minimum]
    return f"{worth}, short of {', '.join(short)}" if short else worth
