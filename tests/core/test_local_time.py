"""Rates and times as people in Germany write them."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from core.forms import LocalTimeField, PercentField

pytestmark = pytest.mark.once


def test_a_rate_is_typed_in_per_cent_and_stored_as_a_share():
    assert PercentField().clean("65,5 %") == Decimal("0.655")
    assert PercentField().prepare_value(Decimal("0.650000")) == "65"


@pytest.mark.parametrize("text", ["101", "-1", "viel"])
def test_a_rate_outside_0_to_100_per_cent_is_refused(text):
    with pytest.raises(ValidationError):
        PercentField().clean(text)


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


@pytest.mark.parametrize("text", ["bald", "31.03.2027", "0001-01-01T00:00", "2027-02-30T12:00"])
def test_what_is_no_time_is_refused_with_an_example(text):
    with pytest.raises(ValidationError, match="zum Beispiel 31.03.2027 12:00"):
        LocalTimeField().clean(text)
