"""Forecast: Mack's own published example, and what a triangle must be."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.forecast import chain_ladder

# Taylor and Ashe 1983, cumulative claims, as used by Mack 1993.
TAYLOR_ASHE = [
    [357848, 1124788, 1735330, 2218270, 2745596, 3319994, 3466336, 3606286, 3833515, 3901463],
    [352118, 1236139, 2170033, 3353322, 3799067, 4120063, 4647867, 4914039, 5339085],
    [290507, 1292306, 2218525, 3235179, 3985995, 4132918, 4628910, 4909315],
    [310608, 1418858, 2195047, 3757447, 4029929, 4381982, 4588268],
    [443160, 1136350, 2128333, 2897821, 3402672, 3873311],
    [396132, 1333217, 2180715, 2985752, 3691712],
    [440832, 1288463, 2419861, 3483130],
    [359480, 1421128, 2864498],
    [376686, 1363294],
    [344014],
]

triangles = st.integers(3, 7).flatmap(
    lambda years: st.tuples(
        *[
            st.lists(st.integers(1, 10**6), min_size=years - row, max_size=years - row)
            for row in range(years)
        ]
    )
)


def test_the_published_triangle_gives_the_published_results():
    forecast = chain_ladder(TAYLOR_ASHE)
    published = [3.4906, 1.7473, 1.4574, 1.1739, 1.1038, 1.0863, 1.0539, 1.0766, 1.0177]
    assert [round(factor, 4) for factor in forecast.factors] == published
    assert round(forecast.reserve) == 18_680_856
    assert round(forecast.se) == 2_447_095
    reserves = [full - row[-1] for full, row in zip(forecast.ultimates, TAYLOR_ASHE, strict=True)]
    assert [round(reserve / 1000) for reserve in reserves] == [
        *(0, 95, 470, 710, 985, 1419, 2178, 3920, 4279, 4626),
    ]
    assert [round(se / 1000) for se in forecast.row_se] == [
        *(0, 76, 122, 134, 261, 411, 558, 875, 971, 1363),
    ]


def test_three_years_by_hand():
    forecast = chain_ladder([[100, 150, 165], [110, 176], [120]])
    first, second = (150 + 176) / (100 + 110), 165 / 150
    assert forecast.factors == pytest.approx((first, second))
    assert forecast.ultimates == pytest.approx((165, 176 * second, 120 * first * second))
    # One row alone shows no spread, and only one factor before it does: its variance is taken.
    variance = 100 * (150 / 100 - first) ** 2 + 110 * (176 / 110 - first) ** 2
    full = 176 * second
    mse = full**2 * variance / second**2 * (1 / 176 + 1 / 150)
    assert forecast.row_se[1] == pytest.approx(math.sqrt(mse))
    assert forecast.se > math.hypot(*forecast.row_se)  # the rows share the factors' errors


def test_a_steady_triangle_is_certain():
    forecast = chain_ladder([[100, 200, 300], [10, 20], [1]])
    assert forecast.ultimates == pytest.approx((300, 30, 3))
    assert forecast.reserve == pytest.approx(12)
    assert forecast.se == pytest.approx(0)


def test_complete_years_have_nothing_left():
    forecast = chain_ladder([[100, 150], [90, 140], [80, 100]])
    assert (forecast.reserve, forecast.se, forecast.row_se) == (0, 0, (0, 0, 0))


@pytest.mark.parametrize(
    "triangle",
    [
        [],
        [[]],
        [[1, 2, 3]],
        [[1], [1]],
        [[1, 2, 3], [1], [1]],
        [[1, 2, 3], [1, 2, 3, 4], [1]],
        [[1, 2, 3], [1, 2], []],
        [[0, 2, 3], [1, 2], [1]],
        [[1, 2, 3], [1, -2], [1]],
        [[1, 2, 3], [1, float("nan")], [1]],
        [[1, 2, 3], [1, float("inf")], [1]],
    ],
)
def test_what_is_no_triangle_is_refused(triangle):
    with pytest.raises(ValueError):
        chain_ladder(triangle)


def test_amounts_are_numbers():
    with pytest.raises(TypeError):
        chain_ladder([["1", 2, 3], [1, 2], [1]])


@given(triangles)
def test_every_figure_is_finite_and_the_reserve_is_what_is_missing(triangle):
    before = [list(row) for row in triangle]
    forecast = chain_ladder(triangle)
    assert [list(row) for row in triangle] == before
    figures = [*forecast.factors, *forecast.ultimates, *forecast.row_se, forecast.se]
    assert all(math.isfinite(figure) for figure in figures)
    paid = sum(row[-1] for row in triangle)
    assert forecast.reserve == pytest.approx(sum(forecast.ultimates) - paid, rel=1e-6, abs=1e-6)
    assert forecast.row_se[0] == 0


@given(triangles)
def test_the_unit_of_money_plays_no_part(triangle):
    euros = chain_ladder(triangle)
    thousands = chain_ladder([[amount / 1000 for amount in row] for row in triangle])
    assert thousands.factors == pytest.approx(euros.factors)
    assert thousands.se == pytest.approx(euros.se / 1000, rel=1e-6, abs=1e-6)
