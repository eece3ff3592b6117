"""Demand and success (Zielerreichungskontrolle): A1 to A4."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.laender import LAENDER
from accounts.models import Organisation
from applications.models import Application, Project
from reporting.figures.definition import Column, Figure, Frames, Row, money, ratio

if TYPE_CHECKING:
    import pandas as pd

NO_SIZE_CLASS = "Landkreis oder Zweckverband"
HANDED_IN = "alle eingereichten Anträge des Aufrufs"
SUCCESS_COLUMNS = (
    Column("applications", "Anträge", "count"),
    Column("admitted", "Zugelassen", "count"),
    Column("awarded", "Bewilligt", "count"),
    Column("rate", "Erfolgsquote", "percent"),
    Column("requested", "Beantragt", "euro"),
    Column("granted", "Bewilligt", "euro"),
    Column("money_rate", "Quote nach Geld", "percent"),
)


def stages(frames: Frames) -> list[Row]:
    """Count the applications stage by stage."""
    table = frames.applications
    status = Application.Status
    admitted = table["status"] == status.ADMITTED
    steps = [
        ("Eingereicht", len(table)),
        ("Zurückgezogen", (table["status"] == status.WITHDRAWN).sum()),
        ("Formal abgelehnt", (table["status"] == status.FORMALLY_REJECTED).sum()),
        ("Zugelassen", admitted.sum()),
        ("Begutachtet", table["is_reviewed"].sum()),
        ("Förderwürdig", table["is_fundable"].eq(True).sum()),
        ("Bewilligt", table["is_awarded"].sum()),
        ("Abgelehnt nach Begutachtung", (table["stage"] == "rejected").sum()),
    ]
    return [
        {"stage": name, "count": int(count), "share": ratio(count, len(table))}
        for name, count in steps
    ]


def success_by(table: pd.DataFrame, names: dict[str, str], column: str) -> list[Row]:
    """Return success by number and money for each group, in the order of `names`."""
    groups = dict(list(table.groupby(column, sort=False)))
    return [{"group": name, **success(groups[key])} for key, name in names.items() if key in groups]


def success(table: pd.DataFrame) -> dict[str, Any]:
    """Return numbers and sums of one group of applications."""
    requested, granted = sum(table["requested"]), sum(table["awarded"])
    return {
        "applications": len(table),
        "admitted": int((table["status"] == Application.Status.ADMITTED).sum()),
        "awarded": int(table["is_awarded"].sum()),
        "rate": ratio(table["is_awarded"].sum(), len(table)),
        "requested": money(requested),
        "granted": money(granted),
        "money_rate": ratio(granted, requested),
    }


def with_total(rows: list[Row], table: pd.DataFrame) -> list[Row]:
    return [*rows, {"group": "Insgesamt", **success(table)}] if len(table) else rows


def by_land(frames: Frames) -> list[Row]:
    table = frames.applications
    return with_total(success_by(table, LAENDER, "land"), table)


def by_size_class(frames: Frames) -> list[Row]:
    names = dict(Organisation.SizeClass.choices) | {"": NO_SIZE_CLASS}
    table = frames.applications
    return with_total(success_by(table, names, "size_class"), table)


def by_phase(frames: Frames) -> list[Row]:
    names = dict(Project.Phase.choices)
    table = frames.applications
    return with_total(success_by(table, names, "phase"), table)


FIGURES = (
    Figure(
        code="A1",
        name="Anträge nach Stand",
        formula="Zahl der Anträge je Stand; Anteil an den eingereichten",
        unit="Anträge",
        population=HANDED_IN,
        caveat="Entwürfe zählen nicht.",
        columns=(
            Column("stage", "Stand"),
            Column("count", "Anträge", "count"),
            Column("share", "Anteil", "percent"),
        ),
        compute=stages,
    ),
    Figure(
        code="A2",
        name="Erfolg nach Land",
        formula="bewilligte / eingereichte Anträge; bewilligte / beantragte Euro",
        unit="Anträge, Euro",
        population=HANDED_IN,
        caveat="Kleine Zahlen schwanken stark und sagen wenig über ein Land.",
        columns=(Column("group", "Land"), *SUCCESS_COLUMNS),
        compute=by_land,
    ),
    Figure(
        code="A3",
        name="Erfolg nach Größenklasse",
        formula="bewilligte / eingereichte Anträge; bewilligte / beantragte Euro",
        unit="Anträge, Euro",
        population=HANDED_IN,
        caveat="Größenklasse des Gemeindeverbands nach BBSR, ohne zentralörtliche Funktion.",
        columns=(Column("group", "Größenklasse"), *SUCCESS_COLUMNS),
        compute=by_size_class,
    ),
    Figure(
        code="A4",
        name="Erfolg nach Phase",
        formula="bewilligte / eingereichte Anträge; bewilligte / beantragte Euro",
        unit="Anträge, Euro",
        population=HANDED_IN,
        caveat="Strategie und Umsetzung haben verschiedene Obergrenzen.",
        columns=(Column("group", "Phase"), *SUCCESS_COLUMNS),
        compute=by_phase,
    ),
)
