"""Calibration: the variance components against published ones, the predictions against Henderson's
equations written out in full, the intervals against simulated truth."""

import inspect
import math

import numpy as np
import pytest

from rulebook.calibration import (
    Adjusted,
    Fit,
    NotEstimable,
    RankInterval,
    adjusted_scores,
    fit,
    rank_intervals,
)

# Davies and Goldsmith, Statistical Methods in Research and Production (1972), table 6.6: diameter
# of the zone in which six samples of penicillin (columns) stop growth, on 24 plates (rows).
PENICILLIN = """
272326232321 272326232321 252125242420 262325232320 252226222320 242225232219
242023212219 262226242421 242124222220 242124232219 262326242421 252226242420
262426242522 262326232320 262325242422 252225232320 252124232320 252224232319
242123212119 262326242421 252124222218 252225222220 242124222419 242124222118
""".split()


def penicillin():
    for plate, row in enumerate(PENICILLIN):
        for sample in range(6):
            yield plate, sample, int(row[2 * sample : 2 * sample + 2])


def simulated(seed, applications=12, reviewers=5, share=0.6, sd=(5, 4, 7)):
    rng = np.random.default_rng(seed)
    merit, mildness = rng.normal(0, sd[0], applications), rng.normal(0, sd[1], reviewers)
    return [
        (a, r, 60 + merit[a] + mildness[r] + rng.normal(0, sd[2]))
        for a in range(applications)
        for r in range(reviewers)
        if rng.random() < share
    ]


def matrices(reviews):
    applications = list(dict.fromkeys(a for a, _, _ in reviews))
    reviewers = list(dict.fromkeys(r for _, r, _ in reviews))
    of_a = np.array([[a == each for each in applications] for a, _, _ in reviews], dtype=float)
    of_r = np.array([[r == each for each in reviewers] for _, r, _ in reviews], dtype=float)
    return applications, of_a, of_r, np.array([score for _, _, score in reviews], dtype=float)


def restricted_deviance(variances, reviews):
    _, of_a, of_r, y = matrices(reviews)
    v = variances[0] * of_a @ of_a.T + variances[1] * of_r @ of_r.T + variances[2] * np.eye(len(y))
    inverse = np.linalg.inv(v)
    weight = inverse.sum()
    y = y - (inverse @ y).sum() / weight
    return np.linalg.slogdet(v)[1] + np.log(weight) + y @ inverse @ y


def components(found):
    return found.var_application, found.var_reviewer, found.var_residual


def test_the_published_components_of_the_penicillin_experiment_are_found():
    found = fit(penicillin())  # lme4 (Bates and others 2015) prints these
    assert found.mean == pytest.approx(22.9722, abs=1e-4)
    assert components(found) == pytest.approx((0.716908, 3.730918, 0.302415), abs=2e-6)


def test_balanced_reviews_give_the_analysis_of_variance():
    rng = np.random.default_rng(1)
    table = 60 + rng.normal(0, 4, (12, 1)) + rng.normal(0, 3, (1, 7)) + rng.normal(0, 5, (12, 7))
    found = fit((a, r, table[a, r]) for a in range(12) for r in range(7))
    residuals = table - table.mean(1)[:, None] - table.mean(0) + table.mean()
    mse = (residuals**2).sum() / (11 * 6)
    expected = (table.mean(1).var(ddof=1) - mse / 7, table.mean(0).var(ddof=1) - mse / 12, mse)
    assert components(found) == pytest.approx(expected, rel=1e-6)
    assert found.mean == pytest.approx(table.mean())


@pytest.mark.parametrize("seed", range(20))
def test_no_variances_are_likelier_than_those_found(seed):
    sd = [(5, 4, 7), (0, 4, 7), (5, 0, 3), (0, 0, 5)][seed % 4]
    reviews = simulated(seed, sd=sd)
    found = np.array(components(fit(reviews)))
    assert (found >= 0).all()
    least = restricted_deviance(found, reviews)
    rng = np.random.default_rng(seed)
    scale = found.sum()
    for step in (1e-3, 1e-2, 0.1, 1):
        for _ in range(40):
            other = np.abs(found + rng.normal(0, step * scale, 3)) + [0, 0, 1e-6 * scale]
            assert restricted_deviance(other, reviews) >= least - 1e-7


