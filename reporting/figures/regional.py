"""Where the money goes (Wirkungskontrolle): B1 to B6."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from accounts.laender import INHABITANTS, LAENDER
from accounts.models import Organisation
from reporting.figures.definition import Column, Figure, Row, money, ratio
from reporting.maps import SHIPPED, district_names
from rulebook.distribution import count_once, gini, herfindahl, representation_index, theil

if TYPE_CHECKING:
    from reporting.frames import Frames

KEY_YEAR = 2017  # of the shipped Königsteiner Schlüssel (shipped/koenigstein.csv)
AWARDED = "alle Anträge des Aufrufs, deren Zuwendungsbescheid versandt ist"


def per_inhabitant(frames: Frames) -> list[Row]:
    """Return awarded euros per inhabitant of each Land and its representation index."""
    granted = granted_by_land(frames)
    index = representation_index(granted, INHABITANTS) if any(granted.values()) else {}
    return [
        {
            "land": name,
            "asked": {"land": land, "stand": "bewilligt"},
            "granted": money(granted.get(land, 0)),
            "inhabitants": INHABITANTS[land],
            "per_head": ratio(granted.get(land, 0), INHABITANTS[land]),
            "index": index.get(land),
        }
        for land, name in LAENDER.items()
    ]


def granted_by_land(frames: Frames) -> dict[str, float]:
    """Return awarded euros of each Land that has any."""
    return {
        land: float(sum(group["awarded"]))
        for land, group in frames.granted.groupby("land")
        if land in INHABITANTS
    }


def reached(frames: Frames) -> list[Row]:
    """Return who lives in funded places, those of a Kreis and of its towns counted once."""
    table = frames.granted
    rows: list[Row] = []
    for land, name in LAENDER.items():
        part = table[table["land"] == land]
        places = part[part["ars"] != ""]  # a Zweckverband has members, no people of its own
        people = count_once(dict(zip(places["ars"], places["inhabitants"], strict=True)))
        rows.append(
            {
                "land": name,
                "asked": {"land": land, "stand": "bewilligt"},
                "projects": len(part),
                "reached": people,
                "share": ratio(people, INHABITANTS[land]),
            }
        )
    return rows


def by_size(frames: Frames) -> list[Row]:
    """Compare each size class's part of the grants with its part of the applications."""
    table = frames.applications
    names = dict(Organisation.SizeClass.choices) | {"": "Landkreis oder Zweckverband"}
    asked = {key: int((table["size_class"] == key).sum()) for key in names}
    asked = {key: count for key, count in asked.items() if count}
    granted = {key: float(sum(table[table["size_class"] == key]["awarded"])) for key in asked}
    index = representation_index(granted, asked) if any(granted.values()) else {}
    return [
        {
            "group": names[key],
            "asked": {"groesse": key or "ohne"},
            "applications": asked[key],
            "granted": money(sum(table[table["size_class"] == key]["awarded"])),
            "index": index.get(key),
        }
        for key in asked
    ]


def concentration(frames: Frames) -> list[Row]:
    """Return how evenly the grants reach the people of the Länder."""
    granted = granted_by_land(frames)
    if not any(granted.values()):
        return []
    people = list(INHABITANTS.values())
    per_head = [granted.get(land, 0) / count for land, count in INHABITANTS.items()]
    measures = (
        ("Gini-Koeffizient, 0 ist gleichmäßig", gini(per_head, people)),
        ("Theil-Index, 0 ist gleichmäßig", theil(per_head, people)),
        ("Herfindahl-Index, 1/16 ist gleichmäßig", herfindahl(granted.values())),
    )
    return [{"measure": name, "value": value} for name, value in measures]


def by_district(frames: Frames) -> list[Row]:
    """Count the awards of each Kreis that has any; drawn as a map."""
    table = frames.granted
    names = district_names()
    return [
        {
            "district": names.get(key, key),
            "key": key,
            "asked": {"kreis": key, "stand": "bewilligt"},
            "count": len(part),
            "granted": money(sum(part["awarded"])),
        }
        for key, part in table.groupby("district")
        if key
    ]


def references(frames: Frames) -> list[Row]:
    """Compare each Land's part of the money with its part of people, of the key, of applicants."""
    table = frames.applications
    granted, keys = granted_by_land(frames), koenigstein()
    people, money_sum = sum(INHABITANTS.values()), sum(granted.values())
    rows: list[Row] = []
    for land, name in LAENDER.items():
        applied = int((table["land"] == land).sum())
        rows.append(
            {
                "land": name,
                "asked": {"land": land},
                "money": ratio(granted.get(land, 0), money_sum),
                "people": ratio(INHABITANTS[land], people),
                "key": keys[land],
                "applied": ratio(applied, len(table)),
            }
        )
    return rows


