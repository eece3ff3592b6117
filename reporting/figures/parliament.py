"""What parliamentary questions ask for: H1 to H4; the pack adds figures of other chapters."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from accounts.laender import LAENDER
from reporting.figures.definition import Column, Figure, Row, money
from reporting.maps import district_names

if TYPE_CHECKING:
    from reporting.frames import Frames


def by_land(frames: Frames) -> list[Row]:
    """Count applications and awards of each Land, with sums and municipalities."""
    table, granted = frames.applications, frames.granted
    rows: list[Row] = []
    for land, name in [*LAENDER.items(), ("", "Insgesamt")]:
        applied = table[table["land"] == land] if land else table
        part = granted[granted["land"] == land] if land else granted
        rows.append(
            {
                "land": name,
                "asked": {"land": land} if land else {},
                "applications": len(applied),
                "awarded": len(part),
                "granted": money(sum(part["awarded"])),
            }
        )
    return rows


def criteria(frames: Frames) -> list[Row]:
    """Return the published criteria of the call with their weights."""
    return [
        {"code": code, "criterion": name, "group": group, "weight": weight, "maximum": maximum}
        for code, name, weight, maximum, group in frames.facts["criteria"]
    ]


def awards(frames: Frames) -> list[Row]:
    """List every award whose notice is sent, by Land and place; before, nobody is told."""
    order = {land: place for place, land in enumerate(LAENDER)}
    names = district_names()
    found = sorted(
        frames.granted.itertuples(),
        key=lambda row: (order.get(row.land, len(order)), row.applicant, row.funding_code),
    )
    return [
        {
            "land": LAENDER.get(row.land, ""),
            "district": names.get(row.district, ""),
            "applicant": row.applicant,
            "title": row.title,
            "code": row.funding_code,
            "amount": money(row.awarded),
            "from": f"{row.starts_on:%d.%m.%Y}",
            "until": f"{row.ends_on:%d.%m.%Y}",
        }
        for row in found
    ]


def by_constituency(frames: Frames) -> list[Row]:
    """Count the awards of each Wahlkreis; a place in several counts in each."""
    sums: dict[int, list[Any]] = defaultdict(list)
    for keys, amount in zip(
        frames.granted["constituencies"], frames.granted["awarded"], strict=True
    ):
        for key in filter(None, (keys or "").split("|")):
            sums[int(key)].append(amount)
    return [
        {**asked_for(key), "count": len(sums[key]), "granted": money(sum(sums[key]))}
        for key in sorted(sums)
    ]


def asked_for(key: int) -> Row:
    """Return the number of a Wahlkreis and what leads to its list."""
    return {"constituency": str(key), "asked": {"wahlkreis": str(key), "stand": "bewilligt"}}


FIGURES = (
    Figure(
        code="H1",
        name="Anträge und Bewilligungen nach Land",
        formula="Zahl der Anträge und Bewilligungen, Summe der Zuwendungen",
        unit="Anträge, Euro",
        population="alle eingereichten Anträge des Aufrufs",
        source="Organisation: Land; Bewerbung: Status; Zuwendung: Betrag",
        caveat="Stand ist der Tag der Berechnung.",
        columns=(
            Column("land", "Land"),
            Column("applications", "Anträge", "count"),
            Column("awarded", "Bewilligt", "count"),
            Column("granted", "Summe", "euro"),
        ),
        compute=by_land,
    ),
    Figure(
        code="H2",
        name="Auswahlkriterien und Gewichte",
        formula="wie im Aufruf veröffentlicht",
        unit="Punkte",
        population="alle Kriterien des Aufrufs",
        source="Aufruf: Kriterium, Gruppe, Gewicht, Höchstwert",
        caveat="Die Gewichte ergeben zusammen 100 Punkte.",
        columns=(
            Column("code", "Kürzel"),
            Column("criterion", "Kriterium"),
            Column("group", "Gruppe"),
            Column("weight", "Gewicht", "number"),
            Column("maximum", "Höchster Punktwert", "number"),
        ),
        compute=criteria,
    ),
    Figure(
        code="H3",
        name="Bewilligte Vorhaben",
        formula="Liste, nach Land und Ort",
        unit="Euro",
        population="alle bewilligten Vorhaben des Aufrufs, deren Bescheid versandt ist",
        source="Zuwendung: Förderkennzeichen (FKZ), Betrag, Laufzeit; Organisation; Vorhaben",
        caveat="Die Liste ist auch als offene Daten veröffentlicht.",
        columns=(
            Column("land", "Land"),
            Column("district", "Kreis"),
            Column("applicant", "Empfänger"),
            Column("title", "Vorhaben"),
            Column("code", "FKZ"),
            Column("amount", "Zuwendung", "euro"),
            Column("from", "Von"),
            Column("until", "Bis"),
        ),
        compute=awards,
    ),
    Figure(
        code="H4",
        name="Bewilligungen nach Wahlkreis",
        formula="Zahl und Summe der Bewilligungen je Wahlkreis des Bundestags",
        unit="Bewilligungen, Euro",
        population="alle bewilligten Vorhaben des Aufrufs, deren Bescheid versandt ist",
        source="Organisation: Wahlkreise; Zuwendung: Betrag",
        caveat="Wer in mehreren Wahlkreisen liegt, zählt in jedem; die Zeilen ergeben nicht die "
        "Summe.",
        columns=(
            Column("constituency", "Wahlkreis"),
            Column("count", "Bewilligungen", "count"),
            Column("granted", "Bewilligt", "euro"),
        ),
        compute=by_constituency,
    ),
)
