"""Calendar: holidays as the Länder have them, and the periods of notices and remedies."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.calendar import (
    LANDS,
    final_on,
    holidays,
    is_working_day,
    next_working_day,
    notified_on,
    remedy_until,
)

lands = st.sampled_from(sorted(LANDS))
days = st.dates(date(1995, 1, 1), date(2099, 12, 1))

EASTER_SUNDAYS = [
    date(1995, 4, 16),
    date(2000, 4, 23),
    date(2008, 3, 23),
    date(2011, 4, 24),
    date(2024, 3, 31),
    date(2025, 4, 20),
    date(2026, 4, 5),
    date(2038, 4, 25),
    date(2076, 4, 19),
]


def having(day):
    return {land for land in LANDS if day in holidays(day.year, land)}


@pytest.mark.parametrize("easter", EASTER_SUNDAYS)
def test_moving_feasts_follow_easter(easter):
    for offset in (-2, 1, 39, 50):
        assert having(easter + timedelta(days=offset)) == LANDS
    assert having(easter) == having(easter + timedelta(days=49)) == {"BB"}
    corpus_christi = having(easter + timedelta(days=60))
    assert corpus_christi >= {"BW", "BY", "HE", "NW", "RP", "SL"}


@pytest.mark.parametrize(
    ("month", "day", "expected"),
    [
        (1, 1, "all"),
        (1, 6, "BW BY ST"),
        (3, 8, "BE MV"),
        (5, 1, "all"),
        (8, 15, "SL"),
        (9, 20, "TH"),
        (10, 3, "all"),
        (10, 31, "BB HB HH MV NI SH SN ST TH"),
        (11, 1, "BW BY NW RP SL"),
        (11, 18, "SN"),
        (12, 24, ""),
        (12, 25, "all"),
        (12, 26, "all"),
    ],
)
def test_fixed_days_of_2026(month, day, expected):
    assert having(date(2026, month, day)) == (LANDS if expected == "all" else set(expected.split()))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2018, 3, 8), set()),
        (date(2019, 3, 8), {"BE"}),
        (date(2022, 3, 8), {"BE"}),
        (date(2023, 3, 8), {"BE", "MV"}),
        (date(2020, 5, 8), {"BE"}),
        (date(2021, 5, 8), set()),
        (date(2025, 5, 8), {"BE"}),
        (date(2028, 6, 17), {"BE"}),
        (date(2018, 9, 20), set()),
        (date(2019, 9, 20), {"TH"}),
        (date(2016, 10, 31), {"BB", "MV", "SN", "ST", "TH"}),
        (date(2017, 10, 31), LANDS),
        (date(2018, 10, 31), {"BB", "HB", "HH", "MV", "NI", "SH", "SN", "ST", "TH"}),
        (date(2017, 11, 22), {"SN"}),
        (date(2023, 11, 22), {"SN"}),
        (date(2024, 11, 20), {"SN"}),
    ],
)
def test_laws_that_changed_and_days_that_came_once(day, expected):
    assert having(day) == expected


@pytest.mark.parametrize(
    ("land", "number"),
    [("BE", 10), ("BW", 12), ("BY", 12), ("HE", 10), ("SL", 12), ("SN", 11), ("BB", 12)],
)
def test_number_of_holidays_in_2026(land, number):
    assert len(holidays(2026, land)) == number


def test_working_days_leave_out_week_ends_and_holidays():
    assert is_working_day(date(2026, 6, 5), "BE")
    assert not is_working_day(date(2026, 6, 6), "BE")
    assert not is_working_day(date(2026, 6, 7), "BE")
    assert is_working_day(date(2026, 6, 4), "BE")
    assert not is_working_day(date(2026, 6, 4), "BY")
    assert next_working_day(date(2026, 12, 25), "BE") == date(2026, 12, 28)
    assert next_working_day(date(2026, 12, 31), "BE") == date(2026, 12, 31)
    assert next_working_day(date(2027, 1, 1), "BE") == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("sent_on", "expected"),
    [
        (date(2024, 12, 30), date(2025, 1, 2)),
        (date(2024, 12, 31), date(2025, 1, 3)),
        (date(2025, 1, 1), date(2025, 1, 5)),
        (date(2026, 3, 31), date(2026, 4, 4)),  # a Saturday, and it stays one
    ],
)
def test_a_notice_counts_as_received_by_the_day_it_was_sent(sent_on, expected):
    assert notified_on(sent_on) == expected


@pytest.mark.parametrize(
    ("received", "land", "until"),
    [
        (date(2026, 1, 15), "BE", date(2026, 2, 16)),  # 15 February is a Sunday
        (date(2025, 1, 31), "BE", date(2025, 2, 28)),
        (date(2024, 1, 30), "BE", date(2024, 2, 29)),
        (date(2026, 3, 3), "BE", date(2026, 4, 7)),  # Good Friday to Tuesday after Easter
        (date(2025, 12, 1), "BE", date(2026, 1, 2)),
        (date(2025, 11, 30), "BE", date(2025, 12, 30)),
        (date(2026, 9, 30), "BE", date(2026, 10, 30)),
        (date(2025, 9, 30), "NW", date(2025, 10, 30)),
        (date(2025, 10, 1), "NW", date(2025, 11, 3)),
        (date(2025, 12, 6), "BY", date(2026, 1, 7)),
        (date(2025, 12, 6), "HE", date(2026, 1, 6)),
    ],
)
def test_the_remedy_ends_a_month_later_on_a_working_day(received, land, until):
    assert remedy_until(received, land) == until
    assert final_on(received, land) == until + timedelta(days=1)


@pytest.mark.parametrize("wrong", [datetime(2026, 1, 1, tzinfo=UTC), "2026-01-01", None])
def test_a_day_is_a_date_and_no_datetime(wrong):
    for refuse in (is_working_day, next_working_day, remedy_until, final_on):
        with pytest.raises(TypeError):
            refuse(wrong, "BE")
    with pytest.raises(TypeError):
        notified_on(wrong)


def test_unknown_lands_and_years_are_refused():
    for land in ("XX", "be", "", "Berlin"):
        with pytest.raises(ValueError):
            holidays(2026, land)
    with pytest.raises(ValueError, match="1995"):
        holidays(1994, "BE")
    with pytest.raises(TypeError):
        holidays("2026", "BE")
    with pytest.raises(TypeError):
        holidays(2026, None)


@given(days, lands)
def test_the_next_working_day_is_the_first_one_not_before_the_day(day, land):
    found = next_working_day(day, land)
    assert is_working_day(found, land)
    between = [day + timedelta(days=n) for n in range((found - day).days)]
    assert not any(is_working_day(earlier, land) for earlier in between)


@given(days, lands)
def test_a_remedy_lasts_at_least_28_days(day, land):
    assert 28 <= (remedy_until(day, land) - day).days <= 38
