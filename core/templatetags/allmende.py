"""How numbers, money, dates and sizes are written for people in Germany."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import template
from django.utils.timezone import localtime

from core import arrival, clock

register = template.Library()

NOTHING = "–"
MILLION = 1_000_000
NBSP = "\N{NO-BREAK SPACE}"
MONTHS = (
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
)
UNITS = ((1440, "Tag", "Tage"), (60, "Stunde", "Stunden"), (1, "Minute", "Minuten"))
WEEKDAYS = "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag".split()


def german(value: Any, places: int = 0) -> str:
    """Write a number with points for thousands and a comma, rounded half up.

    >>> german(Decimal("1234567.895"), 2)
    '1.234.567,90'
    """
    step = Decimal(1).scaleb(-places)
    rounded = Decimal(str(value)).quantize(step, rounding=ROUND_HALF_UP)
    return f"{rounded:,f}".translate(str.maketrans(",.", ".,"))


@register.simple_tag
def deadline_rule() -> str:
    """`{% deadline_rule %}` says which instant counts for a deadline on this installation."""
    return arrival.what_counts()


@register.filter
def number(value: Any, places: int = 0) -> str:
    """`{{ 2143|number }}` is 2.143, `{{ score|number:1 }}` is 71,8."""
    return NOTHING if value in (None, "") else german(value, places)


@register.filter
def euro(amount: Any) -> str:
    """`{{ amount|euro }}` is 1.234.567,89 €."""
    return NOTHING if amount in (None, "") else f"{german(amount, 2)}{NBSP}€"


@register.filter
def euro_short(amount: Any) -> str:
    """`{{ amount|euro_short }}` is 96,0 Mio. €; below one million the amount in whole euros."""
    if amount in (None, ""):
        return NOTHING
    if abs(Decimal(str(amount))) < MILLION:
        return f"{german(amount)}{NBSP}€"
    return f"{german(Decimal(str(amount)) / MILLION, 1)}{NBSP}Mio.{NBSP}€"


@register.filter
def percent(rate: Any, places: int = 0) -> str:
    """`{{ 0.65|percent }}` is 65 %, `{{ rate|percent:1 }}` is 17,3 %."""
    if rate in (None, ""):
        return NOTHING
    return f"{german(Decimal(str(rate)) * 100, places)}{NBSP}%"


@register.filter
def day(on: date | datetime | None, weekday: str = "") -> str:
    """`{{ on|day }}` is 31. März 2027, `{{ on|day:"weekday" }}` Mittwoch, 31. März 2027."""
    if not on:
        return NOTHING
    if isinstance(on, datetime):
        on = localtime(on)
    name = f"{WEEKDAYS[on.weekday()]}, " if weekday else ""
    return f"{name}{on.day}.{NBSP}{MONTHS[on.month - 1]}{NBSP}{on.year}"


@register.filter
def instant(at: datetime | None, style: str = "") -> str:
    """`{{ at|instant }}` is 31. März 2027, 12:00 Uhr (MESZ); styles "weekday" and "seconds"."""
    if not at:
        return NOTHING
    zone = "MESZ" if localtime(at).dst() else "MEZ"
    weekday = "weekday" if style == "weekday" else ""
    return f"{day(at, weekday)}, {hour(at, style)} ({zone})"


@register.filter
def hour(at: datetime | None, style: str = "") -> str:
    """`{{ at|hour }}` is 12:00 Uhr, `{{ at|hour:"seconds" }}` 11:58:04 Uhr."""
    if not at:
        return NOTHING
    form = "%H:%M:%S" if style == "seconds" else "%H:%M"
    return f"{localtime(at).strftime(form)}{NBSP}Uhr"


@register.filter
def time_left(deadline: datetime | None) -> str:
    """`{{ call.closes_at|time_left }}` is "Noch 6 Tage", "Noch 14 Minuten" or "Abgelaufen"."""
    if not deadline:
        return NOTHING
    minutes = int((deadline - clock.now()).total_seconds() // 60)
    if minutes < 0:
        return "Abgelaufen"
    for unit, one, many in UNITS:
        if minutes >= unit:
            count = minutes // unit
            return f"Noch{NBSP}{count}{NBSP}{one if count == 1 else many}"
    return "Noch weniger als 1 Minute"


@register.filter
def file_size(size: int | None) -> str:
    """`{{ stored.size|file_size }}` is 340 KB or 1,4 MB."""
    if size is None:
        return NOTHING
    if size < MILLION:
        return f"{german(Decimal(size) / 1000)}{NBSP}KB"
    return f"{german(Decimal(size) / MILLION, 1)}{NBSP}MB"


@register.filter
def checksum(digest: str) -> str:
    """`{{ sha256|checksum }}` groups a checksum by four, so that people can compare it."""
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))


@register.filter
def at_key(mapping: Any, key: Any) -> Any:
    """`{{ row|at_key:year }}` looks a key up; None if it is missing."""
    return mapping.get(key)
