"""Numbers are read exactly, and what only looks like a number is refused."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.numbers import as_decimal, exact, finite, finite_from_zero


@pytest.mark.parametrize("wrong", [0.5, True, "1", None, Fraction(1, 2)])
def test_only_int_and_decimal_are_exact(wrong):
    with pytest.raises(TypeError):
        exact(wrong)


@pytest.mark.parametrize("wrong", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_what_is_not_finite_is_refused(wrong):
    with pytest.raises(ValueError, match="finite"):
        exact(Decimal(wrong))
    with pytest.raises(ValueError, match="finite"):
        finite(float(wrong.replace("sNaN", "nan")))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=30))
def test_a_decimal_survives_the_way_there_and_back_beyond_28_digits(value):
    assert as_decimal(exact(value)) == value


@pytest.mark.parametrize("wrong", [True, "1", None, 1j])
def test_a_statistic_takes_numbers_only(wrong):
    with pytest.raises(TypeError):
        finite(wrong)


def test_a_list_of_sizes_is_neither_empty_nor_negative():
    with pytest.raises(ValueError, match="empty"):
        finite_from_zero([], "the shares")
    with pytest.raises(ValueError, match="negative"):
        finite_from_zero([1, -1], "the shares")
