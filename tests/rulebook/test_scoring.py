"""Scoring: the published model of the programme, exact to the last digit."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.scoring import (
    Criterion,
    DivergenceRule,
    FundingRule,
    combine,
    diverges,
    is_fundable,
    subtotals,
    total_score,
)

# The eleven criteria: integration 50, sustainability 35, implementation 15.
MODEL = [
    Criterion("I1", 15, "I", 3),
    Criterion("I2", 8, "I", 2),
    Criterion("I3", 10, "I", 2),
    Criterion("I4", 7, "I", 2),
    Criterion("I5", 10, "I", 2),
    Criterion("N1", 15, "N", 3),
    Criterion("N2", 9, "N", 2),
    Criterion("N3", 6, "N", 2),
    Criterion("N4", 5, "N"),
    Criterion("U1", 8, "U", 2),
    Criterion("U2", 7, "U", 2),
]
RULE = FundingRule(total=60, groups={"I": 30, "N": 21})
DIVERGENCE = DivergenceRule(MODEL, RULE)

half_points = st.integers(0, 10).map(lambda halves: Decimal(halves) / 2)
reviews = st.fixed_dictionaries({criterion.code: half_points for criterion in MODEL})


def review(points=3, **changed):
    return {criterion.code: points for criterion in MODEL} | changed


def test_full_marks_reach_the_sum_of_the_weights():
    assert total_score(review(5), MODEL) == 100
    assert subtotals(review(5), MODEL) == {"I": 50, "N": 35, "U": 15}
    assert list(subtotals(review(5), MODEL)) == ["I", "N", "U"]


def test_three_points_everywhere_are_just_fundable():
    assert total_score(review(3), MODEL) == 60
    assert is_fundable(review(3), MODEL, RULE)


def test_thirds_add_up_exactly():
    thirds = [Criterion(code, 20, "G", maximum=3) for code in "abc"]
    assert total_score(dict.fromkeys("abc", 1), thirds) == 20
    assert is_fundable(dict.fromkeys("abc", 1), thirds, FundingRule(total=20))
    assert total_score({"a": 1}, thirds[:1]) == Decimal("6.666666666666666666666666667")


def test_long_scores_are_not_rounded():
    score = Decimal("1.0000000000000000000000000000000000001")
    assert total_score({"a": score}, [Criterion("a", 5, "G")]) == score


def test_each_line_alone_stops_funding():
    assert not is_fundable(review(5, I1=2), MODEL, RULE)  # below the minimum of I1
    assert not is_fundable(review(3, N4=Decimal("2.5")), MODEL, FundingRule(total=60))
    only_sustainable = review(5, I1=3, I2=2, I3=2, I4=2, I5=2)
    assert subtotals(only_sustainable, MODEL)["I"] < 30
    assert total_score(only_sustainable, MODEL) >= 60
    assert not is_fundable(only_sustainable, MODEL, RULE)
    assert is_fundable(only_sustainable, MODEL, FundingRule(total=60))


@pytest.mark.parametrize(
    ("scores", "code"),
    [
        ({"a": 1}, "b"),
        ({"a": 1, "b": 1, "zz": 1}, "zz"),
        ({"a": 1, "b": 6}, "b"),
        ({"a": Decimal("-0.5"), "b": 1}, "a"),
        ({"a": Decimal("NaN"), "b": 1}, "a"),
    ],
)
def test_a_wrong_review_is_refused_by_the_code_at_fault(scores, code):
    criteria = [Criterion("a", 50, "G"), Criterion("b", 50, "G")]
    for refuse in (total_score, subtotals):
        with pytest.raises(ValueError, match=rf"\b{code}\b"):
            refuse(scores, criteria)
    with pytest.raises(ValueError, match=rf"\b{code}\b"):
        is_fundable(scores, criteria, FundingRule())


@pytest.mark.parametrize("wrong", [3.5, True, "3", None])
def test_points_are_exact_numbers(wrong):
    with pytest.raises(TypeError):
        total_score({"a": wrong}, [Criterion("a", 5, "G")])


@pytest.mark.parametrize(
    "wrong",
    [
        {"weight": -1},
        {"weight": 1, "maximum": 0},
        {"weight": 1, "minimum": 6},
        {"weight": 1, "minimum": -1},
    ],
)
def test_a_criterion_that_cannot_work_is_refused(wrong):
    with pytest.raises(ValueError):
        Criterion("a", group="G", **wrong)


def test_two_criteria_of_one_code_and_a_line_for_no_group_are_refused():
    with pytest.raises(ValueError, match="a"):
        total_score({"a": 1}, [Criterion("a", 5, "G"), Criterion("a", 5, "G")])
    with pytest.raises(ValueError, match="X"):
        is_fundable({"a": 1}, [Criterion("a", 5, "G")], FundingRule(groups={"X": 1}))


def test_exactly_fifteen_points_apart_is_no_divergence():
    wide = DivergenceRule([Criterion("a", 100, "G")], FundingRule(total=0))
    assert not diverges({"a": 4}, {"a": Decimal("3.25")}, wide)
    assert diverges({"a": 4}, {"a": Decimal("3.24")}, wide)


def test_exactly_two_points_apart_in_one_criterion_is_a_divergence():
    assert diverges(review(3), review(3, N4=5), DIVERGENCE)
    assert not diverges(review(3), review(3, N4=Decimal("4.5")), DIVERGENCE)


def test_one_fundable_and_the_other_not_is_a_divergence():
    assert diverges(review(3), review(3, N4=Decimal("2.5")), DIVERGENCE)


@pytest.mark.parametrize(
    ("totals", "score"),
    [
        ([70], "70"),
        ([70, Decimal("75.5")], "72.75"),
        ([90, 10, 70], "70"),
        ([90, 10, 70, 71], "70.5"),
    ],
)
def test_two_are_averaged_and_three_have_a_median(totals, score):
    assert combine(totals) == Decimal(score)


def test_nothing_cannot_be_combined():
    with pytest.raises(ValueError):
        combine([])


@given(reviews)
def test_subtotals_sum_to_the_total(scores):
    assert sum(subtotals(scores, MODEL).values()) == total_score(scores, MODEL)


@given(reviews, st.sampled_from([c.code for c in MODEL]))
def test_a_better_score_never_lowers_the_total_or_loses_the_funding(scores, code):
    better = scores | {code: min(Decimal(5), scores[code] + 1)}
    assert total_score(better, MODEL) >= total_score(scores, MODEL)
    assert is_fundable(better, MODEL, RULE) >= is_fundable(scores, MODEL, RULE)


@given(reviews, reviews)
def test_divergence_does_not_depend_on_who_comes_first(a, b):
    assert diverges(a, b, DIVERGENCE) == diverges(b, a, DIVERGENCE)
    assert not diverges(a, a, DIVERGENCE)


def test_every_order_of_totals_combines_alike():
    assert {combine(order) for order in product([10, 20], repeat=2) if sum(order) == 30} == {15}
