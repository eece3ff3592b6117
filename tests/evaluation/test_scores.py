"""From points to what is published; the same as the rulebook says for one review."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.scores import Yardstick, result_of
from rulebook import scoring

CODES = {"I1": ("I", 30, 3), "I2": ("I", 20, 2), "N1": ("N", 35, 3), "U1": ("U", 15, 0)}
CRITERIA = tuple(
    scoring.Criterion(code, weight, group, minimum)
    for code, (group, weight, minimum) in CODES.items()
)
FUNDING = scoring.FundingRule(60, {"I": 30, "N": 21})
NAMES = {"I": "Integration", "N": "Nachhaltigkeit", "I1": "I1 Integration"}
RULES = Yardstick(
    CRITERIA, FUNDING, scoring.DivergenceRule(CRITERIA, FUNDING), {c: c for c in CODES} | NAMES
)
reviews = st.fixed_dictionaries(
    {code: st.integers(0, 10).map(lambda n: Decimal(n) / 2) for code in CODES}
)


def points(*values: int) -> dict[str, Decimal]:
    return {code: Decimal(value) for code, value in zip(CODES, values, strict=True)}


@given(reviews)
def test_one_review_is_fundable_when_the_rulebook_says_so(review):
    assert result_of([review], RULES).is_fundable == scoring.is_fundable(review, CRITERIA, FUNDING)


@given(reviews, reviews)
def test_two_reviews_count_by_their_mean(a, b):
    mean = {code: (a[code] + b[code]) / 2 for code in CODES}
    result = result_of([a, b], RULES)
    assert result.total == scoring.total_score(mean, CRITERIA)
    assert result.subtotals == scoring.subtotals(mean, CRITERIA)
    assert result.is_fundable == scoring.is_fundable(mean, CRITERIA, FUNDING)


def test_three_reviews_count_by_the_median_of_every_figure():
    result = result_of([points(5, 5, 5, 5), points(3, 3, 3, 3), points(0, 0, 0, 0)], RULES)
    assert (result.total, result.points["I1"], result.diverges) == (60, 3, True)


def test_ties_are_broken_by_integration_and_sustainability_then_i1_then_n1():
    assert result_of([points(3, 4, 5, 0)], RULES).tie_breaks == (69, 3, 5)


def test_every_line_that_is_missed_is_named():
    assert result_of([points(2, 2, 2, 5)], RULES).shortfalls == (
        "Punktzahl 49, nötig sind 60.",
        "Integration: 20 Punkte, nötig sind 30.",
        "Nachhaltigkeit: 14 Punkte, nötig sind 21.",
        "I1 Integration: 2, mindestens 3.",
        "N1: 2, mindestens 3.",
    )


@pytest.mark.parametrize(("other", "apart"), [((3, 4, 4, 4), False), ((2, 4, 4, 4), True)])
def test_two_reviews_far_apart_diverge(other, apart):
    assert result_of([points(4, 4, 4, 4), points(*other)], RULES).diverges is apart
