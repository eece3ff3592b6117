"""What keeps applicants and reviewers unknown: pseudonyms, and small classes made larger."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.conf import settings

from rulebook.disclosure import k_anonymity, suppress

QUASI_IDENTIFIERS = ("land", "size_class")  # what an outsider may know of an applicant
PROTECTED = ""
STABLE = "applicants"  # the pseudonym of an applicant is the same in every data set
LENGTH = 12

Row = dict[str, Any]


def pseudonym(realm: str, kind: str, key: Any) -> str:
    """Return a name that nobody without the installation's secret can trace back.

    `realm` is the data set's key, so that data sets cannot be joined, or STABLE.
    """
    words = f"{realm}:{kind}:{key}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), words, hashlib.sha256).hexdigest()[:LENGTH]


def protect(rows: Sequence[Row], k: int) -> list[Row]:
    """Blank Land, then size class, until every class of the rest has at least k rows.

    Blanked rows form a class of their own, which must be large enough too: as long as it is
    not, the smallest other class joins it.
    """
    kept = [dict(row) for row in rows]
    if len(kept) < k:
        return [{**row, **dict.fromkeys(QUASI_IDENTIFIERS, PROTECTED)} for row in kept]
    for column in QUASI_IDENTIFIERS:
        small = small_classes(kept, k)
        for row in kept:
            if class_of(row) in small:
                row[column] = PROTECTED
    blank = (PROTECTED,) * len(QUASI_IDENTIFIERS)
    while k_anonymity(kept, QUASI_IDENTIFIERS) < k:
        others = Counter(class_of(row) for row in kept if class_of(row) != blank)
        joined = min(others, key=lambda one: (others[one], one))
        for row in kept:
            if class_of(row) == joined:
                row.update(dict.fromkeys(QUASI_IDENTIFIERS, PROTECTED))
    return kept


def class_of(row: Row) -> tuple[str, ...]:
    return tuple(row[column] for column in QUASI_IDENTIFIERS)


def small_classes(rows: Sequence[Row], k: int) -> set[tuple[str, ...]]:
    counted = Counter(class_of(row) for row in rows)
    return {one for one, count in counted.items() if count < k}


def published_counts(
    counts: Counter[tuple[str, str]], heads: Sequence[str], columns: Sequence[str], k: int
) -> list[Row]:
    """Return a table of counts with totals, blank wherever fewer than k could be found out."""
    table = [[counts[head, column] for column in columns] for head in heads]
    shown = suppress(table, k)
    rows = [
        {"group": head, **dict(zip(columns, cells, strict=True)), "total": total}
        for head, cells, total in zip(heads, shown.cells, shown.row_totals, strict=True)
    ]
    last = dict(zip(columns, shown.column_totals, strict=True))
    return [*rows, {"group": "total", **last, "total": shown.total}]
