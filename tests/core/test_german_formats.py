"""How pages write money, numbers, dates and sizes."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from core import clock
from core.templatetags import allmende

AT = datetime(2027, 3, 31, 10, 0, tzinfo=UTC)
SPACE = "\N{NO-BREAK SPACE}"


def plain(text: str) -> str:
    return text.replace(SPACE, " ")


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Decimal("1234567.89"), "1.234.567,89 €"),
        (Decimal("0"), "0,00 €"),
        (Decimal("-20000"), "-20.000,00 €"),
        (None, "–"),
    ],
)
def test_money_is_written_in_the_german_way(amount: Decimal | None, text: str) -> None:
    assert plain(allmende.euro(amount)) == text


def test_large_sums_are_written_in_millions() -> None:
    assert plain(allmende.euro_short(Decimal("96000000"))) == "96,0 Mio. €"
    assert plain(allmende.euro_short(Decimal("650000"))) == "650.000 €"


def test_halves_are_rounded_away_from_zero() -> None:
    assert allmende.number(Decimal("0.125"), 2) == "0,13"
    assert allmende.number(71.85, 1) == "71,9"


def test_a_rate_is_written_in_per_cent() -> None:
    assert plain(allmende.percent(Decimal("0.65"))) == "65 %"
    assert plain(allmende.percent(Decimal("0.1734"), 1)) == "17,3 %"


def test_an_instant_names_its_time_zone() -> None:
    assert plain(allmende.instant(AT)) == "31. März 2027, 12:00 Uhr (MESZ)"
    winter = datetime(2027, 1, 4, 11, 30, 5, tzinfo=UTC)
    assert plain(allmende.instant(winter, "seconds")) == "4. Januar 2027, 12:30:05 Uhr (MEZ)"
    assert plain(allmende.instant(AT, "weekday")).startswith("Mittwoch, 31. März 2027")


def test_a_day_has_no_leading_zero() -> None:
    assert plain(allmende.day(date(2027, 5, 1))) == "1. Mai 2027"


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (timedelta(days=6, hours=3), "Noch 6 Tage"),
        (timedelta(days=1, minutes=1), "Noch 1 Tag"),
        (timedelta(hours=5, minutes=59), "Noch 5 Stunden"),
        (timedelta(minutes=14, seconds=30), "Noch 14 Minuten"),
        (timedelta(seconds=30), "Noch weniger als 1 Minute"),
        (timedelta(seconds=-1), "Abgelaufen"),
    ],
)
def test_the_time_left_is_never_overstated(
    left: timedelta, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    assert plain(allmende.time_left(AT + left)) == text


def test_sizes_and_checksums_can_be_compared_by_people() -> None:
    assert plain(allmende.file_size(1_400_000)) == "1,4 MB"
    assert plain(allmende.file_size(340_000)) == "340 KB"
    assert allmende.checksum("9c1f44ab07de") == "9c1f 44ab 07de"
