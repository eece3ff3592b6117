"""Numbers, money and times as people in Germany write them."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from core.fields import EuroField, GermanDecimalField, LocalTimeField, PercentField

pytestmark = pytest.mark.once


@pytest.mark.parametrize("text", ["1234567,89", "1.234.567,89", "1.234.567,89 €", " 1234567,89€ "])
def test_money_is_read_with_and_without_points_and_sign(text):
    assert EuroField().clean(text) == Decimal("1234567.89")


@pytest.mark.parametrize("text", ["1.5", "12,345", "zwölf", "-1", "1,2,3", "NaN", "1e9"])
def test_money_that_could_mean_something_else_is_refused(text):
    with pytest.raises(ValidationError):
        EuroField().clean(text)


def test_a_rate_is_typed_in_per_cent_and_stored_as_a_share():
    assert PercentField().clean("65,5 %") == Decimal("0.655")
    assert PercentField().prepare_value(Decimal("0.650000")) == "65"
    with pytest.raises(ValidationError):
        PercentField().clean("101")


def test_stored_numbers_are_shown_in_german():
    assert EuroField().prepare_value(Decimal("2500000")) == "2.500.000,00"
    assert GermanDecimalField(decimal_places=2).prepare_value(Decimal("12.50")) == "12,5"


@pytest.mark.parametrize("text", ["2027-03-31T12:00", "31.03.2027 12:00", "31.03.2027, 12:00"])
def test_a_deadline_is_given_in_berlin_time(text):
    assert LocalTimeField().clean(text) == datetime(2027, 3, 31, 10, 0, tzinfo=UTC)


def test_a_time_the_clock_skips_is_refused():
    with pytest.raises(ValidationError, match="28.03.2027 nicht: Die Uhr wird vorgestellt"):
        LocalTimeField().clean("2027-03-28T02:30")


def test_a_time_the_clock_repeats_is_refused():
    with pytest.raises(ValidationError, match="31.10.2027 zweimal: Die Uhr wird zurückgestellt"):
        LocalTimeField().clean("2027-10-31T02:30")


@pytest.mark.parametrize("text", ["2027-03-28T03:00", "2027-10-31T03:00", "2027-10-31T01:59"])
def test_times_beside_a_change_of_the_clock_are_taken(text):
    assert LocalTimeField().clean(text).strftime("%Y-%m-%dT%H:%M") == text
