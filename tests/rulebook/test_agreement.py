"""Agreement of reviewers, against published tables and an independent implementation."""

import inspect
import math
from decimal import Decimal

import krippendorff
import numpy as np
import pytest

from rulebook.agreement import (
    Icc,
    icc,
    krippendorff_alpha,
    reviewers_needed,
    spearman_brown,
)

NAN = float("nan")

# Shrout and Fleiss (1979), table 2: six targets, four judges.
JUDGES = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]

# What psych::ICC prints for them: value, F, df1, df2, p, lower and upper bound.
PSYCH = {
    "ICC1": (0.166, 1.795, 5, 18, 0.16477, -0.133, 0.723),
    "ICC2": (0.290, 11.027, 5, 15, 0.00013, 0.019, 0.761),
    "ICC3": (0.715, 11.027, 5, 15, 0.00013, 0.342, 0.946),
    "ICC1k": (0.443, 1.795, 5, 18, 0.16477, -0.884, 0.912),
    "ICC2k": (0.620, 11.027, 5, 15, 0.00013, 0.071, 0.927),
    "ICC3k": (0.909, 11.027, 5, 15, 0.00013, 0.676, 0.986),
}


def values_of(coefficient: Icc) -> tuple[float, ...]:
    return tuple(vars(coefficient).values())


@pytest.mark.parametrize("name", PSYCH)
def test_the_table_of_shrout_and_fleiss_is_reproduced(name):
    value, f, df1, df2, p, low, high = values_of(icc(JUDGES)[name])
    assert (df1, df2) == PSYCH[name][2:4]
    assert p == pytest.approx(PSYCH[name][4], abs=5e-6)
    expected = (*PSYCH[name][:2], *PSYCH[name][5:])
    assert (value, f, low, high) == pytest.approx(expected, abs=5e-4)


def test_the_six_coefficients_come_in_the_order_of_the_paper():
    assert list(icc(JUDGES)) == ["ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k"]


def test_the_limits_of_icc2_are_those_of_mcgraw_and_wong_as_printed():
    from scipy import stats

    x = np.random.default_rng(3).normal(size=(12, 5)) + np.arange(12)[:, None] / 3
    n, k = x.shape
    rows, columns = x.mean(1), x.mean(0)
    msr, msc = k * rows.var(ddof=1), n * columns.var(ddof=1)
    mse = ((x - rows[:, None] - columns + x.mean()) ** 2).sum() / ((n - 1) * (k - 1))
    rho = (msr - mse) / (msr + (k - 1) * mse + k * (msc - mse) / n)
    a, b = k * rho / (n * (1 - rho)), 1 + k * rho * (n - 1) / (n * (1 - rho))
    v = (a * msc + b * mse) ** 2 / ((a * msc) ** 2 / (k - 1) + (b * mse) ** 2 / ((n - 1) * (k - 1)))
    f = stats.f.ppf(0.975, n - 1, v)
    low = n * (msr - f * mse) / (f * (k * msc + (k * n - k - n) * mse) + n * msr)
    f = stats.f.ppf(0.975, v, n - 1)
    high = n * (f * msr - mse) / (k * msc + (k * n - k - n) * mse + n * f * msr)
    got = icc(x)["ICC2"]
    assert (got.value, got.low, got.high) == pytest.approx((rho, low, high))


def test_missing_ratings_leave_the_one_way_model_with_n0():
    ratings = [[1, 2, NAN], [3, 3, 4], [NAN, 6, 5], [2, NAN, NAN], [NAN, NAN, NAN]]
    got = icc(ratings)
    assert list(got) == ["ICC1", "ICC1k"]
    groups = [[1, 2], [3, 3, 4], [6, 5], [2]]
    total = sum(sum(group) for group in groups) / 8
    msb = sum(len(g) * (sum(g) / len(g) - total) ** 2 for g in groups) / 3
    msw = sum((x - sum(g) / len(g)) ** 2 for g in groups for x in g) / 4
    n0 = (8 - (4 + 9 + 4 + 1) / 8) / 3
    assert got["ICC1"].value == pytest.approx((msb - msw) / (msb + (n0 - 1) * msw))
    assert got["ICC1k"].value == pytest.approx((msb - msw) / msb)
    assert (got["ICC1"].df1, got["ICC1"].df2) == (3, 4)


