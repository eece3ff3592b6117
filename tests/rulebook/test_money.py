"""Money: rounded once, half up, and never lost when it is shared out."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.money import share, split

cents = st.decimals(min_value=-(10**12), max_value=10**12, places=2)
weights = st.lists(
    st.one_of(st.integers(0, 10**6), st.decimals(min_value=0, max_value=10**6, places=6)),
    min_size=1,
    max_size=12,
).filter(any)


@pytest.mark.parametrize(
    ("amount", "rate", "result"),
    [
        (1_000_000, Decimal("0.65"), "650000.00"),
        (Decimal("0.01"), Decimal("0.5"), "0.01"),
        (Decimal("-0.01"), Decimal("0.5"), "-0.01"),
        (Decimal("0.03"), Decimal("0.5"), "0.02"),
        (Decimal("0.01"), Decimal("0.49"), "0.00"),
        (Decimal("-0.01"), Decimal("0.49"), "0.00"),
        (100, 2, "200.00"),
    ],
)
def test_a_share_is_rounded_half_away_from_zero(amount, rate, result):
    assert str(share(amount, rate)) == result


def test_a_share_of_a_very_large_sum_is_rounded_only_once():
    amount = Decimal("12345678901234567890123456789.05")
    assert share(amount, Decimal("0.1")) == Decimal("1234567890123456789012345678.91")
    assert share(Decimal("0.0499999999999999999999999999999999"), Decimal("0.1")) == 0


@pytest.mark.parametrize("wrong", [0.65, True, "0.65", None])
def test_a_float_or_text_is_no_money(wrong):
    with pytest.raises(TypeError):
        share(100, wrong)
    with pytest.raises(TypeError):
        share(wrong, 1)
    with pytest.raises(TypeError):
        split(wrong, [1])
    with pytest.raises(TypeError):
        split(100, [1, wrong])


def test_not_a_number_is_no_money():
    with pytest.raises(ValueError, match="finite"):
        share(Decimal("NaN"), 1)
    with pytest.raises(ValueError, match="finite"):
        split(1, [Decimal("Infinity")])


@pytest.mark.parametrize(
    ("amount", "by", "parts"),
    [
        (Decimal("0.05"), [1, 1], ["0.03", "0.02"]),
        (Decimal("-0.05"), [1, 1], ["-0.03", "-0.02"]),
        (Decimal("1.00"), [Decimal("0.335"), Decimal("0.665")], ["0.34", "0.66"]),
        (Decimal("0.01"), [0, 1, 1], ["0.00", "0.01", "0.00"]),
        (0, [3, 1], ["0.00", "0.00"]),
        (10, [1], ["10.00"]),
        (10, [1, 2, 4], ["1.43", "2.86", "5.71"]),
    ],
)
def test_cents_left_over_go_to_the_largest_remainder(amount, by, parts):
    assert [str(part) for part in split(amount, by)] == parts


@pytest.mark.parametrize("by", [[], [0, 0], [1, -1], [Decimal("-0.1"), 5]])
def test_weights_that_share_nothing_are_refused(by):
    with pytest.raises(ValueError):
        split(100, by)


@pytest.mark.parametrize("amount", [Decimal("0.001"), Decimal("-10.125")])
def test_half_a_cent_cannot_be_shared_out(amount):
    with pytest.raises(ValueError, match="whole cents"):
        split(amount, [1, 1])


@given(cents, weights)
def test_splitting_never_loses_a_cent(amount, by):
    parts = split(amount, by)
    assert sum(parts) == amount
    assert len(parts) == len(by)
    assert all(-part.as_tuple().exponent == 2 for part in parts)


@given(cents, weights)
def test_a_negative_amount_is_the_mirror_image(amount, by):
    assert split(-amount, by) == [-part for part in split(amount, by)]


@given(cents, weights)
def test_no_part_is_a_cent_or_more_off_its_exact_share(amount, by):
    total = sum(by)
    for part, weight in zip(split(amount, by), by, strict=True):
        assert abs(part * total - amount * weight) < Decimal("0.01") * total
