"""Read an edited workbook of the finance plan: its rows, or what is wrong with which cell."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import IO, Any

from django.core.exceptions import ValidationError

from applications.plan_rows import SIDES
from applications.plan_workbook import HEADS, KIND_LABELS, NO, SIDE_NAMES, YES, Offer, SheetRow
from core.files import office_kind
from core.forms import AmountField
from core.hostile import MEGABYTE, office_fault
from core.text import clean

MOST_ROWS, MOST_COLUMNS, MOST_FINDINGS = 500, 60, 100
MOST_BYTES, MOST_UNPACKED = 5 * MEGABYTE, 40 * MEGABYTE
LONGEST_LABEL = 160
NOISE = Decimal("0.000001")  # what binary fractions add to a sum of cents
KINDS = {label.casefold(): kind for kind, label in KIND_LABELS.items()}
FORMULA = object()  # stands for a formula, whatever it says
EMPTY_TEXTS = {"", "-", "–"}


class UnreadableWorkbook(ValueError):
    """The file as a whole cannot be taken; the sentence says why."""


@dataclass(frozen=True)
class CellFault:
    """What is wrong in which cell, as "D7"."""

    cell: str
    sentence: str

    def __str__(self) -> str:
        return f"Zelle {self.cell}: {self.sentence}"


def read_plan(
    stream: IO[bytes], offer: Offer, known: Mapping[str, str]
) -> tuple[list[SheetRow], list[CellFault]]:
    """Return rows and faults; `known` maps the keys of stored rows to their kinds."""
    table = table_of(stream)
    places = places_of(next(table, ()), offer)
    rows: list[SheetRow] = []
    faults: list[CellFault] = []
    seen: set[Any] = set()
    for number, cells in enumerate(table, start=2):
        if not any(has_text(cell) for cell in cells):
            continue
        reader = RowReader(number, cells, places, faults)
        row = reader.row(offer, known)
        if row.key and row.key in seen:
            reader.fault("Zeile", f"„{row.key}“ steht schon in einer anderen Zeile.")
        seen.add(row.key)
        rows.append(row)
    return rows, faults[:MOST_FINDINGS]


def table_of(stream: IO[bytes]) -> Iterator[Sequence[Any]]:
    """Yield the rows of the first sheet, formulas as formulas; refuse hostile files."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    refuse_hostile(stream)
    stream.seek(0)
    broken = (InvalidFileException, zipfile.BadZipFile, KeyError, IndexError, ValueError, TypeError)
    try:
        book = load_workbook(stream, read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        count = 0
        for cells in sheet.iter_rows(max_col=MOST_COLUMNS):
            count += 1
            if count > MOST_ROWS:
                raise UnreadableWorkbook(f"Die Tabelle hat mehr als {MOST_ROWS} Zeilen.")
            yield [FORMULA if cell.data_type == "f" else cell.value for cell in cells]
    except UnreadableWorkbook:
        raise
    except (*broken, SyntaxError, AttributeError, OSError, EOFError) as fault:
        sentence = "Die Datei ist beschädigt und lässt sich nicht öffnen."
        raise UnreadableWorkbook(sentence) from fault


def refuse_hostile(stream: IO[bytes]) -> None:
    """Look at size, kind and contents before anything is opened."""
    size = stream.seek(0, 2)
    if not size:
        raise UnreadableWorkbook("Die Datei ist leer.")
    if size > MOST_BYTES:
        raise UnreadableWorkbook("Die Datei ist größer als 5 MB.")
    if office_kind(stream) != "xlsx":
        raise UnreadableWorkbook("Die Datei ist keine Excel-Datei (XLSX).")
    if fault := office_fault(stream):
        raise UnreadableWorkbook(fault)
    stream.seek(0)
    with zipfile.ZipFile(stream) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
            raise UnreadableWorkbook("Die Tabelle ist zu groß für einen Finanzplan.")


def has_text(cell: Any) -> bool:
    return cell is not None and bool(str(cell).strip())


def places_of(head: Sequence[Any], offer: Offer) -> dict[str, int]:
    """Return the place of each column by the names in the first row."""
    names = [heading(cell) for cell in head]
    places = {name: names.index(name) for name in names if name}
    wanted = [*HEADS, *map(str, offer.years)]
    missing = [name for name in wanted if name.casefold() not in places]
    if missing:
        listed = ", ".join(f"„{name}“" for name in missing)
        raise UnreadableWorkbook(f"In der ersten Zeile fehlen diese Spalten: {listed}.")
    return {name: places[name.casefold()] for name in wanted}


def heading(cell: Any) -> str:
    """A year may have become a number."""
    whole = int(cell) if isinstance(cell, float) and cell.is_integer() else cell
    return clean(str(whole if whole is not None else "")).strip().casefold()


@dataclass(frozen=True)
class RowReader:
    """One row of the file; what cannot be read becomes a fault of its cell."""

    number: int
    cells: Sequence[Any]
    places: Mapping[str, int]
    faults: list[CellFault]

    def row(self, offer: Offer, known: Mapping[str, str]) -> SheetRow:
        key = self.text("Zeile")
        kind = self.kind(key, known)
        return SheetRow(
            key,
            kind,
            self.label(),
            self.chosen("Maßnahme", offer.measures),
            self.chosen("Partner", offer.partners),
            self.eligible(),
            {year: amount for year in offer.years if (amount := self.amount(str(year)))},
        )

    def raw(self, name: str) -> Any:
        place = self.places[name]
        return self.cells[place] if place < len(self.cells) else None

    def fault(self, name: str, sentence: str) -> None:
        from openpyxl.utils import get_column_letter

        cell = f"{get_column_letter(self.places[name] + 1)}{self.number}"
        self.faults.append(CellFault(cell, sentence))

    def text(self, name: str) -> str:
        value = self.raw(name)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if value is FORMULA:
            self.fault(name, "Formeln können wir nicht übernehmen. Tragen Sie den Wert ein.")
            return ""
        return clean(str(value)).strip() if value is not None else ""

    def kind(self, key: str, known: Mapping[str, str]) -> str:
        kind = KINDS.get(self.text("Art").casefold(), "")
        if not kind:
            self.fault("Art", "Diese Art gibt es nicht. Wählen Sie eine aus der Liste.")
        elif key and key not in known:
            sentence = "Diese Zeile gibt es im Finanzplan nicht. Lassen Sie die Zelle leer, wenn "
            self.fault("Zeile", sentence + "die Position neu ist.")
        elif key and known[key] != kind:
            self.fault("Art", "Die Art einer vorhandenen Position kann nicht geändert werden.")
        side = self.text("Seite")
        if kind and side and side != SIDE_NAMES[SIDES[kind]]:
            self.fault("Seite", f"„{KIND_LABELS[kind]}“ gehört zu „{SIDE_NAMES[SIDES[kind]]}“.")
        return kind

    def label(self) -> str:
        found = self.text("Bezeichnung")
        if len(found) > LONGEST_LABEL:
            self.fault("Bezeichnung", f"Kürzen Sie auf höchstens {LONGEST_LABEL} Zeichen.")
        return found

    def chosen(self, name: str, choices: Mapping[str, int]) -> str:
        """Take the text of the list, or a bare name that only one choice has."""
        found = self.text(name)
        if found in EMPTY_TEXTS or found in choices:
            return "" if found in EMPTY_TEXTS else found
        alike = [text for text in choices if text.partition(". ")[2] == found]
        if len(alike) == 1:
            return alike[0]
        self.fault(
            name, f"„{found}“ gibt es im Antrag nicht. Legen Sie den Eintrag zuerst dort an."
        )
        return ""

    def eligible(self) -> bool:
        value = self.raw("Zuwendungsfähig")
        if isinstance(value, bool):
            return value
        found = self.text("Zuwendungsfähig").casefold()
        if found not in ("", YES, NO):
            self.fault("Zuwendungsfähig", "Schreiben Sie „ja“ oder „nein“.")
        return found != NO

    def amount(self, year: str) -> Decimal:
        """Read a number, or text in any German form; nothing counts as zero."""
        value = self.raw(year)
        if isinstance(value, bool | date | time):
            self.fault(year, "Geben Sie den Betrag in Euro an, zum Beispiel 12.500,00.")
            return Decimal(0)
        if isinstance(value, int | float):
            value = cents_of(value)
        elif (value := self.text(year)) in EMPTY_TEXTS:
            return Decimal(0)
        try:
            return AmountField(required=False).clean(sized(value)) or Decimal(0)
        except ValidationError as fault:
            self.fault(year, f"{fault.messages[0]}.")
            return Decimal(0)


def cents_of(number: float) -> Decimal:
    """Return a number of a spreadsheet to the cent, if nothing but noise lies behind it.

    >>> cents_of(0.1 + 0.2), cents_of(1234567.89), cents_of(0.005)
    (Decimal('0.30'), Decimal('1234567.89'), Decimal('0.005'))
    """
    exact = Decimal(repr(number))
    near = round(exact, 2) if exact.is_finite() else exact
    return near if abs(exact - near) < NOISE else exact


def sized(value: Any) -> Any:
    """Let the field check a number like a typed one: it takes Decimals as they are."""
    if isinstance(value, Decimal):
        AmountField(required=False).check_size(value)
    return value
