"""Portfolio: choice, marks and prices equal those of trying everything."""

import math
from decimal import Decimal

import numpy as np
import pytest

from rulebook import portfolio_search, portfolio_walk
from rulebook.portfolio import Infeasible, Limit, Project, limit_prices, marked, select
from tests.rulebook.portfolio_trying import best_by_trying, keeps


def a_call(rng, size, years):
    kind = rng.integers(4)
    draw = (
        lambda: int(rng.integers(-1, 9)),
        lambda: float(rng.random() * 100),
        lambda: Decimal(int(rng.integers(0, 1000))) / 10,
        lambda: float(rng.integers(1, 4)),
    )[kind]
    projects = [
        Project(
            f"P{number}",
            draw(),
            tuple(Decimal(int(rng.integers(0, 100_000))) / 100 for _ in range(years)),
            frozenset(tag for tag in "abc" if rng.random() < 0.4),
        )
        for number in range(size)
    ]
    budget = [
        (sum((p.costs[year] for p in projects), Decimal(0)) * int(rng.integers(1, 10)) / 10)
        .quantize(Decimal("0.01"))
        for year in range(years)
    ]  # fmt: skip
    limits = [
        Limit(
            "abc"[rng.integers(3)],
            int(rng.integers(0, 3)),
            None if rng.random() < 0.5 else int(rng.integers(0, 3)),
        )
        for _ in range(rng.integers(0, 4))
    ]
    return projects, budget, limits


def compared_with_trying(seed, count, marks):
    rng = np.random.default_rng(seed)
    for _ in range(count):
        call = a_call(rng, int(rng.integers(0, 8)), int(rng.integers(0, 4)))
        projects, budget, limits = call
        best = best_by_trying(*call)
        if best is None:
            with pytest.raises(Infeasible) as refusal:
                select(*call)
            rest = [limit for limit in limits if limit.tag not in refusal.value.tags]
            assert best_by_trying(projects, budget, rest) is not None
            assert set(refusal.value.tags) <= {limit.tag for limit in limits}
            continue
        found = select(*call, mark=marks)
        assert keeps([p for p in projects if p.code in found.chosen], budget, limits)
        assert float(found.value) == pytest.approx(float(best), abs=1e-9)
        for number, project in enumerate(projects if marks else ()):
            other = best_by_trying(*call, forced=(number, project.code not in found.chosen))
            price = math.inf if other is None else float(best - other)
            assert found.prices[project.code] == pytest.approx(price, abs=1e-9)


def many_limits(rng, size, years=5):
    """A call with all kinds of limits: groups from two sides, organisations, either-or, ties."""
    kinds = {"Land": 3, "size": 2, "kind": 2, "phase": 2, "organisation": max(size - 2, 1)}
    projects = [
        Project(
            f"P{n}",
            Decimal(int(rng.integers(80, 100))) / 2,
            tuple(Decimal(int(rng.integers(0, 2000))) * 1000 for _ in range(years)),
            frozenset(f"{kind} {rng.integers(many)}" for kind, many in kinds.items())
            | {f"either {n // 2}"},
        )
        for n in range(size)
    ]
    budget = [sum((p.costs[y] for p in projects), Decimal(0)) / 2 for y in range(years)]
    tags = sorted({tag for project in projects for tag in project.tags})
    limits = [
        Limit(tag, 0, 1)
        if tag.startswith(("organisation", "either"))
        else Limit(tag, int(rng.integers(0, 2)), int(rng.integers(1, 4)))
        for tag in tags
    ]
    return projects, budget, limits


def test_with_limits_of_all_kinds_choice_marks_and_prices_equal_those_of_trying(monkeypatch):
    monkeypatch.setattr(portfolio_search, "WIDTH_TO_PROVE", 8)
    rng, found = np.random.default_rng(5), 0
    for _ in range(12):
        projects, budget, limits = many_limits(rng, 8)
        best = best_by_trying(projects, budget, limits)
        if best is None:
            continue
        found, heard = found + 1, []
        choice = marked(projects, budget, limits, 0.02, heard.append)
        assert heard == list(range(1, 9))
        assert choice == select(projects, budget, limits, tolerance=0.02)
        for number, project in enumerate(projects):
            other = best_by_trying(
                projects, budget, limits, forced=(number, project.code not in choice.chosen)
            )
            price = math.inf if other is None else float(best - other)
            assert choice.prices[project.code] == price
        for limit, price in zip(
            limits,
            limit_prices(projects, budget, limits, choice.chosen, heard.append),
            strict=True,
        ):
            rest = [other for other in limits if other != limit]
            assert price == float(best_by_trying(projects, budget, rest) - best)
    assert found >= 5


def test_the_choice_and_every_price_equal_those_of_trying_everything():
    compared_with_trying(seed=1, count=80, marks=True)


def test_the_same_is_found_where_decisions_wait_and_price_lists_change_all_the_time(monkeypatch):
    for name, few in (("WORTH_A_LIST", 1), ("TOO_FEW", 1), ("LISTS", 2)):
        monkeypatch.setattr(portfolio_walk, name, few)
    monkeypatch.setattr(portfolio_search, "LISTS", 2)
    monkeypatch.setattr(portfolio_search, "WIDTH_TO_FIND", 2)
    monkeypatch.setattr(portfolio_search, "WIDTH_TO_PROVE", 2)
    compared_with_trying(seed=2, count=20, marks=True)


def test_eighteen_projects_equal_trying_all_262144_choices():
    rng = np.random.default_rng(3)
    projects, budget, _ = a_call(rng, 18, 3)
    limits = [Limit("a", 2, 5), Limit("b", 0, 3), Limit("c", 1)]
    costs = np.array([[int(cost * 100) for cost in project.costs] for project in projects])
    values = np.array([float(project.value) for project in projects])
    tags = np.array([[tag in project.tags for tag in "abc"] for project in projects])
    every = (np.arange(2**18)[:, None] >> np.arange(18)) & 1
    counts = every @ tags
    kept = (every @ costs <= [int(amount * 100) for amount in budget]).all(axis=1)
    kept &= ((counts >= [2, 0, 1]) & (counts <= [5, 3, 18])).all(axis=1)
    found = select(projects, budget, limits, mark=False)
    assert float(found.value) == pytest.approx((every @ values)[kept].max())
