"""Goals and what was reached (Zielerreichungskontrolle): F1 to F6."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from accounts.models import Organisation
from applications.models import Indicator
from reporting.figures.definition import Column, Figure, Row, ratio
from reporting.narrowing import ANY, OWN
from reporting.selection import YES
from rulebook.indicators import clipped, goal_attainment, on_track

if TYPE_CHECKING:
    import pandas as pd

    from reporting.frames import Frames

OWN_NAME = "Eigene Indikatoren der Vorhaben"
AGREED = "alle vereinbarten Indikatoren der bewilligten Vorhaben"


def measured(frames: Frames) -> list[Row]:
    """Count the agreed indicators of each level, and those that have an actual value."""
    table = frames.indicators
    return [
        {
            "level": name,
            "asked": {"ebene": code},
            "projects": int(part["award"].nunique()),
            "indicators": len(part),
            "measured": int(part["actual"].notna().sum()),
            "share": ratio(part["actual"].notna().sum(), len(part)),
        }
        for code, name, part in levels_of(table)
        if len(part)
    ]


def levels_of(table: pd.DataFrame) -> list[tuple[str, str, pd.DataFrame]]:
    """Return code, name and indicators of each level, at the end all of them."""
    levels = [(code, name, table[table["level"] == code]) for code, name in Indicator.Level.choices]
    return [*levels, (ANY, "Insgesamt", table)]


def attainment(frames: Frames) -> list[Row]:
    """Return the mean goal attainment of each level and how many keep up with time."""
    return [
        {"level": name, "asked": {"ebene": code, "messwert": YES}, **found}
        for code, name, part in levels_of(frames.indicators)
        if (found := mean_attainment(part))
    ]


def attainment_by_group(frames: Frames) -> list[Row]:
    """Return the same for each action field and each kind of applicant."""
    table, chosen, applications = frames.indicators, frames.topics, frames.applications
    groups = [
        (f"Handlungsfeld: {name}", {"feld": code}, chosen[chosen["code"] == code]["application"])
        for code, name in frames.facts["fields"]
    ]
    groups += [
        (f"Art: {name}", {"art": code}, applications[applications["kind"] == code]["pk"])
        for code, name in Organisation.Kind.choices
    ]
    return [
        {"group": name, "asked": {**asked, "messwert": YES}, **found}
        for name, asked, members in groups
        if (found := mean_attainment(table[table["application"].isin(members)]))
    ]


def attainment_by_goal(frames: Frames) -> list[Row]:
    """Return the same for each indicator of the programme's goals, and for own indicators."""
    table = frames.indicators
    known = table[table["core_code"].notna()]
    rows: list[Row] = [
        {"goal": goal, "indicator": f"{code} {name}", "asked": asked_for(code), **found}
        for (code, goal, name), part in known.groupby(["core_code", "goal", "core_name"])
        if (found := mean_attainment(part))
    ]
    own = mean_attainment(table[table["core_code"].isna()])
    last = {"goal": OWN_NAME, "indicator": "", "asked": asked_for(OWN)}
    return [*rows, {**last, **own}] if own else rows


def asked_for(code: str) -> dict[str, str]:
    """Return the questions for the projects that reported on an indicator."""
    return {"indikator": code, "messwert": YES}


def mean_attainment(indicators: pd.DataFrame) -> Row:
    """Return count, mean and how many are on track, of those with an actual value."""
    table = indicators[indicators["actual"].notna()]
    found = [(row.award, part) for row in table.itertuples() if (part := reached_by(row))]
    if not found:
        return {}
    reached = [part for _, part in found]
    kept = [clipped(percent) for percent, _ in reached]
    track = sum(on_track(percent, time) for percent, time in reached)
    return {
        "projects": len({award for award, _ in found}),
        "indicators": len(reached),
        "mean": float(sum(kept) / len(kept)),
        "on_track": track,
        "share": ratio(track, len(reached)),
    }


def complete_baselines(frames: Frames) -> list[Row]:
    """Count the projects whose indicators are complete: both levels, each with baseline."""
    agreed: dict[Any, list[Any]] = defaultdict(list)
    for row in frames.indicators.itertuples():
        agreed[row.award].append(row)
    whole = [is_complete(part) for part in agreed.values()]
    projects = len(frames.granted)
    lines: tuple[tuple[str, Row, int], ...] = (
        ("Bewilligte Vorhaben", {"asked": {"stand": "bewilligt"}}, projects),
        (
            "mit vereinbarten Indikatoren",
            {"asked": {"stand": "bewilligt", "ebene": ANY}},
            len(whole),
        ),
        ("davon vollständig", {}, sum(whole)),
    )
    return [
        {"group": name, **behind, "count": count, "share": ratio(count, projects)}
        for name, behind, count in lines
    ]


