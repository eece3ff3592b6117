"""The official directory of municipalities (Destatis, GV100AD) as entries of our own.

Municipalities (Satzart 60), Landkreise (40) and municipal unions (50) become entries;
kreisfreie Städte appear once, as municipality. Inhabitants and area of Kreise and unions
are the sums of their members.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, TextIO, cast

from gv100ad import District, GV100ADReader, MunicipalAssociation, Municipality

from accounts.laender import LAND_OF_KEY
from accounts.models import Organisation

SOURCE = "Destatis, Gemeindeverzeichnis GV100AD, Datenlizenz Deutschland – Namensnennung – 2.0"
FACTS = Path(__file__).with_name("directory_facts.csv")
RURAL_DISTRICTS = {43, 44, 45}  # Kreis, Landkreis, Regionalverband; 41 and 42 are cities
UNIONS = {51, 52, 53, 54, 55, 56, 57}  # 50: municipality without union, 58: acts for others
SIZE_CLASSES = (  # BBSR: at least so many inhabitants of the union or independent municipality
    (500_000, Organisation.SizeClass.LARGE_CITY),
    (100_000, Organisation.SizeClass.CITY),
    (50_000, Organisation.SizeClass.LARGE_TOWN),
    (20_000, Organisation.SizeClass.TOWN),
    (10_000, Organisation.SizeClass.LARGE_SMALL_TOWN),
    (5_000, Organisation.SizeClass.SMALL_TOWN),
    (0, Organisation.SizeClass.RURAL),
)


class BrokenDirectory(ValueError):
    """A line of the file cannot be read; the sentence names its number."""


@dataclass(frozen=True)
class Entry:
    """One organisation of one edition of the directory."""

    kind: str
    ars: str
    ags: str
    name: str
    type_code: str
    land: str
    district_key: str
    union_ars: str = ""
    inhabitants: int = 0
    area_hectares: int = 0
    size_class: str = ""
    postal_code: str = ""
    constituencies: str = ""


def size_class(inhabitants: int) -> str:
    """Return the Stadt- und Gemeindetyp by inhabitants.

    >>> size_class(99_999), size_class(100_000)
    ('21', '12')
    """
    return next(str(code) for least, code in SIZE_CLASSES if inhabitants >= least)


def read_edition(path: Path) -> tuple[date, list[Entry]]:
    """Return the edition's date and all entries of a GV100AD file."""
    records = list(numbered_records(path))
    if not records:
        raise BrokenDirectory("Die Datei enthält keine Sätze.")
    municipalities = [cast(Town, r) for r in records if isinstance(r, Municipality)]
    members = sums_by_area(municipalities)
    entries = [entry_of(m, members) for m in municipalities]
    areas = constituencies_by_area(municipalities)
    entries += [
        replace(e, constituencies=joined(areas[e.ars]))
        for r in records
        if (e := entry_of_area(r, members))
    ]
    known = {entry.ars for entry in entries}
    return records[0].timestamp, [
        entry if entry.union_ars in known else replace(entry, union_ars="") for entry in entries
    ]


class Town(Municipality):
    """A municipality with the Wahlkreise of its record, which the library does not read."""

    constituencies: frozenset[int]


class CountedLines:
    """A text whose reader knows the number of the line it stands on."""

    def __init__(self, text: TextIO) -> None:
        self.text = text
        self.number = 0
        self.last = ""

    def readline(self) -> str:
        self.number += 1
        self.last = self.text.readline()
        return self.last


def numbered_records(path: Path) -> Iterator[Municipality | District | MunicipalAssociation]:
    """Yield the records of a file; a broken line stops with its number."""
    with path.open(encoding="utf-8") as text:
        lines = CountedLines(text)
        try:
            for record in GV100ADReader(lines).read():
                if record.regional_code[:2] not in LAND_OF_KEY:
                    raise ValueError(f"Landesschlüssel {record.regional_code[:2]!r}")
                if isinstance(record, Municipality):
                    cast(Town, record).constituencies = constituencies_in(lines.last)
                yield record
        except ValueError as error:
            sentence = f"Zeile {lines.number} ist nicht lesbar: {error}."
            raise BrokenDirectory(sentence) from error


