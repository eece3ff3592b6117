"""Slips of the pen: each kind is found where it was made, and nowhere else."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from rulebook.slips import FACTORS, Slip, slip_between, slip_in_digits

AMOUNTS = st.integers(min_value=1, max_value=10**9).map(Decimal)


@given(AMOUNTS, st.sampled_from(FACTORS))
def test_a_decimal_point_in_the_wrong_place_is_found_both_ways(meant, factor):
    assert slip_between(meant * factor, meant) == Slip.FACTOR
    assert slip_between(meant, meant * factor) == Slip.FACTOR


@given(AMOUNTS, st.data())
def test_two_digits_in_the_wrong_order_are_found_and_differ_by_a_multiple_of_nine(meant, draw):
    digits = str(int(meant))
    places = [n for n in range(len(digits) - 1) if digits[n] != digits[n + 1]]
    places = [n for n in places if n or digits[1] != "0"]
    if not places:
        return
    at = draw.draw(st.sampled_from(places))
    typed = Decimal(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])
    assert (typed - meant) % 9 == 0
    assert slip_between(typed, meant) in (Slip.SWAPPED, Slip.FACTOR)


@given(AMOUNTS, AMOUNTS)
def test_a_slip_is_the_same_in_both_directions_and_never_between_equals(one, other):
    assert slip_between(one, other) == slip_between(other, one)
    assert slip_between(one, one) is None


@given(st.integers(1000, 9999), st.integers(1000, 9999))
def test_a_wrong_digit_leaves_all_others_as_they_are(one, other):
    same = sum(a == b for a, b in zip(str(one), str(other), strict=True))
    assert (slip_in_digits(str(one), str(other)) == Slip.DIGIT) == (same == 3)


def test_what_is_merely_near_or_nothing_is_no_slip():
    for typed, meant in (("0", "10"), ("-10", "-100"), ("999.99", "1000"), ("12", "345")):
        assert slip_between(Decimal(typed), Decimal(meant)) is None
