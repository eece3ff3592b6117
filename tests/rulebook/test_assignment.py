"""Assignment of reviewers: exact, fair, and honest about what cannot be done."""

import inspect
import itertools
import math
import re
from collections import Counter

import numpy as np
import pytest

from rulebook.assignment import Infeasible, assign, assign_fair, explain_infeasible


def keeps_the_rules(chosen, affinity, reviews, most, least=0):
    loads = chosen.sum(axis=1)
    return (
        np.isin(chosen, (0, 1)).all()
        and (chosen.sum(axis=0) == reviews).all()
        and ((loads <= most) & (loads >= least)).all()
        and not chosen[np.asarray(affinity) < 0].any()
    )


def all_assignments(affinity, reviews, most, least):
    reviewers, applications = affinity.shape
    columns = [
        [
            column
            for column in itertools.product((0, 1), repeat=reviewers)
            if sum(column) == reviews[a] and (affinity[np.array(column) == 1, a] >= 0).all()
        ]
        for a in range(applications)
    ]
    for columns_chosen in itertools.product(*columns):
        chosen = np.array(columns_chosen).T
        if (chosen.sum(axis=1) <= most).all() and (chosen.sum(axis=1) >= least).all():
            yield chosen


def random_tasks(count, seed):
    rng = np.random.default_rng(seed)
    for _ in range(count):
        shape = tuple(rng.integers(1, (6, 5)))
        affinity = (rng.random(shape), rng.integers(0, 4, shape) * 1.0, rng.random(shape) * 1000)
        forbidden = rng.random(shape) < rng.choice([0.1, 0.4])
        yield (
            np.where(forbidden, -1, affinity[rng.integers(3)]),
            rng.integers(0, 3, shape[1]),
            rng.integers(0, 4, shape[0]),
            rng.integers(0, 2, shape[0]) * rng.integers(0, 2),
        )


def test_brute_force_finds_nothing_better_or_fairer_or_possible_where_we_say_impossible():
    possible = 0
    for task in random_tasks(400, seed=5):
        affinity, reviews, _, _ = task
        found = list(all_assignments(*task))
        assert bool(found) == (explain_infeasible(*task) == [])
        if not found:
            with pytest.raises(Infeasible, match="es fehl"):
                assign(*task)
            continue
        possible += 1
        best = max((each * affinity).sum() for each in found)
        chosen = assign(*task)
        assert keeps_the_rules(chosen, *task)
        assert (chosen * affinity).sum() == pytest.approx(best)
        wanted = reviews > 0
        if wanted.any():
            worst = max((each * affinity).sum(axis=0)[wanted].min() for each in found)
            fair = assign_fair(*task)
            assert keeps_the_rules(fair, *task)
            assert (fair * affinity).sum(axis=0)[wanted].min() >= worst - 0.01
            equally_fair = [
                (each * affinity).sum()
                for each in found
                if (each * affinity).sum(axis=0)[wanted].min() >= worst - 1e-9
            ]
            assert (fair * affinity).sum() >= max(equally_fair) - 1e-6
    assert possible > 100


def test_a_middling_problem_is_solved_as_exactly_as_by_the_full_linear_programme():
    from scipy.optimize import linprog

    rng = np.random.default_rng(0)
    affinity = rng.random((30, 50))
    affinity[rng.random(affinity.shape) < 0.2] = -1
    chosen = assign(affinity, 3, 6, 4)
    assert keeps_the_rules(chosen, affinity, 3, 6, 4)
    loads = np.kron(np.eye(30), np.ones(50))
    answer = linprog(
        -affinity.ravel(),
        A_ub=np.vstack([loads, -loads]),
        b_ub=[6] * 30 + [-4] * 30,
        A_eq=np.tile(np.eye(50), 30),
        b_eq=[3] * 50,
        bounds=[(0, int(pair >= 0)) for pair in affinity.ravel()],
    )
    assert (chosen * affinity).sum() == pytest.approx(-answer.fun, abs=1e-9)