@pytest.mark.parametrize("seed", range(6))
def test_scores_and_errors_solve_hendersons_equations(seed):
    reviews = simulated(seed, sd=(5, 5, 4))
    found = fit(reviews)
    assert min(components(found)) > 0
    applications, of_a, of_r, y = matrices(reviews)
    z = np.hstack([np.ones((len(y), 1)), of_a, of_r])
    ratios = np.repeat(
        [0, found.var_residual / found.var_application, found.var_residual / found.var_reviewer],
        [1, of_a.shape[1], of_r.shape[1]],
    )
    inverse = np.linalg.inv(z.T @ z + np.diag(ratios))
    solved = inverse @ z.T @ y
    last = 1 + len(applications)
    adjusted = adjusted_scores(found)
    assert list(adjusted) == applications
    assert found.mean == pytest.approx(solved[0])
    assert list(found.reviewer_effects.values()) == pytest.approx(solved[last:])
    values = [each.value for each in adjusted.values()]
    assert values == pytest.approx(solved[0] + solved[1:last])
    errors = np.sqrt(found.var_residual * np.diag(inverse)[1:last])
    assert [each.se for each in adjusted.values()] == pytest.approx(errors)


def test_a_mild_reviewer_has_a_positive_effect_and_loses_it_in_the_adjusted_score():
    mild = {"Ada": 10, "Bo": 0, "Cem": -10}
    noise = np.random.default_rng(0).normal(0, 1, (30, 3))
    found = fit(
        (a, name, 50 + a + effect + noise[a, r])
        for a in range(30)
        for r, (name, effect) in enumerate(mild.items())
        if r != a % 3
    )
    assert found.reviewer_effects["Ada"] > 8 > -8 > found.reviewer_effects["Cem"]
    assert adjusted_scores(found)[29].value == pytest.approx(79, abs=2)


def test_a_vanishing_variance_is_exactly_zero():
    no_merit = fit([(a, r, 10 * r + (-1) ** (a + r)) for a in range(4) for r in range(3)])
    assert no_merit.var_application == 0
    assert {each.value for each in adjusted_scores(no_merit).values()} == {no_merit.mean}
    assert {each.se for each in adjusted_scores(no_merit).values()} == {0}
    intervals = rank_intervals(no_merit, seed=1, line=2)
    assert [each.expected for each in intervals.values()] == pytest.approx([2.5] * 4, abs=0.1)
    assert [each.above_line for each in intervals.values()] == pytest.approx([0.5] * 4, abs=0.05)

    no_severity = fit([(a, r, 10 * a + (-1) ** (a + r)) for a in range(4) for r in range(4)])
    assert no_severity.var_reviewer == 0
    assert set(no_severity.reviewer_effects.values()) == {0}


def test_effects_that_explain_everything_leave_no_residual():
    found = fit([(a, r, 10 * a + 3 * r) for a in range(5) for r in range(4) if (a + r) % 4])
    assert found.var_residual == 0
    assert components(found)[:2] == pytest.approx((250, 15))
    assert found.mean == pytest.approx(24.5)
    adjusted = adjusted_scores(found)
    assert [each.value for each in adjusted.values()] == pytest.approx(
        [4.5, 14.5, 24.5, 34.5, 44.5]
    )
    assert adjusted[0].se == pytest.approx(math.sqrt(250 / 5))
    ranks = [each.expected for each in rank_intervals(found, seed=1).values()]
    assert ranks == [5, 4, 3, 2, 1]


def test_reviews_that_form_a_tree_are_estimable_too():
    for scores in ((1, 2, 3), (1, 1, 3), (1, 3, 3), (5, 5, 1)):
        pairs = (("A", 1), ("A", 2), ("B", 2))
        found = fit((a, r, score) for (a, r), score in zip(pairs, scores, strict=True))
        assert all(math.isfinite(each) and each >= 0 for each in components(found))
        assert all(math.isfinite(each.se) for each in adjusted_scores(found).values())


def test_the_same_id_may_name_an_application_and_a_reviewer():
    reviews = simulated(3)
    renamed = fit([(f"a{a}", ("r", r), score) for a, r, score in reviews])
    same = fit(reviews)
    assert components(same) == pytest.approx(components(renamed))
    effects = {name[1]: effect for name, effect in renamed.reviewer_effects.items()}
    assert same.reviewer_effects == pytest.approx(effects)


def test_two_reviews_by_one_reviewer_count_twice():
    reviews = simulated(4)
    doubled = fit([*reviews, reviews[0]])
    least = restricted_deviance(components(doubled), [*reviews, reviews[0]])
    assert least < restricted_deviance(components(fit(reviews)), [*reviews, reviews[0]])


def test_unit_and_zero_of_the_scores_do_not_matter():
    reviews = simulated(5)
    found = fit(reviews)
    moved = fit([(a, r, 1e4 + 0.01 * score) for a, r, score in reviews])
    assert moved.var_application == pytest.approx(1e-4 * found.var_application, rel=1e-5)
    assert moved.mean == pytest.approx(1e4 + 0.01 * found.mean)


