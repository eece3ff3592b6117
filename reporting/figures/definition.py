"""What a figure is: its definition in words, its table, and how it is computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reporting.frames import Frames

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """One column: `kind` is text, count, euro, number, percent or rate (a plain ratio)."""

    key: str
    label: str
    kind: str = "text"


@dataclass(frozen=True)
class Figure:
    """One figure of the catalogue; `source` names the fields it is computed from.

    A row may carry `asked`, the questions that lead to the list of applications behind it.
    """

    code: str
    name: str
    formula: str
    unit: str
    population: str
    source: str
    caveat: str
    columns: tuple[Column, ...]
    compute: Callable[[Any], list[Row]]

    def content(self, frames: Frames) -> dict[str, Any]:
        """Return the figure as stored: definition and rows, plain JSON values only."""
        return {
            "code": self.code,
            "name": self.name,
            "formula": self.formula,
            "unit": self.unit,
            "population": self.population,
            "source": self.source,
            "caveat": self.caveat,
            "columns": [vars(column) for column in self.columns],
            "rows": [dict(row) for row in self.compute(frames)],
        }


def money(amount: Any) -> str:
    """Return euros as text with two decimals, so that no cent is lost in JSON."""
    return f"{amount:.2f}"


def ratio(part: Any, whole: Any) -> float | None:
    """Return part / whole, or None when there is no whole."""
    return float(part) / float(whole) if whole else None
