"""What is odd in a list of vouchers: paid twice, outside the period, in the future."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from core import clock


@dataclass(frozen=True)
class Oddity:
    """One sentence about one voucher."""

    row: int
    number: str
    sentence: str


def oddities(vouchers: Iterable[Any], period_from: date, period_until: date) -> list[Oddity]:
    """Return everything odd in order of rows; a voucher may be named more than once."""
    rows = list(vouchers)
    found = [*outside(rows, period_from, period_until), *twice(rows)]
    return sorted(found, key=lambda oddity: oddity.row)


def outside(rows: list[Any], period_from: date, period_until: date) -> Iterator[Oddity]:
    """Yield vouchers paid before, after or not yet."""
    today = clock.today()
    for one in rows:
        if one.paid_on > today:
            yield Oddity(one.row, one.number, f"Das Datum {one.paid_on:%d.%m.%Y} ist künftig.")
        elif not period_from <= one.paid_on <= period_until:
            period = f"{period_from:%d.%m.%Y} bis {period_until:%d.%m.%Y}"
            sentence = f"Gezahlt am {one.paid_on:%d.%m.%Y}, außerhalb des Zeitraums {period}."
            yield Oddity(one.row, one.number, sentence)


def twice(rows: list[Any]) -> Iterator[Oddity]:
    """Yield vouchers that look like an earlier one: same number and payee, or same payment."""
    first: dict[tuple[Any, ...], int] = {}
    seen: dict[int, set[int]] = defaultdict(set)
    for one in rows:
        payee = one.payee.casefold()
        for key in (("number", one.number, payee), (one.paid_on, payee, one.amount)):
            earlier = first.setdefault(key, one.row)
            if earlier != one.row and earlier not in seen[one.row]:
                seen[one.row].add(earlier)
                yield Oddity(one.row, one.number, f"Sieht aus wie der Beleg in Zeile {earlier}.")