def koenigstein() -> dict[str, float]:
    """Return each Land's part in the Königsteiner Schlüssel, 0 to 1."""
    with (SHIPPED / "koenigstein.csv").open(encoding="utf-8", newline="") as text:
        rows = csv.DictReader(text, delimiter=";")
        return {row["land"]: float(row["percent"]) / 100 for row in rows}


FIGURES: tuple[Figure, ...] = (
    Figure(
        code="B1",
        name="Zuwendung je Kopf und Land",
        formula="bewilligte Euro / Einwohner des Landes; Index = Anteil am Geld / Anteil an den "
        "Einwohnern",
        unit="Euro je Kopf",
        population=AWARDED,
        source="Zuwendung: Betrag; Organisation: Land; Einwohner der Länder",
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
        code="B2",
        name="Menschen in geförderten Orten",
        formula="Einwohner der Kommunen mit Bewilligung; wer in einem Kreis und in einer seiner "
        "Gemeinden lebt, zählt einmal",
        unit="Einwohner",
        population=AWARDED,
        source="Organisation: Regionalschlüssel, Einwohner",
        caveat="Partner ohne eigenen Antrag zählen nicht.",
        columns=(
            Column("land", "Land"),
            Column("projects", "Vorhaben", "count"),
            Column("reached", "Menschen in ihren Orten", "count"),
            Column("share", "Anteil am Land", "percent"),
        ),
        compute=reached,
    ),
    Figure(
        code="B3",
        name="Zuwendung nach Größenklasse",
        formula="Index = Anteil am Geld / Anteil an den Anträgen",
        unit="Index",
        population=AWARDED + "; Bezug sind alle eingereichten Anträge",
        source="Organisation: Größenklasse; Zuwendung: Betrag",
        caveat="Über 1: mehr Geld, als dem Anteil an den Anträgen entspricht.",
        columns=(
            Column("group", "Größenklasse"),
            Column("applications", "Anträge", "count"),
            Column("granted", "Bewilligt", "euro"),
            Column("index", "Repräsentationsindex", "rate"),
        ),
        compute=by_size,
    ),
    Figure(
        code="B4",
        name="Gleichmäßigkeit über die Länder",
        formula="Gini und Theil der Euro je Kopf, gewichtet mit den Einwohnern; Herfindahl der "
        "Anteile am Geld",
        unit="Index",
        population=AWARDED,
        source="Zuwendung: Betrag; Einwohner der Länder",
        caveat="Wenige Bewilligungen ergeben immer hohe Werte.",
        columns=(Column("measure", "Maß"), Column("value", "Wert", "rate")),
        compute=concentration,
    ),
    Figure(
        code="B5",
        name="Bewilligungen nach Kreis",
        formula="Zahl und Summe der Bewilligungen je Kreis oder kreisfreier Stadt",
        unit="Bewilligungen, Euro",
        population=AWARDED,
        source="Organisation: Kreisschlüssel; Zuwendung: Betrag",
        caveat="Kreise ohne Bewilligung stehen nicht in der Tabelle.",
        columns=(
            Column("district", "Kreis"),
            Column("count", "Bewilligungen", "count"),
            Column("granted", "Bewilligt", "euro"),
        ),
        compute=by_district,
    ),
    Figure(
        code="B6",
        name="Anteile der Länder im Vergleich",
        formula="Anteil des Landes am bewilligten Geld, an den Einwohnern, im Königsteiner "
        "Schlüssel und an den Anträgen",
        unit="Anteil",
        population=AWARDED + "; Anträge: alle eingereichten",
        source="Zuwendung: Betrag; Organisation: Land; Einwohner; Königsteiner Schlüssel",
        caveat=f"Königsteiner Schlüssel für {KEY_YEAR} (Bundesamt für Migration und Flüchtlinge); "
        "er dient nur als Vergleich.",
        columns=(
            Column("land", "Land"),
            Column("money", "Am Geld", "percent"),
            Column("people", "An den Einwohnern", "percent"),
            Column("key", "Im Schlüssel", "percent"),
            Column("applied", "An den Anträgen", "percent"),
        ),
        compute=references,
    ),
)
