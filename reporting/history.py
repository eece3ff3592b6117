"""The funded projects of Modellprojekte Smart Cities 2019 to 2021, read from shipped tables.

The tables hold published facts with their sources; places come from the official directory.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from accounts.directory import Entry
from accounts.models import Organisation
from reporting.models import PastProject

SHIPPED = Path(__file__).with_name("shipped")
PROJECTS, FACTS = SHIPPED / "mpsc_projects.csv", SHIPPED / "mpsc_facts.csv"
PLACES = SHIPPED / "mpsc_places.csv"
PROGRAMME = "Modellprojekte Smart Cities"
KINDS_BY_WORD = {
    "Landkreis": Organisation.Kind.DISTRICT,
    "Kreis": Organisation.Kind.DISTRICT,
    "Verbandsgemeinde": Organisation.Kind.UNION,
    "Samtgemeinde": Organisation.Kind.UNION,
}
QUALIFIED = re.compile(r"amount: (rounded|upper limit|lower limit)")
AMOUNT_KINDS = {
    "rounded": PastProject.AmountKind.ROUNDED,
    "upper limit": PastProject.AmountKind.AT_MOST,
    "lower limit": PastProject.AmountKind.AT_LEAST,
}


@dataclass(frozen=True)
class Published:
    """One line of the table of projects."""

    round: int
    year: int
    name: str
    kind: str
    land: str
    lead_key: str
    members: tuple[str, ...]
    category: str
    amount: Decimal | None
    source: str

    @property
    def amount_kind(self) -> str:
        """Say what the amount is; the source names it where it is not exact."""
        if self.amount is None:
            return PastProject.AmountKind.MISSING
        said = QUALIFIED.search(self.source)
        return AMOUNT_KINDS[said[1]] if said else PastProject.AmountKind.PUBLISHED


def read_projects(path: Path = PROJECTS) -> list[Published]:
    """Return the projects of a file in the layout of the shipped one."""
    with path.open(encoding="utf-8", newline="") as text:
        return [
            Published(
                round=int(row["staffel"]),
                year=int(row["year"]),
                name=row["name"],
                kind=row["kind"],
                land=row["land"],
                lead_key=row["lead_ags"],
                members=tuple(filter(None, row["members"].split(";"))),
                category=row["category"],
                amount=Decimal(row["funded_eur"]) if row["funded_eur"] else None,
                source=row["source"],
            )
            for row in csv.DictReader(text)
        ]


def read_facts(path: Path = FACTS) -> dict[str, tuple[str, str]]:
    """Return value and source of each published fact by its key."""
    with path.open(encoding="utf-8", newline="") as text:
        return {row["key"]: (row["value"], row["source"]) for row in csv.DictReader(text)}


def places_of(project: Published, directory: Sequence[Entry]) -> Iterator[tuple[Entry, bool]]:
    """Yield the places of a project, the lead (True) first; a union without a key has none."""
    lead = next((e for e in directory if e.ags and e.ags == project.lead_key), None)
    if lead is not None:
        yield lead, True
    for member in project.members:
        yield find_member(member, project.land, lead, directory), False


def find_member(name: str, land: str, lead: Entry | None, directory: Iterable[Entry]) -> Entry:
    """Return the place of that kind and name: in the lead's Kreis, else its Land, else anywhere."""
    kind = KINDS_BY_WORD.get(name.split(maxsplit=1)[0], Organisation.Kind.MUNICIPALITY)
    named = [e for e in directory if e.kind == kind and bare(e.name) == bare(name)]
    if not named:
        raise ValueError(f"Im Verzeichnis gibt es keinen Ort „{name}“.")
    nearest = lead.district_key if lead else ""
    return max(named, key=lambda entry: (entry.district_key == nearest, entry.land == land))


def bare(name: str) -> str:
    """Return a name without its kind and its additions.

    >>> bare("Landkreis Hof"), bare("Leipzig, Stadt"), bare("Verbandsgemeinde Prüm")
    ('Hof', 'Leipzig', 'Prüm')
    """
    first, _, rest = name.split(",", maxsplit=1)[0].partition(" ")
    return rest if first in KINDS_BY_WORD and rest else name.split(",", maxsplit=1)[0]
