"""The shape of the inputs: named tables of plain rows, and the facts that are no rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from programmes.models import CallVersion

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Source:
    """Where a table comes from: its columns with the fields they are read from, and its rows."""

    columns: Mapping[str, str]
    rows: Callable[[CallVersion], QuerySet[Any]]

    def read(self, version: CallVersion) -> Rows:
        """Return the rows in the order of their keys, so that two readings are the same."""
        found = self.rows(version).order_by("pk")
        return list(found.values_list(*self.columns.values()))


@dataclass(frozen=True)
class Table:
    """Columns and rows; values are text, numbers, Decimal, dates, moments, booleans or None."""

    columns: tuple[str, ...]
    rows: Rows


@dataclass(frozen=True)
class Inputs:
    """Everything the figures of one call version rest on; nothing else is asked."""

    facts: dict[str, Any]
    tables: dict[str, Table] = field(default_factory=dict)