@pytest.mark.parametrize(
    ("reviews", "word"),
    [
        ([], "mindestens zwei"),
        ([("A", 1, 3), ("A", 2, 4)], "mindestens zwei"),
        ([("A", 1, 3), ("B", 1, 4)], "mindestens zwei"),
        ([("A", 1, 3), ("B", 2, 4)], "Kein Antrag"),
        ([("A", 1, 3), ("B", 1, 4), ("C", 2, 3)], "Kein Antrag"),
        ([("A", 1, 3), ("A", 2, 4), ("B", 3, 4), ("B", 4, 4)], "Niemand"),
        ([("A", 1, 3), ("A", 2, 4), ("B", 1, 4), ("C", 3, 1), ("D", 3, 2)], "2 Gruppen"),
        ([("A", 1, 3), ("A", 2, 3), ("B", 1, 3), ("B", 2, 3)], "dieselbe"),
    ],
)
def test_what_cannot_be_estimated_is_said_in_words(reviews, word):
    with pytest.raises(NotEstimable, match=word):
        fit(reviews)
    assert issubclass(NotEstimable, ValueError)


@pytest.mark.parametrize("score", [math.nan, math.inf])
def test_a_missing_or_infinite_score_is_refused(score):
    with pytest.raises(ValueError, match="finite"):
        fit([*simulated(1), ("A", 1, score)])


def test_a_score_that_is_no_number_is_a_type_error():
    with pytest.raises(TypeError):
        fit([("A", 1, "3"), ("A", 2, 3), ("B", 1, 4)])


def test_the_same_seed_gives_the_same_intervals():
    found = fit(simulated(6))
    assert rank_intervals(found, 1, 3) == rank_intervals(found, seed=1, line=3)
    assert rank_intervals(found, 1) != rank_intervals(found, 2)


def test_the_order_in_which_reviews_arrive_plays_no_part():
    reviews = simulated(6)
    assert rank_intervals(fit(reviews[::-1]), 1, 3) == rank_intervals(fit(reviews), 1, 3)
    mixed = [*reviews, ("another kind of name", 1, 50.0)]
    assert set(rank_intervals(fit(mixed), 1)) == {name for name, _, _ in mixed}


def test_intervals_are_whole_ranks_in_order_and_the_chances_add_up_to_the_line():
    intervals = rank_intervals(fit(simulated(7)), seed=0, line=4)
    for each in intervals.values():
        assert 1 <= each.low90 <= each.low50 <= each.high50 <= each.high90 <= 12
        assert each.low90 <= each.expected <= each.high90
    assert sum(each.above_line for each in intervals.values()) == pytest.approx(4)
    assert sum(each.expected for each in intervals.values()) == pytest.approx(12 * 13 / 2)
    assert rank_intervals(fit(simulated(7)), 0)[0].above_line is None


def test_the_true_rank_lies_in_the_intervals_as_often_as_promised():
    inside50 = inside90 = total = 0
    rng = np.random.default_rng(8)
    for seed in range(16):
        merit, mildness = rng.normal(0, 5, 60), rng.normal(0, 4, 12)
        found = fit(
            (a, r, 60 + merit[a] + mildness[r] + rng.normal(0, 6))
            for a in range(60)
            for r in rng.choice(12, 3, replace=False)
        )
        true = np.argsort(np.argsort(-merit)) + 1
        for a, each in rank_intervals(found, seed).items():
            inside50 += each.low50 <= true[a] <= each.high50
            inside90 += each.low90 <= true[a] <= each.high90
            total += 1
    assert 0.46 < inside50 / total < 0.58
    assert 0.86 < inside90 / total < 0.94


@pytest.mark.parametrize("seed", [None, 1.5, "1"])
def test_draws_need_a_seed_that_can_be_kept(seed):
    with pytest.raises(TypeError, match="seed must be int"):
        rank_intervals(fit(simulated(0)), seed)


def test_signatures_are_those_of_the_contract():
    assert list(inspect.signature(rank_intervals).parameters) == ["fit", "seed", "line"]
    assert list(inspect.signature(adjusted_scores).parameters) == ["fit"]
    assert list(vars(Adjusted(1, 2))) == ["value", "se"]
    names = ["expected", "low50", "high50", "low90", "high90", "above_line"]
    assert list(vars(RankInterval(1, 2, 3, 4, 5, 6))) == names
    found = fit(simulated(0))
    assert isinstance(found, Fit)
    for name in ("mean", "var_application", "var_reviewer", "var_residual"):
        assert type(getattr(found, name)) is float
