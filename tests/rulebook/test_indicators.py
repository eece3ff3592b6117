"""Indicators: attainment of goals, kept raw, clipped, and held against time."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.indicators import clipped, goal_attainment, on_track

values = st.decimals(min_value=-1000, max_value=1000, places=2)


@pytest.mark.parametrize(
    ("baseline", "target", "actual", "percent"),
    [
        (0, 10, 5, 50),
        (100, 60, 70, 75),
        (100, 60, 110, -25),
        (10, 20, 40, 300),
        (10, 20, 10, 0),
        (-10, 10, 0, 50),
        (0.1, 0.2, 0.15, 50),
        (0, 3, 1, Decimal("33.33333333333333333333333333")),
    ],
)
def test_attainment_is_the_way_made_of_the_way_to_make(baseline, target, actual, percent):
    assert goal_attainment(baseline, target, actual) == percent
    assert goal_attainment(baseline, target, actual, rising=False) == percent


@pytest.mark.parametrize(
    ("actual", "rising", "percent"), [(5, True, 100), (6, True, 100), (4, True, 0), (4, False, 100)]
)
def test_a_goal_to_keep_is_met_or_not(actual, rising, percent):
    assert goal_attainment(5, 5, actual, rising) == percent
    assert goal_attainment(5, Decimal("5.00"), 6, rising=False) == 0


def test_what_is_not_known_stays_unknown():
    assert goal_attainment(None, 1, 1) is None
    assert goal_attainment(0, None, 1) is None
    assert goal_attainment(0, 1, None) is None


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), Decimal("NaN")])
def test_not_a_number_is_refused(wrong):
    with pytest.raises(ValueError):
        goal_attainment(0, 1, wrong)
    with pytest.raises(ValueError):
        clipped(wrong)
    with pytest.raises(ValueError):
        on_track(wrong, 1)


def test_text_and_nothing_are_refused():
    with pytest.raises(TypeError):
        goal_attainment(0, 1, "1")
    with pytest.raises(TypeError):
        clipped(None)


@pytest.mark.parametrize(("raw", "kept"), [(-1, 0), (0, 0), (120, 120), (121, 120), (55.5, 55.5)])
def test_clipping_keeps_0_to_120(raw, kept):
    assert clipped(raw) == Decimal(kept)


@pytest.mark.parametrize(
    ("attainment", "time_share", "expected"),
    [(90, 1, True), (Decimal("89.99"), 1, False), (0, 0, True), (-1, 0, False), (45, 0.5, True)],
)
def test_on_track_means_nine_tenths_of_the_time_passed(attainment, time_share, expected):
    assert on_track(attainment, time_share) is expected


@pytest.mark.parametrize("time_share", [-0.1, Decimal("1.1"), 50])
def test_time_runs_from_0_to_1(time_share):
    with pytest.raises(ValueError, match="between 0 and 1"):
        on_track(50, time_share)


@given(values, values, values)
def test_a_goal_and_its_mirror_image_are_attained_alike(baseline, target, actual):
    if baseline != target:
        mirrored = goal_attainment(-baseline, -target, -actual)
        assert goal_attainment(baseline, target, actual) == mirrored
        assert goal_attainment(baseline, target, target) == 100
