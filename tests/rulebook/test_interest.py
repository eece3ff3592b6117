"""Interest: by half-years, by days, and never without a base rate."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.interest import InterestPeriod, MissingBaseRate, interest, interest_periods

RATES = {
    date(2022, 7, 1): Decimal("-0.88"),
    date(2023, 1, 1): Decimal("1.62"),
    date(2023, 7, 1): Decimal("3.12"),
    date(2024, 1, 1): Decimal("3.62"),
    date(2024, 7, 1): Decimal("3.37"),
    date(2025, 1, 1): Decimal("2.27"),
    date(2025, 7, 1): Decimal("1.27"),
    date(2026, 1, 1): Decimal("1.27"),
}
days = st.dates(date(2022, 7, 1), date(2026, 6, 30))
principals = st.decimals(min_value=0, max_value=10**7, places=2)


def test_a_hundred_days_in_one_half_year():
    assert interest_periods(100_000, date(2025, 2, 3), date(2025, 5, 14), RATES) == [
        InterestPeriod(
            date(2025, 2, 4), date(2025, 5, 14), 100, Decimal("7.27"), Decimal("1991.78")
        )
    ]


def test_a_change_of_the_base_rate_starts_a_new_period():
    periods = interest_periods(100_000, date(2025, 6, 20), date(2025, 7, 10), RATES)
    assert [(p.start, p.end, p.days, p.rate, p.amount) for p in periods] == [
        (date(2025, 6, 21), date(2025, 6, 30), 10, Decimal("7.27"), Decimal("199.18")),
        (date(2025, 7, 1), date(2025, 7, 10), 10, Decimal("6.27"), Decimal("171.78")),
    ]
    assert interest(100_000, date(2025, 6, 20), date(2025, 7, 10), RATES) == Decimal("370.96")


def test_an_unchanged_rate_still_ends_with_the_half_year():
    periods = interest_periods(1000, date(2025, 12, 30), date(2026, 1, 2), RATES)
    assert [(period.days, period.rate) for period in periods] == [
        (1, Decimal("6.27")),
        (2, Decimal("6.27")),
    ]


def test_a_leap_year_has_366_days_over_365():
    periods = interest_periods(36_500, date(2023, 12, 31), date(2024, 12, 31), RATES)
    assert [period.days for period in periods] == [182, 184]
    assert [period.amount for period in periods] == [Decimal("1568.84"), Decimal("1540.08")]


def test_paid_on_the_last_day_of_a_half_year_counts_from_the_next():
    (period,) = interest_periods(1000, date(2025, 6, 30), date(2025, 7, 1), RATES)
    assert (period.start, period.end, period.days) == (date(2025, 7, 1), date(2025, 7, 1), 1)


def test_a_negative_base_rate_and_another_surcharge_count_as_they_are():
    (period,) = interest_periods(36_500, date(2022, 7, 31), date(2022, 8, 31), RATES)
    assert (period.rate, period.amount) == (Decimal("4.12"), Decimal("127.72"))
    assert interest(36_500, date(2022, 7, 31), date(2022, 8, 31), RATES, Decimal(8)) == Decimal(
        "220.72"
    )


@pytest.mark.parametrize("used_on", [date(2025, 2, 3), date(2025, 2, 2), date(1999, 1, 1)])
def test_money_used_at_once_bears_nothing(used_on):
    assert interest_periods(100_000, date(2025, 2, 3), used_on, {}) == []
    assert str(interest(100_000, date(2025, 2, 3), used_on, {})) == "0.00"


def test_a_missing_base_rate_is_named():
    with pytest.raises(MissingBaseRate, match="2026-07-01") as missing:
        interest(100, date(2026, 6, 1), date(2027, 3, 1), RATES)
    assert isinstance(missing.value, LookupError)
    assert missing.value.first_day == date(2026, 7, 1)
    with pytest.raises(MissingBaseRate, match=r"1\. Halbjahr 2022"):
        interest(100, date(2022, 6, 1), date(2022, 6, 2), RATES)


def test_only_the_half_years_counted_need_a_rate():
    assert interest(100, date(2026, 6, 1), date(2026, 6, 30), RATES) > 0
    assert interest(100, date(2022, 6, 30), date(2022, 7, 2), RATES) > 0


@pytest.mark.parametrize("wrong", [100.0, True, "100"])
def test_a_float_is_no_principal_and_no_rate(wrong):
    with pytest.raises(TypeError):
        interest(wrong, date(2025, 2, 3), date(2025, 2, 3), RATES)
    with pytest.raises(TypeError):
        interest(100, date(2025, 2, 3), date(2025, 2, 9), {date(2025, 1, 1): wrong})
    with pytest.raises(TypeError):
        interest(100, date(2025, 2, 3), date(2025, 2, 9), RATES, wrong)


def test_a_day_is_a_date_and_no_datetime():
    with pytest.raises(TypeError):
        interest(100, datetime(2025, 2, 3, tzinfo=UTC), date(2025, 2, 9), RATES)
    with pytest.raises(TypeError):
        interest(100, date(2025, 2, 3), "2025-02-09", RATES)


def test_a_negative_principal_is_refused():
    with pytest.raises(ValueError, match="principal"):
        interest(-1, date(2025, 2, 3), date(2025, 2, 9), RATES)


@given(principals, days, days)
def test_periods_cover_every_day_once_within_half_years(principal, paid_on, used_on):
    periods = interest_periods(principal, paid_on, used_on, RATES)
    counted = [period.start + timedelta(days=n) for period in periods for n in range(period.days)]
    wanted = max((used_on - paid_on).days, 0)
    assert counted == [paid_on + timedelta(days=n + 1) for n in range(wanted)]
    for period in periods:
        assert period.end == period.start + timedelta(days=period.days - 1)
        assert period.start.year == period.end.year
        assert (period.start.month <= 6) == (period.end.month <= 6)


@given(principals, days, days)
def test_the_interest_is_the_sum_of_its_rounded_periods(principal, paid_on, used_on):
    periods = interest_periods(principal, paid_on, used_on, RATES)
    assert interest(principal, paid_on, used_on, RATES) == sum(p.amount for p in periods)
