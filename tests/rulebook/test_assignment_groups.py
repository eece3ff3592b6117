"""Rules on who judges one application together: exact, and honest about what is short."""

import numpy as np
import pytest

from rulebook.assignment import assign, assign_fair, explain_infeasible
from rulebook.assignment_groups import Group, Infeasible, assign_within, explain_groups
from tests.rulebook.test_assignment import all_assignments, keeps_the_rules, random_tasks


def random_groups(affinity, rng) -> list[Group]:
    """Return up to three rules on random reviewers of random applications."""
    reviewers, applications = affinity.shape
    made = []
    for _ in range(rng.integers(0, 4)):
        size = rng.integers(1, reviewers + 1)
        members = frozenset(rng.choice(reviewers, size, replace=False).tolist())
        least = int(rng.integers(0, 2))
        most = None if rng.random() < 0.4 else int(rng.integers(least, 3))
        made.append(Group(int(rng.integers(applications)), members, least, most))
    return made


def keeps_groups(chosen, groups) -> bool:
    counts = [chosen[sorted(group.reviewers), group.application].sum() for group in groups]
    return all(
        count >= group.least and (group.most is None or count <= group.most)
        for count, group in zip(counts, groups, strict=True)
    )


def test_brute_force_finds_nothing_better_and_nothing_where_we_say_impossible():
    rng, possible, impossible = np.random.default_rng(3), 0, 0
    for affinity, reviews, most, _ in random_tasks(300, seed=6):
        groups = random_groups(affinity, rng)
        found = [
            each
            for each in all_assignments(affinity, reviews, most, 0 * most)
            if keeps_groups(each, groups)
        ]
        assert bool(found) == (explain_groups(affinity, reviews, most, groups) == [])
        if not found:
            impossible += bool(groups) and not explain_infeasible(affinity, reviews, most)
            with pytest.raises(Infeasible):
                assign_within(affinity, reviews, most, groups)
            continue
        possible += bool(groups)
        chosen = assign_within(affinity, reviews, most, groups)
        assert keeps_the_rules(chosen, affinity, reviews, most)
        assert keeps_groups(chosen, groups)
        best = max((each * affinity).sum() for each in found)
        assert (chosen * affinity).sum() == pytest.approx(best)
        if (reviews > 0).any():
            fair = assign_within(affinity, reviews, most, groups, fair=True)
            worst = max((each * affinity).sum(axis=0)[reviews > 0].min() for each in found)
            assert keeps_groups(fair, groups)
            assert (fair * affinity).sum(axis=0)[reviews > 0].min() >= worst - 0.01
    assert possible > 50
    assert impossible > 20


def test_without_groups_it_is_the_plain_assignment():
    affinity = np.random.default_rng(1).random((8, 6))
    np.testing.assert_array_equal(assign_within(affinity, 2, 2, []), assign(affinity, 2, 2))
    fair = assign_within(affinity, 2, 2, [], fair=True)
    np.testing.assert_array_equal(fair, assign_fair(affinity, 2, 2))


def test_an_expert_is_found_beyond_the_pairs_that_look_good():
    """Column generation starts without the one expert; the rule brings this pair in."""
    rng = np.random.default_rng(2)
    affinity = rng.uniform(0.5, 1, (40, 30))
    affinity[39] = 0
    groups = [Group(a, frozenset({39}), least=1) for a in range(20)]
    chosen = assign_within(affinity, 2, 20, groups)
    assert chosen[39, :20].sum() == 20


def test_what_is_short_is_named_with_its_groups():
    affinity = np.ones((3, 4))
    experts = [Group(a, frozenset({0}), least=1) for a in range(4)]
    [(sentence, at_fault)] = explain_groups(affinity, 1, [2, 4, 4], experts)
    assert "bleiben 2 unerfüllt" in sentence
    assert sentence.endswith("es fehlen 2.")
    assert len(at_fault) == 2
    assert explain_groups(affinity, 1, [4, 4, 4], experts) == []


def test_groups_name_reviewers_and_applications_that_exist():
    with pytest.raises(ValueError, match="no application 5"):
        assign_within([[1]], 1, 1, [Group(5, frozenset())])
    with pytest.raises(ValueError, match="no reviewer 3"):
        assign_within([[1]], 1, 1, [Group(0, frozenset({3}))])


def test_the_affinity_is_not_changed():
    affinity = np.array([[1.0, -1], [2, 3]])
    assign_within(affinity, 1, 2, [Group(0, frozenset({0}), least=1)])
    explain_groups(affinity, 1, 2, [Group(0, frozenset({0}), least=1)])
    np.testing.assert_array_equal(affinity, [[1, -1], [2, 3]])
