"""What is blanked in a published table, so that nobody learns of fewer than k applications.

Each rule takes the rows of a figure and k and returns them with blanks. Awards are public one by
one, so only applications without an award are protected; what could be computed from a blank, as
a rate from its parts, is blank with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rulebook.disclosure import suppress

Row = dict[str, Any]
Rule = Callable[[Sequence[Row], int], list[Row]]
TELLING = ("applications", "rate", "requested", "money_rate")  # of applications without an award
WORDS = frozenset(
    "group stage reason span criterion level goal indicator constituency what check kind step "
    "reviews field from to asked duties".split()
)


def no_threshold(rows: Sequence[Row], k: int) -> list[Row]:
    """Nothing but awards, money or rules of the call, each of which is public."""
    return list(rows)


def parts_of_whole(rows: Sequence[Row], k: int) -> list[Row]:
    """Rows that add up to the last one: those without an award, small ones and what betrays them.

    >>> rows = [{"applications": 9, "awarded": 7}, {"applications": 20, "awarded": 2}]
    >>> rows += [{"applications": 30, "awarded": 4}, {"applications": 59, "awarded": 13}]
    >>> [row["applications"] for row in parts_of_whole(rows, 5)]
    [None, None, 30, 59]

    A blanked row without any award is left out: that it is there would name who was rejected.

    >>> rows = [{"applications": 1, "awarded": 1}, {"applications": 1, "awarded": 0}]
    >>> rows += [{"applications": 2, "awarded": 1}]
    >>> parts_of_whole(rows, 5)[1:]
    [{'applications': None, 'awarded': 1, 'blank': ['applications']}]
    """
    if not rows:
        return []
    *counts, whole = [row["applications"] - row["awarded"] for row in rows]
    shown = suppress([[*counts, whole - sum(counts)]], k)  # last: who stands in no row
    seen = [None not in pair for pair in zip(shown.cells[0], shown.column_totals, strict=True)]
    seen[-1] = shown.total is not None
    return [
        row if kept else blanked(row, TELLING)
        for row, kept in zip(rows, seen, strict=True)
        if kept or row["awarded"] or row is rows[-1]
    ]


def each_row(rows: Sequence[Row], k: int) -> list[Row]:
    """Rows that overlap, so that no sum gives one of them away: each by its own count.

    As in `parts_of_whole` a blanked row without any award is left out.
    """
    small = [is_small(row["applications"] - row["awarded"], k) for row in rows]
    return [
        blanked(row, TELLING) if hidden else row
        for row, hidden in zip(rows, small, strict=True)
        if row["awarded"] or not hidden
    ]


def stages(rows: Sequence[Row], k: int) -> list[Row]:
    """Stages contain each other: one small number blanks all but what was handed in and awarded.

    With few applications without an award only the number of awards stays; its share would tell.

    >>> names = ("eingereicht", "bewilligt")
    >>> rows = [{"count": 2, "share": 1.0}, {"count": 1, "share": 0.5}]
    >>> rows = [{**row, "asked": {"stand": name}} for row, name in zip(rows, names)]
    >>> [(row["count"], row["share"]) for row in stages(rows, 5)]
    [(None, None), (1, None)]
    """
    counts = {row["asked"]["stand"]: row["count"] for row in rows}
    if not counts:
        return []
    open_ones = {"eingereicht", "bewilligt"}
    without = counts["eingereicht"] - counts["bewilligt"]
    hidden = [count for code, count in counts.items() if code not in open_ones]
    if is_small(without, k):
        return [
            blanked(row, ("share",) if row["asked"]["stand"] == "bewilligt" else ("count", "share"))
            for row in rows
        ]
    if not any(is_small(count, k) for count in hidden):
        return list(rows)
    return [
        row if row["asked"]["stand"] in open_ones else blanked(row, ("count", "share"))
        for row in rows
    ]


def distribution(rows: Sequence[Row], k: int) -> list[Row]:
    """Counts of disjoint steps whose sum is known."""
    if not rows:
        return []
    shown = suppress([[row["count"] for row in rows]], k)
    pairs = zip(shown.cells[0], shown.column_totals, strict=True)
    return [
        row if None not in pair else blanked(row, ("count", "share"))
        for row, pair in zip(rows, pairs, strict=True)
    ]


def least(column: str) -> Rule:
    """Each row stands alone and needs at least k in this column."""

    def rule(rows: Sequence[Row], k: int) -> list[Row]:
        return [blanked(row, numbers(row)) if is_small(row.get(column), k) else row for row in rows]

    return rule


def all_or_nothing(*columns: str) -> Rule:
    """Numbers that contain each other: one small one blanks the table."""

    def rule(rows: Sequence[Row], k: int) -> list[Row]:
        if any(is_small(row.get(column), k) for row in rows for column in columns):
            return [blanked(row, numbers(row)) for row in rows]
        return list(rows)

    return rule


def outcomes(rows: Sequence[Row], k: int) -> list[Row]:
    """Awarded, rejected and all judged: who is neither must not be few either."""
    counts = [row["count"] for row in rows]
    rest = counts[-1] - sum(counts[:-1]) if counts else 0
    if any(is_small(count, k) for count in (*counts, rest)):
        return [blanked(row, numbers(row)) for row in rows]
    return list(rows)


def is_small(count: int | None, k: int) -> bool:
    return count is not None and 0 < count < k


def numbers(row: Row) -> tuple[str, ...]:
    return tuple(key for key in row if key not in WORDS)


def blanked(row: Row, keys: Sequence[str]) -> Row:
    """Return the row without these values; `blank` names them, so that a page can say why."""
    hidden = [key for key in keys if key in row]
    return {**row, **dict.fromkeys(hidden), "blank": hidden}