def is_complete(indicators: list[Any]) -> bool:
    """Say whether output and outcome are there and no baseline lacks value, day or source."""
    known = all(
        row.baseline is not None and row.baseline_on is not None and row.source.strip()
        for row in indicators
    )
    return known and {"output", "outcome"} <= {row.level for row in indicators}


def measures(frames: Frames) -> list[Row]:
    """Count the measures of awarded projects by action field: open source, and where in time."""
    table, today = frames.measures, frames.today
    fields = [(name, table[table["topic"] == code]) for code, name in frames.facts["fields"]]
    return [
        {
            "field": name,
            "count": len(part),
            "open_source": int(part["open_source"].sum()),
            "share": ratio(part["open_source"].sum(), len(part)),
            **times(part, today),
        }
        for name, part in [*fields, ("Insgesamt", table)]
        if len(part)
    ]


def times(measures: pd.DataFrame, today: date) -> dict[str, int]:
    """Count what is to come, going on and over by its plan; without dates it is to come."""
    found = {"ahead": 0, "running": 0, "over": 0}
    for start, end in zip(measures["starts_on"], measures["ends_on"], strict=True):
        if start is None or start > today:
            found["ahead"] += 1
        elif end is not None and end < today:
            found["over"] += 1
        else:
            found["running"] += 1
    return found


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


ATTAINMENT_COLUMNS = (
    Column("projects", "Vorhaben", "count"),
    Column("indicators", "Indikatoren", "count"),
    Column("mean", "Zielerreichung in %", "number"),
    Column("on_track", "Im Plan", "count"),
    Column("share", "Anteil im Plan", "percent"),
)
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
        columns=(Column("level", "Ebene"), *ATTAINMENT_COLUMNS),
        compute=attainment,
    ),
    Figure(
        code="F3",
        name="Vorhaben mit vollständigen Ausgangswerten",
        formula="Vorhaben, deren Indikatoren alle Ausgangswert, Tag und Quelle haben, mit "
        "mindestens einem Output und einem Outcome / bewilligte Vorhaben",
        unit="Vorhaben",
        population="alle bewilligten Vorhaben des Aufrufs",
        source="Zuwendung: vereinbarte Indikatoren",
        caveat="Ohne Output- und Outcome-Indikator gibt es keine Bewilligung; unter 100 % heißt, "
        "dass Quelle oder Tag fehlen.",
        columns=(
            Column("group", "Vorhaben"),
            Column("count", "Anzahl", "count"),
            Column("share", "Anteil", "percent"),
        ),
        compute=complete_baselines,
    ),
    Figure(
        code="F4",
        name="Maßnahmen der geförderten Vorhaben",
        formula="Zahl der Maßnahmen; Anteil mit Ergebnissen als Open Source; Stand nach Plan",
        unit="Maßnahmen",
        population="alle Maßnahmen der bewilligten Vorhaben",
        source="Antrag: Maßnahme mit Handlungsfeld, Beginn, Ende, Open Source",
        caveat="Der Stand folgt aus Beginn und Ende im Plan, nicht aus einem Bericht.",
        columns=(
            Column("field", "Handlungsfeld"),
            Column("count", "Maßnahmen", "count"),
            Column("open_source", "Open Source", "count"),
            Column("share", "Anteil", "percent"),
            Column("ahead", "Stehen bevor", "count"),
            Column("running", "Laufen", "count"),
            Column("over", "Beendet", "count"),
        ),
        compute=measures,
    ),
    Figure(
        code="F5",
        name="Zielerreichung nach Handlungsfeld und Art",
        formula="wie F2, Mittel der Indikatoren der Vorhaben der Gruppe",
        unit="Prozent",
        population=AGREED + " mit Ist-Wert",
        source="Zuwendung: Basis- und Zielwert; Bericht: letzter Messwert; Antrag: Felder, Art",
        caveat="Ein Vorhaben zählt in jedem seiner Felder; die Zeilen ergeben nicht die Summe.",
        columns=(Column("group", "Gruppe"), *ATTAINMENT_COLUMNS),
        compute=attainment_by_group,
    ),
    Figure(
        code="F6",
        name="Zielerreichung nach Programmziel und Indikator",
        formula="wie F2, Mittel der Vorhaben, die den Indikator des Programms vereinbart haben",
        unit="Prozent",
        population=AGREED + " mit Ist-Wert",
        source="Zielsystem: Ziel, Indikator; Zuwendung: vereinbarter Indikator; Bericht: Messwert",
        caveat="Summen und Mittel der Werte selbst zeigt die Seite der Programmziele.",
        columns=(
            Column("goal", "Ziel"),
            Column("indicator", "Indikator"),
            *ATTAINMENT_COLUMNS,
        ),
        compute=attainment_by_goal,
    ),
)
