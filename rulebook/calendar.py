"""Calendar: public holidays by Land, working days, and the dates of notices and remedies.

Sources: the holiday acts of the 16 Länder as in force from 1995 on (the year Buß- und Bettag
ended outside Saxony), state-wide days only; §§ 187, 188, 193 BGB with § 31 VwVfG for periods;
§ 41 (2) VwVfG for the day a notice counts as received.
"""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

LANDS = frozenset("BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH".split())

FIRST_YEAR = 1995


@dataclass(frozen=True)
class _FixedDay:
    """A holiday on the same date each year; no Länder named means all."""

    month: int
    day: int
    lands: str = ""
    since: int = FIRST_YEAR
    until: int = date.max.year


_FIXED_DAYS = (
    _FixedDay(1, 1),  # Neujahr
    _FixedDay(1, 6, "BW BY ST"),  # Heilige Drei Könige
    _FixedDay(3, 8, "BE", since=2019),  # Frauentag
    _FixedDay(3, 8, "MV", since=2023),
    _FixedDay(5, 1),  # Tag der Arbeit
    _FixedDay(5, 8, "BE", since=2020, until=2020),  # 75 years after the liberation
    _FixedDay(5, 8, "BE", since=2025, until=2025),  # 80 years after the liberation
    _FixedDay(6, 17, "BE", since=2028, until=2028),  # 75 years after the uprising of 1953
    _FixedDay(8, 15, "SL"),  # Mariä Himmelfahrt; in Bavaria by municipality only
    _FixedDay(9, 20, "TH", since=2019),  # Weltkindertag
    _FixedDay(10, 3),  # Tag der Deutschen Einheit
    _FixedDay(10, 31, "BB MV SN ST TH"),  # Reformationstag
    _FixedDay(10, 31, since=2017, until=2017),  # 500 years of Reformation, in all Länder
    _FixedDay(10, 31, "HB HH NI SH", since=2018),
    _FixedDay(11, 1, "BW BY NW RP SL"),  # Allerheiligen
    _FixedDay(12, 25),
    _FixedDay(12, 26),
)

_DAYS_AFTER_EASTER = (
    (-2, ""),  # Karfreitag
    (0, "BB"),  # Ostersonntag
    (1, ""),  # Ostermontag
    (39, ""),  # Christi Himmelfahrt
    (49, "BB"),  # Pfingstsonntag
    (50, ""),  # Pfingstmontag
    (60, "BW BY HE NW RP SL"),  # Fronleichnam; in Saxony and Thuringia by municipality only
)


@cache
def holidays(year: int, land: str) -> frozenset[date]:
    """Return the state-wide public holidays of a Land (two letters) in a year.

    >>> date(2025, 5, 8) in holidays(2025, "BE"), date(2026, 5, 8) in holidays(2026, "BE")
    (True, False)
    >>> date(2026, 8, 15) in holidays(2026, "SL"), date(2026, 8, 15) in holidays(2026, "BY")
    (True, False)
    """
    _check_year_and_land(year, land)
    fixed = {
        date(year, rule.month, rule.day)
        for rule in _FIXED_DAYS
        if rule.since <= year <= rule.until and land in (rule.lands.split() or LANDS)
    }
    easter = _easter_sunday(year)
    moving = {
        easter + timedelta(days=offset)
        for offset, lands in _DAYS_AFTER_EASTER
        if land in (lands.split() or LANDS)
    }
    repentance = {_day_of_repentance(year)} if land == "SN" else set()
    return frozenset(fixed | moving | repentance)


def is_working_day(day: date, land: str) -> bool:
    """Say whether a day is neither Saturday, Sunday nor a holiday in the Land (§ 193 BGB).

    >>> is_working_day(date(2026, 10, 30), "HH"), is_working_day(date(2026, 11, 18), "SN")
    (True, False)
    """
    _check_day(day)
    saturday = 5
    is_holiday = day in holidays(day.year, land)
    return day.weekday() < saturday and not is_holiday


def next_working_day(day: date, land: str) -> date:
    """Return the day itself if it is a working day, else the next one that is.

    >>> next_working_day(date(2026, 4, 3), "BE")
    datetime.date(2026, 4, 7)
    """
    while not is_working_day(day, land):
        day += timedelta(days=1)
    return day


def notified_on(sent_on: date) -> date:
    """Return the day a notice counts as received: the 4th after sending, before 2025 the 3rd.

    § 41 (2) VwVfG. Not moved off week-ends; the programme has to confirm this.

    >>> notified_on(date(2024, 12, 31)), notified_on(date(2025, 1, 1))
    (datetime.date(2025, 1, 3), datetime.date(2025, 1, 5))
    """
    _check_day(sent_on)
    return sent_on + timedelta(days=4 if sent_on.year >= 2025 else 3)


def remedy_until(notified_on: date, land: str) -> date:
    """Return the last day for a remedy: one month after notification (§§ 70, 74 VwGO).

    A month that lacks the day ends on its last one (§ 188 (3) BGB); a last day that is no working
    day in the Land moves to the next that is (§ 193 BGB).

    >>> remedy_until(date(2025, 1, 31), "BE"), remedy_until(date(2025, 4, 8), "BE")
    (datetime.date(2025, 2, 28), datetime.date(2025, 5, 9))
    """
    _check_day(notified_on)
    year, month = divmod(notified_on.year * 12 + notified_on.month, 12)
    last_day = calendar.monthrange(year, month + 1)[1]
    same_day = date(year, month + 1, min(notified_on.day, last_day))
    return next_working_day(same_day, land)


def final_on(notified_on: date, land: str) -> date:
    """Return the first day on which a notice can no longer be challenged.

    >>> final_on(date(2025, 4, 8), "BE")
    datetime.date(2025, 5, 10)
    """
    return remedy_until(notified_on, land) + timedelta(days=1)


def _easter_sunday(year: int) -> date:
    """Return Easter Sunday by the Gregorian computus (Butcher 1876, in Meeus' form)."""
    century, year_of_century = divmod(year, 100)
    golden = year % 19
    leap_shift = century - century // 4 - (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + leap_shift + 15) % 30
    weekday = (
        32 + 2 * (century % 4) + 2 * (year_of_century // 4) - epact - year_of_century % 4
    ) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _day_of_repentance(year: int) -> date:
    """Return Buß- und Bettag: the last Wednesday before 23 November."""
    latest, wednesday = date(year, 11, 22), 2
    return latest - timedelta(days=(latest.weekday() - wednesday) % 7)


def _check_year_and_land(year: int, land: str) -> None:
    if isinstance(year, bool) or not isinstance(year, int):
        raise TypeError(f"the year must be an int, not {type(year).__name__}")
    if not isinstance(land, str):
        raise TypeError(f"the Land must be a str, not {type(land).__name__}")
    if land not in LANDS:
        raise ValueError(f"there is no Land {land!r}; its two letters are one of {sorted(LANDS)}")
    if not FIRST_YEAR <= year <= date.max.year:
        raise ValueError(f"holidays are known from {FIRST_YEAR} on, not for {year}")


def _check_day(day: date) -> None:
    """A datetime is refused: it never equals a date, so no holiday would be found."""
    if isinstance(day, datetime) or not isinstance(day, date):
        raise TypeError(f"the day must be a date, not {type(day).__name__}")
