"""Inputs as bytes and back: the same inputs always give the same bytes.

Packed JSON, column by column; each column says what its values are, so that no cent and no
moment is lost.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from reporting.inputs.tables import Inputs, Table

LEVEL = 6  # of packing: higher ones take longer and save little
WRITERS: dict[str, Callable[[Any], Any]] = {
    "decimal": str,
    "day": date.isoformat,
    "moment": lambda value: value.astimezone(UTC).isoformat(),
    "plain": lambda value: value,
}
READERS: dict[str, Callable[[Any], Any]] = {
    "decimal": Decimal,
    "day": date.fromisoformat,
    "moment": datetime.fromisoformat,
    "plain": lambda value: value,
}


def freeze(inputs: Inputs) -> bytes:
    """Return the inputs as packed JSON."""
    whole = {
        "facts": inputs.facts,
        "tables": {name: columns_of(table) for name, table in inputs.tables.items()},
    }
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=LEVEL, mtime=0)


def thaw(content: bytes) -> Inputs:
    """Return the inputs that `freeze` packed."""
    whole = json.loads(gzip.decompress(content))
    return Inputs(
        whole["facts"], {name: table_of(columns) for name, columns in whole["tables"].items()}
    )


def columns_of(table: Table) -> list[dict[str, Any]]:
    """Return the columns in order, each with name, kind and values."""
    columns = zip(*table.rows, strict=True) if table.rows else [()] * len(table.columns)
    return [
        {"name": name, "kind": (kind := kind_of(values)), "values": written(values, kind)}
        for name, values in zip(table.columns, columns, strict=True)
    ]


def table_of(columns: list[dict[str, Any]]) -> Table:
    values = [read_back(column["values"], column["kind"]) for column in columns]
    rows = list(zip(*values, strict=True))
    return Table(tuple(column["name"] for column in columns), rows)


def kind_of(values: tuple[Any, ...]) -> str:
    """Return what the values are; the first that is not missing says it.

    >>> kind_of((None, Decimal("1.50"))), kind_of((True, None)), kind_of(())
    ('decimal', 'plain', 'plain')
    """
    first = next((value for value in values if value is not None), None)
    if isinstance(first, Decimal):
        return "decimal"
    if isinstance(first, datetime):
        return "moment"
    return "day" if isinstance(first, date) else "plain"


def written(values: tuple[Any, ...], kind: str) -> list[Any]:
    write = WRITERS[kind]
    return [None if value is None else write(value) for value in values]


def read_back(values: list[Any], kind: str) -> list[Any]:
    read = READERS[kind]
    return [None if value is None else read(value) for value in values]