def test_the_worst_served_application_comes_first_when_asked():
    affinity = [[10, 9], [9, 0]]
    np.testing.assert_array_equal(assign([[10, 5], [8, 0]], 1, 1), [[0, 1], [1, 0]])
    fair = assign_fair(affinity, 1, 1)
    assert (fair * np.array(affinity)).sum(axis=0).min() == 9


def test_zero_is_allowed_and_only_negative_is_forbidden():
    np.testing.assert_array_equal(assign([[0, -0.1], [-5, 0]], 1, 1), [[1, 0], [0, 1]])
    np.testing.assert_array_equal(assign([[0, -math.inf], [-1, 0]], 1, 1), [[1, 0], [0, 1]])


def test_numbers_may_be_given_for_each_place():
    affinity = [[5, 1, 1], [4, 4, 1], [3, 3, 3]]
    chosen = assign(affinity, [2, 1, 0], [1, 2, 1], [0, 0, 1])
    assert keeps_the_rules(chosen, affinity, [2, 1, 0], [1, 2, 1], [0, 0, 1])
    assert (chosen * affinity).sum() == 5 + 4 + 3
    np.testing.assert_array_equal(assign(affinity, 1.0, np.array([1, 1, 1])).sum(axis=0), 1)


def test_the_answer_is_a_table_of_integers_and_always_the_same():
    affinity = np.random.default_rng(2).random((12, 9))
    for solve in (assign, assign_fair):
        chosen = solve(affinity, 2, 3)
        assert chosen.shape == (12, 9)
        assert chosen.dtype.kind == "i"
        np.testing.assert_array_equal(chosen, solve(affinity, 2, 3))


def test_inputs_stay_as_they_were():
    affinity, reviews = np.array([[1.0, -1], [2, 3]]), np.array([1, 1])
    most, least = np.array([1, 2]), np.array([0, 1])
    for solve in (assign, assign_fair, explain_infeasible):
        solve(affinity, reviews, most, least)
    np.testing.assert_array_equal(affinity, [[1, -1], [2, 3]])
    assert [*reviews, *most, *least] == [1, 1, 1, 2, 0, 1]


def test_nothing_wanted_is_nothing_assigned():
    for solve in (assign, assign_fair):
        np.testing.assert_array_equal(solve([[1, 2]], 0, 1), [[0, 0]])
        assert solve(np.zeros((3, 0)), 2, 1).shape == (3, 0)
        assert solve(np.zeros((2, 2)), 1, 1).sum() == 2


def test_a_large_scale_changes_no_choice():
    affinity = np.random.default_rng(4).random((8, 6))
    for factor in (1e-12, 1e9, 1e250):
        np.testing.assert_array_equal(assign(affinity * factor, 2, 2), assign(affinity, 2, 2))


REASONS = [
    (([[1, -1], [1, -1], [1, 1]], 2, 3), "Sperren", "Antrag 2 (Index 1)", 1),
    (([[1, 1, 1]], [1, 1, 2], 9), "Sperren", "Antrag 3 (Index 2)", 1),
    (([[1, 1, 1], [1, 1, 1]], 1, 1), "Höchstlast", "alle Gutachtenden zusammen", 1),
    (([[1, 1], [1, 1]], 1, 9, 2), "Mindestlast", "Alle Gutachtenden zusammen", 2),
    (([[1, 1], [1, 1]], 1, [2, 1], [0, 2]), "Höchstlast", "Gutachter/in 2 (Index 1)", 1),
    (([[1, 1, 1], [-1, -1, 1]], 1, 3, [0, 2]), "Mindestlast", "Gutachter/in 2 (Index 1)", 1),
    (
        ([[1, 1, 1, 1], [-1, -1, -1, 1], [-1, -1, -1, 1]], 1, [1, 2, 2]),
        "Höchstlast",
        "Antrag 1, 2, 3 (Index 0, 1, 2)",
        2,
    ),
    (
        ([[1, 1, 1, 1], [-1, -1, 1, 1], [-1, -1, 1, 1]], 1, 4, [0, 2, 1]),
        "Mindestlast",
        "Gutachter/in 2, 3 (Index 1, 2)",
        1,
    ),
]


