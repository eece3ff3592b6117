"""Which list stands behind a number of the report, and behind a whole figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from reporting.selection import list_url

# Which applications a column counts or adds up, unless the row says so itself.
STAGE_OF_COLUMN = {
    "applications": "eingereicht",
    "count": "eingereicht",
    "requested": "eingereicht",
    "admitted": "zugelassen",
    "awarded": "bewilligt",
    "projects": "bewilligt",
    "granted": "bewilligt",
}
# Which reports a column counts, in rows that name their kind.
STATE_OF_COLUMN = {"planned": "", "due": "due", "received": "received", "late": "overdue"}
# Which applications a figure rests on; statistics have no other list than their population.
STAGE_OF_FIGURE = {
    **dict.fromkeys("A1 A2 A3 A4 A5 A6 A9 A10 B3 B6 D1 E1 E4 H1".split(), "eingereicht"),
    "A7": "formal-abgelehnt",
    **dict.fromkeys("A8 A11 C1 C2 C3 C4 C5 C6 C7 C8 C9 C10".split(), "begutachtet"),
    **dict.fromkeys("B1 B2 B4 B5 D3 D6 D9 H3 H4".split(), "bewilligt"),
    **dict.fromkeys("F1 F2 F3 F4 F5 F6 F7 F8".split(), "bewilligt"),
}
# Figures that rest on other rows: the address of their list and what is asked there.
LIST_OF_FIGURE: dict[str, tuple[str, dict[str, str]]] = {
    "D4": ("payment_requests", {}),
    "D5": ("payment_requests", {"stand": "paid"}),
    "D7": ("recoveries", {}),
    "E2": ("office_reports", {}),
    "E3": ("proof_checks", {}),
}
PAGE_OF_FIGURE = {"G1": "administration_costs", "H2": "call"}
# Across all calls: the ledger has a table for each, the forecast needs the whole programme.
OF_PROGRAMME = {"D2": ("ledger", {}), "D8": ("payment_requests", {"stand": "paid"})}


def list_behind(row: Mapping[str, Any], column: Mapping[str, Any], call: str) -> str:
    """Return the address of the applications or reports that a cell counts, or nothing."""
    if call and "duties" in row and column["key"] in STATE_OF_COLUMN:
        wanted = {**row["duties"], "stand": STATE_OF_COLUMN[column["key"]], "aufruf": call}
        return address_of("office_reports", wanted)
    stage = STAGE_OF_COLUMN.get(column["key"])
    if not call or stage is None or "asked" not in row:
        return ""
    return list_url({"aufruf": call, "stand": stage, **row["asked"]})


def list_behind_figure(code: str, call: str) -> str:
    """Return the address of the rows that a whole figure rests on, or nothing.

    Drafts belong to the municipalities: how far they come has no list.
    """
    if not call:
        return ""
    if stage := STAGE_OF_FIGURE.get(code):
        return list_url({"aufruf": call, "stand": stage})
    if code in PAGE_OF_FIGURE:
        return reverse(PAGE_OF_FIGURE[code], args=[call])
    if code in OF_PROGRAMME:
        return address_of(*OF_PROGRAMME[code])
    name, asked = LIST_OF_FIGURE.get(code, ("", {}))
    return address_of(name, {**asked, "aufruf": call}) if name else ""


def address_of(name: str, asked: Mapping[str, str]) -> str:
    kept = {key: value for key, value in asked.items() if value}
    return f"{reverse(name)}?{urlencode(kept)}" if kept else reverse(name)
