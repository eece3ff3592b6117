"""Portfolio: exact to the cent, marked by price, and of the contract's form."""

import inspect
import math
from decimal import Decimal

import numpy as np
import pytest

from rulebook import portfolio_search
from rulebook.portfolio import Limit, Project, Selection, select, worth_of_more
from rulebook.portfolio_bounds import Problem
from tests.rulebook.portfolio_trying import euros, keeps


def test_the_budget_is_kept_to_the_cent_and_used_to_the_cent():
    large = Decimal("333333333333.33")
    projects = [Project(code, 1, (large,)) for code in "ABC"]
    assert len(select(projects, [3 * large], mark=False).chosen) == 3
    assert len(select(projects, [3 * large - Decimal("0.01")], mark=False).chosen) == 2
    tenths = [Project(str(n), 1, euros("0.1")) for n in range(3)]
    assert len(select(tenths, euros("0.3"), mark=False).chosen) == 3


def test_the_solver_is_corrected_where_its_tolerance_lets_a_cent_too_much_pass():
    million = 10**6
    rows = np.array([[million * 10**6 + 1] * 3 + [1]])
    problem = Problem(np.array([5.0, 5, 5, 1]), rows, np.array([3 * million * 10**6 + 2]), 1.0)
    assert portfolio_search.by_solver(problem).sum() == 3
    assert portfolio_search.best_choice(problem).tolist().count(True) == 3


def test_amounts_too_long_for_64_bits_stay_exact():
    fine = Decimal("0.0000000000000001")
    projects = [Project("A", 2, (Decimal(10**9) + fine,)), Project("B", 1, (Decimal(10**9),))]
    assert select(projects, [Decimal(10**9)], mark=False).chosen == {"B"}
    assert select(projects, [Decimal(10**9) + fine], mark=False).chosen == {"A"}


def test_values_that_differ_by_little_are_told_apart():
    projects = [Project("A", 1.0, euros(1)), Project("B", 1.0 + 1e-12, euros(1))]
    assert select(projects, euros(1), mark=False).chosen == {"B"}
    points = [Project("A", 10**9, euros(1)), Project("B", 10**9 + 1, euros(1))]
    assert select(points, euros(1), mark=False).chosen == {"B"}


def test_one_per_organisation_and_either_or_are_tags_with_maximum_one():
    town = frozenset({"town"})
    projects = [
        Project("A", 5, euros(1), town),
        Project("B", 4, euros(1), town),
        Project("C", 1, euros(1)),
    ]
    found = select(projects, euros(2), [Limit("town", maximum=1)])
    assert found.chosen == {"A", "C"}
    assert found.prices == {"A": 1, "B": 1, "C": 1}


def test_a_minimum_takes_in_a_weaker_project():
    projects = [Project("A", 9, euros(10)), Project("B", 1, euros(10), frozenset({"small"}))]
    assert select(projects, euros(10), [Limit("small", 1)]).chosen == {"B"}


def test_marks_follow_price_and_tolerance():
    projects = [
        Project("A", 60, euros(50)),
        Project("B", 40, euros(50)),
        Project("C", 39, euros(50)),
        Project("D", 5, euros(50)),
        Project("E", 5, euros(500)),
    ]
    found = select(projects, euros(100), tolerance=0.01)
    assert found.prices == {"A": 21, "B": 1, "C": 1, "D": 35, "E": math.inf}
    assert found.marks == {
        "A": "core",
        "B": "borderline",
        "C": "borderline",
        "D": "outside",
        "E": "outside",
    }
    exactly = select(projects, euros(100))
    assert set(exactly.marks.values()) == {"core", "outside"}
    twins = select([Project("A", 1, euros(1)), Project("B", 1, euros(1))], euros(1))
    assert set(twins.marks.values()) == {"borderline"}
    all_in = select(projects, euros(700), tolerance=1)
    assert set(all_in.marks.values()) == {"borderline"}


def test_a_project_that_a_limit_needs_has_an_infinite_price():
    projects = [Project("A", 1, euros(1), frozenset({"x"})), Project("B", 9, euros(1))]
    found = select(projects, euros(1), [Limit("x", 1)], tolerance=5)
    assert found.prices == {"A": math.inf, "B": math.inf}
    assert found.marks == {"A": "core", "B": "outside"}


def test_without_marks_there_are_none():
    found = select([Project("A", 1, euros(1))], euros(1), mark=False)
    assert found == Selection(frozenset({"A"}), 1, {}, {})


def test_the_value_is_of_the_kind_given():
    def value(*values):
        projects = [Project(str(n), each, euros(1)) for n, each in enumerate(values)]
        return select(projects, euros(9), mark=False).value

    assert (value(1, 2), type(value(1, 2))) == (3, int)
    assert (value(1, Decimal("0.10")), type(value(Decimal(1)))) == (Decimal("1.1"), Decimal)
    assert (value(0.5, Decimal("0.1")), type(value(0.5))) == (0.6, float)


def test_nothing_to_choose_is_an_empty_choice():
    assert select([], euros(5, 5)) == Selection(frozenset(), 0, {}, {})
    free = [Project("A", 1, ()), Project("B", -1, ())]
    assert select(free, ()).chosen == {"A"}
    assert select([Project("A", 1, euros(2))], euros(1)).prices == {"A": math.inf}


def test_more_money_is_worth_what_it_adds():
    projects = [Project("A", 10, euros(60, 0)), Project("B", 9.5, euros(50, 20))]
    assert worth_of_more(projects, euros(100, 20), (), euros(10, 0)) == 9.5
    assert worth_of_more(projects, euros(100, 20), (), euros(9, 0)) == 0
    with pytest.raises(ValueError, match="years"):
        worth_of_more(projects, euros(100, 20), (), euros(10))


def test_three_hundred_projects_are_chosen_fast_and_always_alike():
    rng = np.random.default_rng(0)
    projects = [
        Project(
            f"P{n}",
            Decimal(int(rng.integers(400, 1000))) / 10,
            tuple(Decimal(int(rng.integers(1_000_000, 500_000_000))) / 100 for _ in range(3)),
            frozenset({f"Land {rng.integers(16)}", f"org {n // 2}"}),
        )
        for n in range(300)
    ]
    budget = [sum(p.costs[year] for p in projects) / 4 for year in range(3)]
    limits = [Limit(f"Land {n}", 2, 12) for n in range(16)]
    limits += [Limit(f"org {n}", maximum=1) for n in range(150)]
    found = select(projects, budget, limits, mark=False)
    assert keeps([p for p in projects if p.code in found.chosen], budget, limits)
    assert select(projects, budget, limits, mark=False) == found


def test_signatures_are_those_of_the_contract():
    assert str(inspect.signature(select)).startswith("(projects: ")
    assert list(inspect.signature(select).parameters) == [
        "projects", "budget", "limits", "mark", "tolerance",
    ]  # fmt: skip
    defaults = [each.default for each in inspect.signature(select).parameters.values()][2:]
    assert defaults == [(), True, 0.0]
    assert list(inspect.signature(worth_of_more).parameters) == [
        "projects", "budget", "limits", "extra",
    ]  # fmt: skip
    assert Project("A", 1, ()).tags == frozenset()
    assert (Limit("x").minimum, Limit("x").maximum) == (0, None)
