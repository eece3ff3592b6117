"""Goals and what was reached (Zielerreichungskontrolle): F1, F2."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from applications.models import Indicator
from reporting.figures.definition import Column, Figure, Frames, Row, ratio
from rulebook.indicators import clipped, goal_attainment, on_track

AGREED = "alle vereinbarten Indikatoren der bewilligten Vorhaben"


def measured(frames: Frames) -> list[Row]:
    """Count the agreed indicators of each level, and those that have an actual value."""
    table = frames.indicators
    levels = [(name, table[table["level"] == code]) for code, name in Indicator.Level.choices]
    return [
        {
            "level": name,
            "projects": int(part["award"].nunique()),
            "indicators": len(part),
            "measured": int(part["actual"].notna().sum()),
            "share": ratio(part["actual"].notna().sum(), len(part)),
        }
        for name, part in [*levels, ("Insgesamt", table)]
        if len(part)
    ]


def attainment(frames: Frames) -> list[Row]:
    """Return the mean goal attainment of each level and how many keep up with time."""
    table = frames.indicators.dropna(subset=["actual"])
    rows: list[Row] = []
    for name, part in [
        *((name, table[table["level"] == code]) for code, name in Indicator.Level.choices),
        ("Insgesamt", table),
    ]:
        reached = [found for row in part.itertuples() if (found := reached_by(row)) is not None]
        if reached:
            kept = [clipped(percent) for percent, _ in reached]
            track = sum(on_track(percent, time) for percent, time in reached)
            mean = float(sum(kept) / len(kept))
            counts = {"indicators": len(reached), "on_track": track}
            rows.append(
                {"level": name, **counts, "mean": mean, "share": ratio(track, len(reached))}
            )
    return rows


def reached_by(row: Any) -> tuple[Decimal, Decimal] | None:
    """Return attainment in percent and the share of time passed when it was measured."""
    percent = goal_attainment(row.baseline, row.target, row.actual, bool(row.rising))
    return None if percent is None else (percent, time_share(row))


def time_share(row: Any) -> Decimal:
    """Return the part of the time from start to target date that had passed, 0 to 1."""
    start: date = row.starts_on
    whole = (row.target_on - start).days
    if whole <= 0:
        return Decimal(1)
    return min(max(Decimal((row.measured_on - start).days) / whole, Decimal(0)), Decimal(1))


FIGURES = (
    Figure(
        code="F1",
        name="Vereinbarte Indikatoren und Messwerte",
        formula="Zahl der Indikatoren; Anteil mit mindestens einem berichteten Ist-Wert",
        unit="Indikatoren",
        population=AGREED,
        source="Zuwendung: vereinbarte Indikatoren; Bericht: Messwerte",
        caveat="Basis- und Zielwert hat jeder Indikator, ohne sie gibt es keine Bewilligung.",
        columns=(
            Column("level", "Ebene"),
            Column("projects", "Vorhaben", "count"),
            Column("indicators", "Indikatoren", "count"),
            Column("measured", "Mit Ist-Wert", "count"),
            Column("share", "Anteil", "percent"),
        ),
        compute=measured,
    ),
    Figure(
        code="F2",
        name="Zielerreichung",
        formula="(Ist - Basis) / (Ziel - Basis), auf 0 bis 120 % begrenzt, Mittel der Indikatoren; "
        "im Plan: mindestens 90 % des Anteils der Zeit",
        unit="Prozent",
        population=AGREED + " mit Ist-Wert",
        source="Zuwendung: Basis- und Zielwert; Bericht: letzter Messwert",
        caveat="Selbst berichtete Werte. Indikatoren wiegen gleich, auch wenn ihre Einheiten "
        "verschieden sind.",
        columns=(
            Column("level", "Ebene"),
            Column("indicators", "Indikatoren", "count"),
            Column("mean", "Zielerreichung in %", "number"),
            Column("on_track", "Im Plan", "count"),
            Column("share", "Anteil im Plan", "percent"),
        ),
        compute=attainment,
    ),
)
