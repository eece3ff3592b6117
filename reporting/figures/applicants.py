"""Who applies and how near to the line (Zielerreichungskontrolle): A8 to A11."""

from __future__ import annotations

import math
import statistics
from typing import TYPE_CHECKING, Any

from reporting.figures.definition import Column, Figure, Row
from reporting.figures.demand import HANDED_IN, SUCCESS_COLUMNS, success, with_total

if TYPE_CHECKING:
    import pandas as pd

    from reporting.frames import Frames

STEP = 5  # points of one row of A11
ALL_POINTS = "0_101"


def scores_by_outcome(frames: Frames) -> list[Row]:
    """Return mean, spread and limits of the published scores, awarded and rejected apart."""
    judged = frames.applications.dropna(subset=["total"])
    groups = (
        ("Bewilligt", "bewilligt", judged[judged["is_awarded"]]),
        ("Abgelehnt", "abgelehnt", judged[judged["stage"] == "rejected"]),
        ("Alle begutachteten", "begutachtet", judged),
    )
    rows: list[Row] = []
    for name, stage, part in groups:
        if totals := [float(total) for total in part["total"]]:
            mean, spread = statistics.fmean(totals), statistics.pstdev(totals)
            limits = {"low": min(totals), "high": max(totals)}
            row = {"group": name, "asked": {"stand": stage, "punkte": ALL_POINTS}}
            rows.append({**row, "count": len(totals), "mean": mean, "sd": spread, **limits})
    return rows


def by_experience(frames: Frames) -> list[Row]:
    """Compare who applies for the first time with who did before this call opened."""
    table = frames.applications
    groups = (("Erstmals", "nein", False), ("Schon früher beantragt", "ja", True))
    return with_total(halves(table, "applied_before", "frueher", groups), table)


def by_emergency(frames: Frames) -> list[Row]:
    """Compare municipalities that declare a budget emergency with the others."""
    table = frames.applications
    groups = (("Haushaltsnotlage erklärt", "ja", True), ("Keine Haushaltsnotlage", "nein", False))
    return with_total(halves(table, "emergency", "notlage", groups), table)


def halves(
    table: pd.DataFrame, column: str, question: str, groups: tuple[tuple[str, str, bool], ...]
) -> list[Row]:
    """Return success of the two parts that a yes-or-no column makes."""
    return [
        {"group": name, "asked": {question: answer}, **success(part)}
        for name, answer, wanted in groups
        if len(part := table[table[column].eq(wanted)])
    ]


def distance(frames: Frames) -> list[Row]:
    """Count the judged applications by their distance from the lowest awarded total."""
    judged = frames.applications.dropna(subset=["total"])
    awarded = judged[judged["is_awarded"]]
    if awarded.empty:
        return []
    line = min(awarded["total"])
    steps = [math.floor((total - line) / STEP) * STEP for total in judged["total"]]
    return [
        {
            "from": low,
            "to": low + STEP,
            "asked": {"punkte": f"{line + low}_{line + low + STEP}"},
            "count": steps.count(low),
            "awarded": int(sum(judged["is_awarded"][[step == low for step in steps]])),
        }
        for low in sorted(set(steps))
    ]


def of_success(**words: Any) -> Figure:
    """A figure of success with the columns of A2 to A6."""
    first = words.pop("first")
    return Figure(
        formula="bewilligte / eingereichte Anträge; bewilligte / beantragte Euro",
        unit="Anträge, Euro",
        population=HANDED_IN,
        columns=(Column("group", first), *SUCCESS_COLUMNS),
        **words,
    )


FIGURES = (
    Figure(
        code="A8",
        name="Punktzahl nach Ausgang",
        formula="Mittelwert und Standardabweichung der veröffentlichten Punktzahl",
        unit="Punkte",
        population="alle begutachteten Anträge des Aufrufs",
        source="Bewerbung: Punktzahl, Status",
        caveat="Standardabweichung der Grundgesamtheit.",
        columns=(
            Column("group", "Ausgang"),
            Column("count", "Anträge", "count"),
            Column("mean", "Mittel", "number"),
            Column("sd", "Standardabweichung", "number"),
            Column("low", "Niedrigste", "number"),
            Column("high", "Höchste", "number"),
        ),
        compute=scores_by_outcome,
    ),
    of_success(
        code="A9",
        name="Erfolg nach Erfahrung",
        first="Erfahrung",
        source="Antrag: Organisation, Eingang; frühere Anträge derselben Organisation",
        caveat="Früher heißt: ein eingereichter Antrag, bevor dieser Aufruf begann.",
        compute=by_experience,
    ),
    of_success(
        code="A10",
        name="Erfolg nach Haushaltslage",
        first="Haushaltslage",
        source="Antrag: Antwort zur Haushaltsnotlage; Zuwendung: Betrag",
        caveat="Selbst erklärt; der Nachweis wird in der Formalprüfung geprüft.",
        compute=by_emergency,
    ),
    Figure(
        code="A11",
        name="Abstand zur Förderlinie",
        formula="Punktzahl minus niedrigste bewilligte Punktzahl, in Schritten von fünf Punkten",
        unit="Anträge",
        population="alle begutachteten Anträge des Aufrufs",
        source="Bewerbung: Punktzahl, Status",
        caveat="Auch über der Linie kann ein Antrag ohne Bewilligung bleiben: Rückzug oder "
        "begründete Abweichung.",
        columns=(
            Column("from", "Abstand ab", "number"),
            Column("to", "bis unter", "number"),
            Column("count", "Anträge", "count"),
            Column("awarded", "Bewilligt", "count"),
        ),
        compute=distance,
    ),
)
