"""What lasts (Zielerreichungskontrolle): F8, from what the reports tell beside their texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from awards.models import Report
from reporting.figures.definition import Column, Figure, Row, ratio

if TYPE_CHECKING:
    from reporting.frames import Frames

NUMBERS = (
    ("posts_planned", "Stellen laut Plan"),
    ("posts_filled", "Besetzte Stellen"),
    ("transfers", "Übernahmen durch andere Kommunen"),
)


def lasting(frames: Frames) -> list[Row]:
    """Return posts, transfers and continuation as each project last told them."""
    projects = len(frames.granted)
    rows: list[Row] = []
    for name, label in NUMBERS:
        told = last_told(frames, name)
        value = float(sum(told.values())) if told else None
        rows.append(line(label, len(told), projects, value))
    told = last_told(frames, "continuation")
    for code, label in Report.Continuation.choices:
        many = sum(answer == code for answer in told.values())
        rows.append(line(f"Weiterführung: {label}", many, projects))
    return rows if any(row["projects"] for row in rows) else []


def line(label: str, many: int, projects: int, value: float | None = None) -> Row:
    return {"what": label, "projects": many, "share": ratio(many, projects), "value": value}


def last_told(frames: Frames, name: str) -> dict[Any, Any]:
    """Return the answer of each project's latest report that gives one."""
    given = frames.told[name].notna() & frames.told[name].ne("")
    table = frames.told[given].sort_values(["told_on", "award"])
    return dict(zip(table["award"], table[name], strict=True))


FIGURES = (
    Figure(
        code="F8",
        name="Personal, Übernahmen und Weiterführung",
        formula="Summe der letzten Angabe jedes Vorhabens; Anteil: Vorhaben mit Angabe an allen "
        "bewilligten",
        unit="Vorhaben; Stellen, Übernahmen",
        population="bewilligte Vorhaben mit eingereichtem Bericht, der die Angabe enthält",
        source="Zwischennachweis, Verwendungsnachweis: Stellen laut Plan, davon besetzt, andere "
        "Kommunen, Weiterführung",
        caveat="Freiwillige Angaben. Was ein bis zwei Jahre nach dem Ende gilt, fragt die "
        "Begleitforschung mit einer Befragung.",
        columns=(
            Column("what", "Angabe"),
            Column("projects", "Vorhaben", "count"),
            Column("share", "Anteil", "percent"),
            Column("value", "Summe", "number"),
        ),
        compute=lasting,
    ),
)
