"""Demand and success (Zielerreichungskontrolle): A1 to A7."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.laender import LAENDER
from accounts.models import Organisation
from applications.checks import TITLES
from applications.models import Application, Project
from reporting.figures.definition import Column, Figure, Row, money, ratio
from reporting.selection import NONE, STAGES

if TYPE_CHECKING:
    import pandas as pd

    from reporting.frames import Frames

# The name under which a column is asked for in an address, and how "none" is asked for.
QUESTIONS = {"land": "land", "size_class": "groesse", "phase": "phase", "kind": "art"}
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
    counts = {
        "eingereicht": len(table),
        "zurueckgezogen": (table["status"] == status.WITHDRAWN).sum(),
        "formal-abgelehnt": (table["status"] == status.FORMALLY_REJECTED).sum(),
        "zugelassen": admitted.sum(),
        "begutachtet": table["is_reviewed"].sum(),
        "foerderwuerdig": table["is_fundable"].eq(True).sum(),
        "reserve": table["in_reserve"].sum(),
        "bewilligt": table["is_awarded"].sum(),
        "abgelehnt": (table["stage"] == "rejected").sum(),
    }
    return [
        {
            "stage": STAGES[code][0],
            "asked": {"stand": code},
            "count": int(count),
            "share": ratio(count, len(table)),
        }
        for code, count in counts.items()
    ]


def success_by(table: pd.DataFrame, names: dict[str, str], column: str) -> list[Row]:
    """Return success by number and money for each group, in the order of `names`."""
    groups = dict(list(table.groupby(column, sort=False)))
    return [
        {"group": name, "asked": {QUESTIONS[column]: key or NONE}, **success(groups[key])}
        for key, name in names.items()
        if key in groups
    ]


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
    return [*rows, {"group": "Insgesamt", "asked": {}, **success(table)}] if len(table) else rows


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


def by_kind(frames: Frames) -> list[Row]:
    names = dict(Organisation.Kind.choices)
    table = frames.applications
    return with_total(success_by(table, names, "kind"), table)


def by_topic(frames: Frames) -> list[Row]:
    """Return success of each action field; an application counts in each of its fields."""
    table, chosen = frames.applications, frames.topics
    rows: list[Row] = [
        {"group": name, "asked": {"feld": code}, **success(part)}
        for code, name in frames.facts["fields"]
        if len(part := table[table["pk"].isin(chosen[chosen["code"] == code]["application"])])
    ]
    return with_total(rows, table)


def reasons(frames: Frames) -> list[Row]:
    """Count the rules that formally rejected applications break; one may break several."""
    rejected = (frames.applications["status"] == Application.Status.FORMALLY_REJECTED).sum()
    counted = frames.reasons["code"].value_counts().to_dict()
    return [
        {
            "reason": TITLES[code],
            "asked": {"grund": code},
            "count": int(counted[code]),
            "share": ratio(counted[code], rejected),
        }
        for code in TITLES
        if code in counted
    ]


FIGURES = (
    Figure(
        code="A1",
        name="Anträge nach Stand",
        formula="Zahl der Anträge je Stand; Anteil an den eingereichten",
        unit="Anträge",
        population=HANDED_IN,
        source="Antrag: Status; Bewerbung: Punktzahl, Förderwürdigkeit, Status",
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
        source="Organisation: Land; Antrag: Status, beantragt; Zuwendung: Betrag",
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
        source="Organisation: Größenklasse; Antrag: Status, beantragt; Zuwendung: Betrag",
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
        source="Antrag: Phase, Status; Zuwendung: Betrag",
        caveat="Strategie und Umsetzung haben verschiedene Obergrenzen.",
        columns=(Column("group", "Phase"), *SUCCESS_COLUMNS),
        compute=by_phase,
    ),
    Figure(
        code="A5",
        name="Erfolg nach Handlungsfeld",
        formula="bewilligte / eingereichte Anträge; bewilligte / beantragte Euro",
        unit="Anträge, Euro",
        population=HANDED_IN,
        source="Antrag: Handlungsfelder, Status; Zuwendung: Betrag",
        caveat="Ein Antrag zählt in jedem seiner Felder; die Zeilen ergeben nicht die Summe.",
        columns=(Column("group", "Handlungsfeld"), *SUCCESS_COLUMNS),
        compute=by_topic,
    ),
    Figure(
        code="A6",
        name="Erfolg nach Art der Antragstellenden",
        formula="bewilligte / eingereichte Anträge; bewilligte / beantragte Euro",
        unit="Anträge, Euro",
        population=HANDED_IN,
        source="Organisation: Art; Antrag: Status; Zuwendung: Betrag",
        caveat="Art nach dem Gemeindeverzeichnis.",
        columns=(Column("group", "Art"), *SUCCESS_COLUMNS),
        compute=by_kind,
    ),
    Figure(
        code="A7",
        name="Gründe formaler Ablehnung",
        formula="Zahl der nicht erfüllten Regeln; Anteil an den formal abgelehnten Anträgen",
        unit="Anträge",
        population="alle formal abgelehnten Anträge des Aufrufs",
        source="Formalprüfung: Ergebnis je Regel",
        caveat="Ein Antrag kann mehrere Regeln verfehlen.",
        columns=(
            Column("reason", "Regel"),
            Column("count", "Anträge", "count"),
            Column("share", "Anteil", "percent"),
        ),
        compute=reasons,
    ),
)