@pytest.mark.parametrize("ratings", [[[1, 1], [2, 2]], [[0.1] * 3, [0.7] * 3, [0.3] * 3]])
def test_perfect_agreement_is_one_with_certainty(ratings):
    for coefficient in icc(ratings).values():
        value, f, _, _, p, low, high = values_of(coefficient)
        assert (value, f, p, low, high) == (1, math.inf, 0, 1, 1)


def test_perfect_agreement_is_seen_with_gaps_too():
    got = icc([[0.1, 0.1, NAN], [0.7, NAN, 0.7], [0.3, 0.3, 0.3]])
    assert {(c.value, c.low, c.p) for c in got.values()} == {(1.0, 1.0, 0.0)}


def test_judges_a_constant_apart_agree_perfectly_only_in_order():
    got = icc([[1.1, 2.2], [3.3, 4.4], [5.1, 6.2]])
    assert got["ICC3"].value == got["ICC3k"].value == 1
    assert 0 < got["ICC2"].value < 1


def test_contradiction_has_no_nan_and_keeps_its_limits_in_order():
    for ratings in ([[1, 5], [5, 1], [3, 3]], [[1, 2], [2, 1]]):
        for c in icc(ratings).values():
            assert c.low <= c.value <= c.high
            assert c.p == 1
    assert icc([[1, 5], [5, 1], [3, 3]])["ICC1"].value == -1


def test_limits_enclose_the_value_in_small_random_tables():
    rng = np.random.default_rng(1)
    for _ in range(300):
        table = rng.integers(0, 6, size=rng.integers(2, 6, size=2))
        try:
            got = icc(table)
        except ValueError:
            assert np.ptp(table.mean(axis=1)) < 1e-12
            continue
        for name, c in got.items():
            assert c.low <= c.high <= 1
            assert 0 <= c.p <= 1
            assert c.low <= c.value <= c.high or name.startswith("ICC2")  # only approximate there


def test_scores_may_be_decimals_and_of_any_size():
    decimals = [[Decimal(x) for x in row] for row in JUDGES]
    assert icc(decimals) == icc(JUDGES)
    assert icc(np.array(JUDGES) * 2.0**600)["ICC2"] == icc(JUDGES)["ICC2"]


@pytest.mark.parametrize(
    "ratings",
    [
        [[1, 2, 3]],
        [[1], [2], [3]],
        [[NAN, 1], [NAN, 2]],
        [[1, NAN], [NAN, 2]],
        [[3, 3], [3, 3]],
        [[0.1, 0.1, 0.1], [0.1, NAN, 0.1]],
        [[1, 2], [1, 2]],
        [[1, math.inf], [2, 3]],
        [1, 2, 3],
        [],
        [[], []],
        [[NAN, NAN], [NAN, NAN]],
    ],
)
def test_what_is_not_defined_is_refused(ratings):
    with pytest.raises(ValueError, match=r"\w+ \w+ \w+"):
        icc(ratings)


