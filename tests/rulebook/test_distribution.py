"""Distribution: textbook values of Gini, Theil and Herfindahl, and the laws they obey."""

import math
from decimal import Decimal
from itertools import product

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.distribution import count_once, gini, herfindahl, representation_index, theil

values = st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any)
sizes = st.lists(st.integers(1, 5), min_size=20, max_size=20)


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ([1, 2, 3, 4], 0.25),
        ([5], 0),
        ([0, 0, 0, 8], 0.75),
        ([1, 1, 1, 1, 1, 1, 1, 1, 1, 11], 0.45),
        ([Decimal("0.1"), 0.3], 0.25),
    ],
)
def test_gini_by_hand(amounts, expected):
    assert gini(amounts) == pytest.approx(expected)
    assert gini(numpy.array(amounts, dtype=float)) == pytest.approx(expected)


def test_theil_by_hand():
    assert theil([1, 3]) == pytest.approx((0.5 * math.log(0.5) + 1.5 * math.log(1.5)) / 2)
    assert theil([0, 0, 0, 7]) == pytest.approx(math.log(4))
    assert theil([1, 2], weights=[2, 1]) == pytest.approx(theil([1, 1, 2]))


def test_herfindahl_by_hand():
    assert herfindahl([1, 1, 1, 1]) == pytest.approx(0.25)
    assert herfindahl([0, 3]) == 1
    assert herfindahl([50, 30, 20]) == pytest.approx(0.38)


@given(values)
def test_gini_is_half_the_mean_difference_over_the_mean(amounts):
    differences = sum(abs(a - b) for a, b in product(amounts, amounts))
    expected = differences / (2 * len(amounts) * sum(amounts))
    assert gini(amounts) == pytest.approx(expected, abs=1e-9)


@given(values, sizes)
def test_a_weight_is_as_many_units(amounts, weights):
    weights = weights[: len(amounts)]
    units = [a for a, size in zip(amounts, weights, strict=True) for _ in range(size)]
    assert gini(amounts, weights) == pytest.approx(gini(units), abs=1e-9)
    assert theil(amounts, weights) == pytest.approx(theil(units), abs=1e-9)


@given(values, st.floats(1e-9, 1e9))
def test_the_unit_of_money_and_the_order_play_no_part(amounts, factor):
    scaled = [amount * factor for amount in reversed(amounts)]
    for index in (gini, theil, herfindahl):
        assert index(scaled) == pytest.approx(index(amounts), abs=1e-9)


@given(values)
def test_indices_keep_their_limits(amounts):
    assert 0 <= gini(amounts) <= 1 - 1 / len(amounts) + 1e-9
    assert 0 <= theil(amounts) <= math.log(len(amounts)) + 1e-9
    assert 1 / len(amounts) - 1e-9 <= herfindahl(amounts) <= 1 + 1e-9
    assert gini([amounts[0] + 1] * 5) == gini([amounts[0] + 1] * 3, [0.3, 0.7, 0.2]) == 0


def test_very_large_and_very_small_amounts_neither_overflow_nor_vanish():
    assert gini([1e308, 1e308, 0, 0]) == pytest.approx(0.5)
    assert theil([5e-324, 5e-324]) == 0
    assert herfindahl([1e308] * 4) == pytest.approx(0.25)


@pytest.mark.parametrize("wrong", [[], [0, 0], [1, -1], [1, math.nan], [1, math.inf], [10**400]])
def test_what_has_no_index_is_refused(wrong):
    for index in (gini, theil, herfindahl):
        with pytest.raises(ValueError):
            index(wrong)


@pytest.mark.parametrize("weights", [[], [1], [1, 2, 3], [0, 0], [1, -1], [1, math.nan], [1, 0]])
def test_weights_must_fit_the_units(weights):
    for index in (gini, theil):
        with pytest.raises(ValueError):
            index([0, 1], weights)


def test_text_is_no_amount():
    with pytest.raises(TypeError):
        gini(["1", "2"])
    with pytest.raises(TypeError):
        representation_index({"BY": "1"}, {"BY": 1})


def test_representation_compares_shares():
    inhabitants = {"BY": 13, "SN": 4, "SL": 3}
    index = representation_index({"SN": Decimal(4), "BY": 13, "SL": 3}, inhabitants)
    assert index == pytest.approx({"BY": 1, "SN": 1, "SL": 1})
    assert representation_index({"SL": 1}, inhabitants) == pytest.approx(
        {"BY": 0, "SN": 0, "SL": 20 / 3}
    )
    assert list(index) == ["BY", "SN", "SL"]


@pytest.mark.parametrize(
    ("parts", "reference"),
    [
        ({"XX": 1}, {"BY": 1}),
        ({"XX": 0, "BY": 1}, {"BY": 1}),
        ({"BY": 1}, {"BY": 1, "SN": 0}),
        ({"BY": 0}, {"BY": 1}),
        ({}, {"BY": 1}),
        ({}, {}),
        ({"BY": -1}, {"BY": 1}),
        ({"BY": 1}, {"BY": math.nan}),
    ],
)
def test_shares_of_nothing_are_refused(parts, reference):
    with pytest.raises(ValueError):
        representation_index(parts, reference)


def test_nobody_is_counted_twice_whatever_lies_in_what():
    places = {"01": 900, "01059": 200, "010590045": 50, "010590045045": 20, "02000": 7}
    assert count_once(places) == 907
    del places["01"]
    assert count_once(places) == 207
    assert count_once({}) == 0