def constituencies_in(line: str) -> frozenset[int]:
    """Return the numbers of the Wahlkreise of the Bundestag from a record's two fields.

    >>> sorted(constituencies_in(" " * 190 + "093095"))
    [93, 94, 95]
    """
    first, last = line[190:193].strip(), line[193:196].strip()
    if not first:
        return frozenset()
    return frozenset(range(int(first), int(last or first) + 1))


def joined(numbers: Iterable[int]) -> str:
    """Return numbers between bars, so that one of them can be searched for.

    >>> joined({94, 93}), joined(())
    ('|93|94|', '')
    """
    text = "|".join(str(number) for number in sorted(numbers))
    return f"|{text}|" if text else ""


def sums_by_area(municipalities: Iterable[Municipality]) -> dict[str, tuple[int, int]]:
    """Return inhabitants and hectares by Kreis (5 digits) and union (9 digits)."""
    sums: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for town in municipalities:
        district = town.regional_code[:5]
        for area in (district, district + town.association):
            people, hectares = sums[area]
            sums[area] = people + town.inhabitants, hectares + town.area
    return sums


def constituencies_by_area(municipalities: Iterable[Town]) -> dict[str, set[int]]:
    """Return the Wahlkreise of the members by Kreis (5 digits) and union (9 digits)."""
    found: dict[str, set[int]] = defaultdict(set)
    for town in municipalities:
        district = town.regional_code[:5]
        for area in (district, district + town.association):
            found[area] |= town.constituencies
    return found


def entry_of(town: Town, sums: dict[str, tuple[int, int]]) -> Entry:
    """A municipality's entry; its size class is that of its union (BBSR)."""
    district, union = town.regional_code[:5], town.regional_code[:5] + town.association
    return Entry(
        kind=Organisation.Kind.MUNICIPALITY,
        ars=union + town.regional_code[5:],
        ags=town.regional_code,
        name=town.name,
        type_code=str(town.type.value),
        land=LAND_OF_KEY[district[:2]],
        district_key=district,
        union_ars=union,
        inhabitants=town.inhabitants,
        area_hectares=town.area,
        size_class=size_class(sums[union][0]) if town.inhabitants else "",
        postal_code=town.postal_code,
        constituencies=joined(town.constituencies),
    )


def entry_of_area(
    record: Municipality | District | MunicipalAssociation, sums: dict[str, tuple[int, int]]
) -> Entry | None:
    """The entry of a Kreis or union; None for all other records."""
    if isinstance(record, District) and record.type.value in RURAL_DISTRICTS:
        kind, ars = Organisation.Kind.DISTRICT, record.regional_code
    elif isinstance(record, MunicipalAssociation) and record.type.value in UNIONS:
        kind, ars = Organisation.Kind.UNION, record.regional_code + record.association
    else:
        return None
    people, hectares = sums[ars]
    return Entry(
        kind=kind,
        ars=ars,
        ags=ars[:5] if kind == Organisation.Kind.DISTRICT else "",
        name=record.name,
        type_code=str(record.type.value),
        land=LAND_OF_KEY[ars[:2]],
        district_key=ars[:5],
        inhabitants=people,
        area_hectares=hectares,
        size_class=size_class(people) if kind == Organisation.Kind.UNION else "",
    )


def shipped_facts(path: Path = FACTS) -> tuple[date, list[Entry]]:
    """Return the project's own dated table of organisations, enough for a fresh start."""
    with path.open(encoding="utf-8") as text:
        edition = date.fromisoformat(text.readline().rsplit(maxsplit=1)[-1])
        rows = list(csv.DictReader(text, delimiter=";"))
    numbers = {"inhabitants", "area_hectares"}
    entries: list[dict[str, Any]] = [
        {
            f.name: int(row[f.name]) if f.name in numbers else row.get(f.name, "")
            for f in fields(Entry)
        }
        for row in rows
    ]
    return edition, [Entry(**entry) for entry in entries]
