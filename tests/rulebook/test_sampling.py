"""Sampling: every euro has the same chance, and errors are projected with care."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from rulebook.sampling import Projection, draw, project

amounts = st.lists(
    st.decimals(min_value=0, max_value=10_000, places=2), min_size=1, max_size=60
).filter(any)
sizes, seeds = st.integers(1, 40), st.integers(0, 2**64)
findings = st.lists(
    st.tuples(st.integers(1, 5000), st.fractions(0, 1)).map(
        lambda pair: (pair[0], Decimal(int(pair[0] * pair[1])))
    ),
    min_size=1,
    max_size=30,
)


def test_large_amounts_are_certain_and_zeros_never_drawn():
    for seed in range(50):
        drawn = draw([0, 5, 1000, 5, 0, 990], size=2, seed=seed)
        assert 2 in drawn
        assert not {0, 4} & set(drawn)


def test_every_euro_has_the_same_chance():
    drawn = Counter(index for seed in range(4000) for index in draw([100, 300, 600], 1, seed))
    assert drawn[0] == pytest.approx(400, abs=70)
    assert drawn[1] == pytest.approx(1200, abs=110)
    assert drawn[2] == pytest.approx(2400, abs=120)


def test_a_sample_of_all_equal_amounts_is_evenly_spaced():
    for seed in range(20):
        drawn = draw([10] * 100, size=10, seed=seed)
        assert len(drawn) == 10
        assert {after - before for before, after in zip(drawn, drawn[1:], strict=False)} == {10}


@given(amounts, sizes, seeds)
def test_a_draw_is_a_sorted_set_that_misses_no_large_amount(listed, size, seed):
    drawn = draw(listed, size, seed)
    assert drawn == sorted(set(drawn)) == draw(listed, size, seed)
    assert 1 <= len(drawn) <= size
    assert all(listed[index] > 0 for index in drawn)
    interval = Fraction(sum(listed)) / size
    assert {i for i, amount in enumerate(listed) if amount >= interval} <= set(drawn)
    if all(amount <= interval for amount in listed):
        assert len(drawn) == size


@pytest.mark.parametrize(
    ("listed", "size"), [([], 1), ([0, 0], 1), ([1, -1], 1), ([1], 0), ([1], -1)]
)
def test_there_must_be_something_to_draw(listed, size):
    with pytest.raises(ValueError):
        draw(listed, size, 1)


@pytest.mark.parametrize(
    ("listed", "size", "seed"), [([0.5], 1, 1), ([1], 1.0, 1), ([1], 1, None), ([1], True, 1)]
)
def test_wrong_types_are_refused(listed, size, seed):
    with pytest.raises(TypeError):
        draw(listed, size, seed)


def test_a_clean_sample_still_has_an_upper_bound():
    assert project([(100, 100), (5000, 5000)], 1000) == Projection(0.0, 3000.0)


def test_taintings_count_from_the_largest():
    projection = project([(100, 75), (200, 100), (400, 400)], 1000)
    assert projection.error == 750
    assert projection.upper == pytest.approx(3000 + 500 * 1.74 + 250 * 1.56)


def test_from_an_interval_on_an_error_is_taken_as_found():
    assert project([(1000, 900), (Decimal("999.99"), 0)], 1000).error == 1100
    assert project([(1000, 900)], 1000) == Projection(100.0, 3100.0)


@pytest.mark.parametrize("confidence", [0.5, 0.8, 0.9, 0.95, 0.99])
@pytest.mark.parametrize("errors", [0, 1, 2, 7, 30])
def test_the_factors_are_those_of_the_poisson_distribution(confidence, errors):
    full = project([(1, 0)] * errors + [(1, 1)], 1000, confidence).upper / 1000
    assert poisson.cdf(errors, full) == pytest.approx(1 - confidence, abs=0.004)


@pytest.mark.parametrize(
    ("found", "interval", "confidence"),
    [
        ([(100, 101)], 1000, 0.95),
        ([(100, -1)], 1000, 0.95),
        ([(0, 0)], 1000, 0.95),
        ([(-5, -5)], 1000, 0.95),
        ([], 1000, 0.95),
        ([(100, 100)], 0, 0.95),
        ([(100, 100)], 1000, 0),
        ([(100, 100)], 1000, 1),
        ([(100, float("nan"))], 1000, 0.95),
        ([(100, 100)], 1000, float("nan")),
    ],
)
def test_what_cannot_be_projected_is_refused(found, interval, confidence):
    with pytest.raises(ValueError):
        project(found, interval, confidence)


@given(findings, st.integers(1, 3000))
def test_the_upper_bound_lies_above_the_error_and_order_plays_no_part(found, interval):
    projection = project(found, interval)
    assert 0 <= projection.error < projection.upper
    assert project(found[::-1], interval) == projection


@given(findings, st.integers(1, 3000))
def test_one_more_error_never_lowers_the_bound(found, interval):
    worse = [(found[0][0], 0), *found[1:]]
    assert project(worse, interval).upper >= project(found, interval).upper
