"""Money and its distribution (Wirtschaftlichkeitskontrolle): B1, D1, D2."""

from __future__ import annotations

from accounts.laender import INHABITANTS, LAENDER
from reporting.figures.definition import Column, Figure, Frames, Row, money, ratio
from rulebook.distribution import representation_index

AWARDED = "alle bewilligten Anträge des Aufrufs"


def totals(frames: Frames) -> list[Row]:
    """Return requested, available and awarded sums and their ratios."""
    table = frames.applications
    requested, awarded = sum(table["requested"]), sum(table["awarded"])
    available = sum(frames.budget["amount"])
    lines = [
        ("Beantragt", requested, ratio(requested, available)),
        ("Verfügbar", available, ratio(available, available)),
        ("Vorgemerkt", sum(frames.budget["reserved"]), None),
        ("Bewilligt", awarded, ratio(awarded, available)),
    ]
    return [{"sum": name, "amount": money(amount), "ratio": share} for name, amount, share in lines]


def by_year(frames: Frames) -> list[Row]:
    """Return the money of each budget year."""
    return [
        {
            "year": int(row.year),
            "amount": money(row.amount),
            "reserved": money(row.reserved),
            "committed": money(row.committed),
            "free": money(row.amount - row.reserved - row.committed),
            "used": ratio(row.committed, row.amount),
        }
        for row in frames.budget.itertuples()
    ]


def per_inhabitant(frames: Frames) -> list[Row]:
    """Return awarded euros per inhabitant of each Land and its representation index."""
    table = frames.applications
    granted = {
        land: float(sum(group["awarded"]))
        for land, group in table[table["is_awarded"]].groupby("land")
        if land in INHABITANTS
    }
    index = representation_index(granted, INHABITANTS) if any(granted.values()) else {}
    return [
        {
            "land": name,
            "granted": money(granted.get(land, 0)),
            "inhabitants": INHABITANTS[land],
            "per_head": ratio(granted.get(land, 0), INHABITANTS[land]),
            "index": index.get(land),
        }
        for land, name in LAENDER.items()
    ]


FIGURES = (
    Figure(
        code="B1",
        name="Zuwendung je Kopf und Land",
        formula="bewilligte Euro / Einwohner des Landes; Index = Anteil am Geld / Anteil an den "
        "Einwohnern",
        unit="Euro je Kopf",
        population=AWARDED,
        caveat="Einwohner: Destatis, Gemeindeverzeichnis, Gebietsstand 30.11.2023.",
        columns=(
            Column("land", "Land"),
            Column("granted", "Bewilligt", "euro"),
            Column("inhabitants", "Einwohner", "count"),
            Column("per_head", "Euro je Kopf", "rate"),
            Column("index", "Repräsentationsindex", "rate"),
        ),
        compute=per_inhabitant,
    ),
    Figure(
        code="D1",
        name="Beantragte, verfügbare und bewilligte Mittel",
        formula="Summen in Euro; Verhältnis zu den verfügbaren Mitteln",
        unit="Euro",
        population="alle eingereichten Anträge und alle Haushaltsjahre des Aufrufs",
        caveat="Über 100 % beantragt heißt überzeichnet.",
        columns=(
            Column("sum", "Summe"),
            Column("amount", "Euro", "euro"),
            Column("ratio", "Verhältnis zu den Mitteln", "percent"),
        ),
        compute=totals,
    ),
    Figure(
        code="D2",
        name="Mittel je Haushaltsjahr",
        formula="verfügbar, vorgemerkt, gebunden und frei in Euro",
        unit="Euro",
        population="alle Haushaltsjahre des Aufrufs",
        caveat="Vorgemerkt heißt vorgeschlagen, aber noch nicht freigegeben.",
        columns=(
            Column("year", "Jahr", "text"),
            Column("amount", "Verfügbar", "euro"),
            Column("reserved", "Vorgemerkt", "euro"),
            Column("committed", "Gebunden", "euro"),
            Column("free", "Frei", "euro"),
            Column("used", "Gebunden in %", "percent"),
        ),
        compute=by_year,
    ),
)
