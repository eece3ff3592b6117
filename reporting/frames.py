"""Inputs as data frames, for the figures. Imported in jobs, never at start-up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from reporting.inputs import Inputs
from reporting.inputs.tables import Table

MONEY = {
    "applications": ("requested", "awarded", "award_eligible", "own_funds", "other_funds"),
    "recoveries": ("repaid", "interest"),
}
NUMBERS = {"reviews": ("total",), "scores": ("points",)}


class Frames:
    """The frames of one call version by name (`frames.applications`), and its facts."""

    def __init__(self, inputs: Inputs) -> None:
        self.facts = inputs.facts
        self.tables = {name: frame_of(name, table) for name, table in inputs.tables.items()}
        self.tables["budget"] = self.tables["budget"].sort_values("year")
        add_stages(self.tables["applications"])
        add_last_values(self.tables["indicators"], self.tables["measurements"])

    def __getattr__(self, name: str) -> pd.DataFrame:
        try:
            return self.__dict__["tables"][name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def today(self) -> date:
        """The day the report is about."""
        return date.fromisoformat(self.facts["today"])

    @property
    def granted(self) -> pd.DataFrame:
        """Only the applications with an award."""
        table = self.applications
        return table[table["is_awarded"]]


def frame_of(name: str, table: Table) -> pd.DataFrame:
    """Return a frame: missing money is zero euros, scores are floats."""
    kind = None if name in NUMBERS else object  # keys of many rows are faster as numbers
    frame = pd.DataFrame(table.rows, columns=list(table.columns), dtype=kind)
    for column in MONEY.get(name, ()):
        filled = [Decimal(0) if amount is None else amount for amount in frame[column]]
        frame[column] = pd.Series(filled, dtype=object, index=frame.index)
    for column in NUMBERS.get(name, ()):
        frame[column] = frame[column].astype(float)
    return frame


def add_stages(applications: pd.DataFrame) -> None:
    """Note who is awarded, judged, and fundable without an award.

    Awarded means that the notice is sent: what is decided and not yet told is in no figure.
    """
    applications["is_awarded"] = applications["funding_code"].notna()
    applications["is_reviewed"] = applications["total"].notna()
    fundable = applications["is_fundable"].eq(True)
    applications["in_reserve"] = fundable & ~applications["is_awarded"]


def add_last_values(indicators: pd.DataFrame, measurements: pd.DataFrame) -> None:
    """Note the value of the latest period that a report handed in names for each indicator."""
    last: dict[Any, tuple[date, Any]] = {}
    for row in measurements.itertuples():
        known = last.get(row.indicator)
        if known is None or row.measured_on > known[0]:
            last[row.indicator] = (row.measured_on, row.actual)
    nothing = (None, None)
    found = [last.get(pk, nothing) for pk in indicators["pk"]]
    indicators["measured_on"] = pd.Series([day for day, _ in found], dtype=object)
    indicators["actual"] = pd.Series([actual for _, actual in found], dtype=object)
