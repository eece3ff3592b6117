"""Goals as wholes (Zielerreichungskontrolle): F7, the same means as the page of the goals."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from reporting.figures.definition import Column, Figure, Row
from reporting.figures.goals import AGREED
from reporting.goals import Values, mean, together
from rulebook.indicators import clipped

if TYPE_CHECKING:
    from reporting.frames import Frames

GOAL, PART = "Ziel", "Teilziel"


def by_goal(frames: Frames) -> list[Row]:
    """Return each goal with the mean of its core indicators and sub-goals, 0 to 120 percent."""
    values, projects = reported(frames)
    goals = frames.facts.get("goals", [])
    own = {code: core_attainments(indicators, values) for code, _, _, indicators in goals}
    rows: list[Row] = []
    for code, name, parent, indicators in goals:
        below = [mean(own[part]) for part, _, above, _ in goals if above == code]
        whole = mean([*own[code], *(one for one in below if one is not None)])
        inside = [indicators, *(found for _, _, above, found in goals if above == code)]
        known = [one for part in inside for one, *_ in part if one in values]
        rows.append(
            {
                "goal": f"{code} {name}",
                "kind": PART if parent else GOAL,
                "projects": len({award for one in known for award in projects[one]}),
                "indicators": len(known),
                "mean": None if whole is None else float(whole),
            }
        )
    return rows


def reported(frames: Frames) -> tuple[dict[str, list[Values]], dict[str, set[Any]]]:
    """Return baseline, target and actual, and the projects, of each indicator with values."""
    values: dict[str, list[Values]] = defaultdict(list)
    projects: dict[str, set[Any]] = defaultdict(set)
    table = frames.indicators
    for row in table[table["actual"].notna() & table["core_code"].notna()].itertuples():
        values[row.core_code].append((row.baseline, row.target, row.actual))
        projects[row.core_code].add(row.award)
    return values, projects


def core_attainments(
    indicators: list[tuple[str, str, bool, bool]], values: dict[str, list[Values]]
) -> list[Decimal]:
    """Return the attainment of every core indicator that has values, each by its own rule."""
    found = (
        together(rule, rising, values[code])[-1]
        for code, rule, rising, is_core in indicators
        if is_core and code in values
    )
    return [clipped(one) for one in found if one is not None]


FIGURES = (
    Figure(
        code="F7",
        name="Zielerreichung je Ziel",
        formula="Mittel der Kernindikatoren und Teilziele; je Indikator nach seiner Regel: Summe "
        "oder Mittel der Werte aller Vorhaben, sonst Mittel der Zielerreichungen; auf 0 bis 120 % "
        "begrenzt",
        unit="Prozent",
        population=AGREED + " des Zielsystems mit Ist-Wert",
        source="Zielsystem: Ziel, Teilziel, Kernindikator, Regel; Zuwendung: Basis- und Zielwert; "
        "Bericht: letzter Messwert",
        caveat="Nur Vorhaben, die berichtet haben, zählen, mit ihrem Anteil an Basis und Ziel.",
        columns=(
            Column("goal", "Ziel"),
            Column("kind", "Art"),
            Column("projects", "Vorhaben", "count"),
            Column("indicators", "Indikatoren mit Wert", "count"),
            Column("mean", "Zielerreichung in %", "number"),
        ),
        compute=by_goal,
    ),
)