@pytest.mark.parametrize(("task", "rule", "place", "short"), REASONS)
def test_what_is_impossible_is_explained_by_rule_place_and_number(task, rule, place, short):
    reasons = explain_infeasible(*task)
    ending = "es fehlt 1." if short == 1 else f"es fehlen {short}."
    assert any(
        reason.startswith(rule) and place in reason and reason.endswith(ending)
        for reason in reasons
    ), reasons
    for solve in (assign, assign_fair):
        with pytest.raises(Infeasible) as refusal:
            solve(*task)
        assert str(refusal.value) == " ".join(reasons[:-1]), "all but the change that helps"


def test_every_place_at_fault_is_named_and_long_lists_are_cut_short():
    reasons = explain_infeasible([[-1, 1, -1]], 1, 3)
    assert [reason.split(" (")[0] for reason in reasons[:-1]] == [
        "Sperren: Antrag 1",
        "Sperren: Antrag 3",
    ]
    crowded = np.full((2, 30), -1.0)
    crowded[0], crowded[1, 29] = 1, 1
    reason, _change = explain_infeasible(crowded, 1, [5, 60])
    assert "Antrag 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 und 19 weitere" in reason


@pytest.mark.parametrize(
    "task",
    [
        ([[math.nan, 1]], 1, 2),
        ([[math.inf, 1]], 1, 2),
        ([1, 2, 3], 1, 2),
        ([[[1]]], 1, 2),
        ([], 1, 2),
        ([[1, 2], [3, 4]], [1, 1, 1], 2),
        ([[1, 2], [3, 4]], 1, [2]),
        ([[1, 2], [3, 4]], 1, 2, [[0, 0]]),
        ([[1, 2], [3, 4]], 1.5, 2),
        ([[1, 2], [3, 4]], -1, 2),
        ([[1, 2], [3, 4]], 1, math.nan),
        ([[1, 2], [3, 4]], 1, 2, -1),
    ],
)
def test_what_is_no_task_is_refused(task):
    for solve in (assign, assign_fair, explain_infeasible):
        with pytest.raises(ValueError, match="must be"):
            solve(*task)


def test_the_single_change_that_is_named_does_help():
    """Random impossible tasks: with the change of the last sentence there is an assignment."""
    helped = Counter()
    for affinity, reviews, most, least in random_tasks(300, seed=8):
        sentences = explain_infeasible(affinity, reviews, most, least)
        if not sentences:
            continue
        said = sentences[-1]
        if found := re.search(r"Index (\d+)\) übernimmt bis zu (\d+)", said):
            more = most.copy()
            more[int(found[1])] += int(found[2])
            assert explain_infeasible(affinity, reviews, more, least) == []
            helped["one"] += 1
        if found := re.search(r"alle übernehmen bis zu (\d+)", said):
            more = int(found[1])
            assert explain_infeasible(affinity, reviews, most + more, least) == []
            assert explain_infeasible(affinity, reviews, most + more - 1, least) != []
            helped["all"] += 1
        if found := re.search(r"Sperre von .*?Index (\d+)\) für .*?Index (\d+)\)", said):
            lifted = affinity.copy()
            lifted[int(found[1]), int(found[2])] = 0
            assert explain_infeasible(lifted, reviews, most, least) == []
            helped["bar"] += 1
        if "Keine einzelne Änderung" in said:
            helped["none"] += 1
    assert min(helped[kind] for kind in ("one", "all", "bar", "none")) > 5


def test_a_wrong_type_is_a_type_error():
    with pytest.raises(TypeError, match="whole numbers"):
        assign([[1]], "1", 1)
    with pytest.raises(TypeError, match="affinity must be numbers"):
        assign([["1"]], 1, 1)


def test_signatures_are_those_of_the_contract():
    for function in (assign, assign_fair, explain_infeasible):
        parameters = inspect.signature(function).parameters
        assert list(parameters) == ["affinity", "reviews_per_application", "max_load", "min_load"]
        assert parameters["min_load"].default == 0