# Krippendorff (2011), section C: units x observers.
OBSERVERS = [
    [1, 1, NAN, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
    [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [NAN, 5, 5, 5], [NAN, NAN, 1, 1], [NAN, NAN, 3, NAN],
]  # fmt: skip
PUBLISHED = {"nominal": 0.743, "ordinal": 0.815, "interval": 0.849, "ratio": 0.797}


@pytest.mark.parametrize("level", PUBLISHED)
def test_krippendorffs_own_example_is_reproduced(level):
    assert krippendorff_alpha(OBSERVERS, level) == pytest.approx(PUBLISHED[level], abs=5e-4)


def test_the_binary_and_nominal_examples_of_2011_are_reproduced():
    meg, owen = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    binary = list(zip(meg, owen, strict=True))
    assert krippendorff_alpha(binary, "nominal") == pytest.approx(0.095, abs=5e-4)
    ben, gerry = [1, 1, 2, 2, 4, 3, 3, 3, 5, 4, 4, 1], [2, 1, 2, 2, 2, 3, 3, 3, 5, 4, 4, 4]
    pairs = list(zip(ben, gerry, strict=True))
    assert krippendorff_alpha(pairs, "nominal") == pytest.approx(0.692, abs=5e-4)


@pytest.mark.parametrize("level", PUBLISHED)
@pytest.mark.parametrize("seed", range(8))
def test_alpha_equals_the_krippendorff_package(level, seed):
    rng = np.random.default_rng(seed)
    ratings = rng.integers(0, 6, size=(25, 5)) * 0.5
    ratings[rng.random(ratings.shape) < 0.4] = NAN
    expected = krippendorff.alpha(reliability_data=ratings.T, level_of_measurement=level)
    assert krippendorff_alpha(ratings, level) == pytest.approx(expected, abs=1e-12)


def test_alpha_of_perfect_agreement_is_one():
    for level in PUBLISHED:
        assert krippendorff_alpha([[0, 0], [1, 1], [NAN, 7]], level) == 1


@pytest.mark.parametrize(
    ("ratings", "level"),
    [
        ([[1, NAN], [NAN, 2]], "nominal"),
        ([[2, 2], [2, 2]], "interval"),
        ([[2, 2], [2, 2], [3, NAN]], "ordinal"),
        ([[-1, 1], [1, 2]], "ratio"),
        ([[1, 2], [2, 1]], "metric"),
        ([[1, math.inf], [2, 1]], "interval"),
        ([1, 2], "nominal"),
        ([], "nominal"),
    ],
)
def test_alpha_refuses_what_it_does_not_define(ratings, level):
    with pytest.raises(ValueError, match=r"\w+ \w+ \w+"):
        krippendorff_alpha(ratings, level)


def test_inputs_stay_as_they_were():
    ratings = np.array(OBSERVERS)
    before = ratings.copy()
    icc(ratings)
    krippendorff_alpha(ratings, "ratio")
    np.testing.assert_array_equal(ratings, before)


def test_reliability_grows_with_reviewers_as_published():
    assert [round(spearman_brown(0.26, k), 2) for k in (2, 3, 4)] == [0.41, 0.51, 0.58]
    assert spearman_brown(0.6, 0.5) == pytest.approx(0.3 / 0.7)


def test_a_reliability_computed_for_k_reviewers_needs_k_reviewers():
    for r in (0.01, 0.26, 0.5, 0.9, 0.99):
        for k in range(1, 60):
            assert reviewers_needed(r, spearman_brown(r, k)) == k


def test_the_least_number_of_reviewers_is_exact():
    for tenth in range(1, 10):
        for target in range(1, 100):
            k = reviewers_needed(tenth / 10, target / 100)
            reached = 10 * k * tenth * 100 >= target * 10 * (10 + (k - 1) * tenth)
            short = k > 1 and (k - 1) * tenth * 100 < target * (10 + (k - 2) * tenth)
            assert reached
            assert short or k == 1
    assert reviewers_needed(0.5, -1) == 1
    assert reviewers_needed(0.999, 0.5) == 1


@pytest.mark.parametrize("r", [0, 1, -0.2, 1.5, NAN])
def test_a_reliability_outside_0_to_1_is_refused(r):
    with pytest.raises(ValueError, match="between 0 and 1"):
        spearman_brown(r, 2)
    with pytest.raises(ValueError, match="between 0 and 1"):
        reviewers_needed(r, 0.5)


@pytest.mark.parametrize("target", [1, 1.2, NAN, math.inf])
def test_no_number_of_reviewers_reaches_certainty(target):
    with pytest.raises(ValueError, match="no number"):
        reviewers_needed(0.5, target)


@pytest.mark.parametrize("k", [0, -1, NAN, math.inf])
def test_a_number_of_reviewers_is_positive(k):
    with pytest.raises(ValueError, match="positive"):
        spearman_brown(0.5, k)


@pytest.mark.parametrize("ratings", [[["a", "b"]], [["1", "2"], ["2", "3"]], [["x", None]]])
def test_a_text_is_no_rating(ratings):
    with pytest.raises(TypeError, match="numbers"):
        icc(ratings)
    with pytest.raises(TypeError, match="numbers"):
        krippendorff_alpha(ratings, "interval")


def test_signatures_are_those_of_the_contract():
    assert list(inspect.signature(icc).parameters) == ["ratings"]
    assert list(inspect.signature(krippendorff_alpha).parameters) == ["ratings", "level"]
    assert list(vars(Icc(1, 2, 3, 4, 5, 6, 7))) == ["value", "f", "df1", "df2", "p", "low", "high"]
