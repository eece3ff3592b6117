"""Cases of the portfolio, beside the naive way: down the list, whatever still fits.

Easy are limits on groups of many projects, as on Land, size, kind, phase and fields. Hard is what
leaves many projects open: pairs of which only one may be chosen, budgets that differ much from
year to year, and limits that bind from both sides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import numpy as np

from rulebook.portfolio import Limit, Project, select

Case = Callable[[], str]

LAENDER = (4, 16, 1, 9, 7, 13, 12, 1, 11, 5, 3, 1, 8, 6, 4, 3)  # weights, about by inhabitants


def portfolios() -> Iterator[tuple[str, Case]]:
    for size in (200, 2000, 10_000):
        yield f"portfolio, {size} projects, 3 years, limits on groups", usual(size, 3)
    yield "portfolio, 300 projects, 5 years, limits on groups", usual(300, 5)
    yield "the same with marks", usual(300, 5, mark=True)
    for years in (3, 5):
        yield f"portfolio, 300 projects, {years} years, pairs too", usual(300, years, pairs=True)
    for years in (1, 3, 5):
        yield f"portfolio, 300 projects at random, {years} years", chosen(300, years)
    for size in (200, 300):
        yield f"portfolio, {size} projects, 5 years, tight limits and pairs", crowded(size)


def chosen(size: int, years: int) -> Case:
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
        found = select(projects, budget, limits, mark=False)
        naive = down_the_list(projects, budget, limits)
        return f"{len(found.chosen)} projects worth {found.value}, down the list {naive}"

    return run


def crowded(size: int) -> Case:
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
        found = select(projects, budget, limits, mark=False)
        naive = down_the_list(projects, budget, limits)
        return (
            f"{len(limits)} limits, {len(found.chosen)} projects worth {found.value}, "
            f"down the list {naive}"
        )

    return run


def usual(size: int, years: int, *, pairs: bool = False, mark: bool = False) -> Case:
    """Money and points spread as in the demonstration, places as over the Länder of Germany.

    With `pairs` organisations may ask more than once, and some projects exclude each other.
    """

    def run() -> str:
        rng = np.random.default_rng(0)
        projects = [usual_project(rng, n, years) for n in range(size)]
        if pairs:
            projects = [paired(rng, project, size) for project in projects]
        asked = [sum(float(project.costs[year]) for project in projects) for year in range(years)]
        budget = [Decimal(round(euros / 300_000) * 100_000) for euros in asked]  # about a third
        counts = Counter(tag for project in projects for tag in project.tags)
        limits = [usual_limit(tag, many) for tag, many in sorted(counts.items()) if many > 1]
        found = select(projects, budget, limits, mark=mark)
        naive = down_the_list(projects, budget, limits)
        return (
            f"{len(limits)} limits, {len(found.chosen)} projects worth {found.value}, "
            f"down the list {naive}"
        )

    return run


def usual_project(rng: np.random.Generator, number: int, years: int) -> Project:
    """Up to 2.5 or 15 million euros in years nearly alike, to the cent; points above the line."""
    people = rng.lognormal(10, 1.2)
    is_strategy = bool(rng.choice(2, p=[0.75, 0.25]))
    asked = 900_000 * max(1, people / 30_000) ** 0.35 * rng.lognormal(0.9, 0.55)
    grant = min(asked, 2.5e6 if is_strategy else 1.5e7) * rng.choice([0.65, 0.9], p=[0.8, 0.2])
    shares = rng.uniform(0.85, 1.15, years)
    tags = {
        f"Land {rng.choice(16, p=np.array(LAENDER) / sum(LAENDER))}",
        f"size {np.searchsorted([1e4, 2e4, 1e5], people)}",
        f"kind {rng.choice(4, p=[0.75, 0.12, 0.08, 0.05])}",
        f"phase {'A' if is_strategy else 'B'}",
    }
    tags |= {f"field {one}" for one in rng.choice(8, rng.integers(1, 4), replace=False)}
    return Project(
        f"P{number}",
        Decimal(round(np.clip(rng.normal(74, 9), 60, 100) * 10)) / 10,
        tuple(Decimal(int(100 * euros)) / 100 for euros in grant * shares / shares.sum()),
        frozenset(tags),
    )


def paired(rng: np.random.Generator, project: Project, size: int) -> Project:
    pairs = {f"organisation {rng.integers(3 * size)}", f"either {rng.integers(size // 2)}"}
    return replace(project, tags=project.tags | pairs)


def usual_limit(tag: str, many: int) -> Limit:
    kind = tag.split(maxsplit=1)[0]
    if kind in ("organisation", "either"):
        return Limit(tag, maximum=1)
    if kind == "Land":
        return Limit(tag, max(1, many // 8), max(2, many // 2))
    return Limit(tag, many // 5, None if kind == "field" else many * 2 // 3)


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
