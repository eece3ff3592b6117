"""The shape of a table for research: columns with labels for the codebook, and rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reporting.research.protection import Row

NOT_THERE = "leer: trifft nicht zu oder noch nicht eingetreten"
HIDDEN = "leer: geschützt, weil sonst zu wenige Anträge gleich wären"


@dataclass(frozen=True)
class Variable:
    """One column of a table, as the codebook names it; `kind` is a type of Table Schema."""

    name: str
    label: str
    kind: str = "string"
    unit: str = ""
    source: str = ""
    missing: str = NOT_THERE


@dataclass(frozen=True)
class Tidy:
    """One table of the package."""

    name: str
    title: str
    variables: tuple[Variable, ...]
    rows: list[Row]


APPLICATION = Variable("application", "Antrag (Pseudonym dieses Datensatzes)", source="Antrag")


def by_application(rows: Iterable[Row]) -> list[Row]:
    """Order rows by their content, so that the order of storing tells nothing."""
    return sorted(rows, key=lambda row: [str(value) for value in row.values()])
