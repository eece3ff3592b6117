"""Read a list of vouchers from CSV or XLSX: rows, or what is wrong with which cell."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import IO, Any

from core.files import office_kind
from core.forms import DATE_FORMS, decimal_from
from core.hostile import DAMAGED, office_fault
from core.text import clean

MOST_ROWS = 20_000
MOST_FINDINGS = 200  # beyond that a list helps nobody: the file has another form
MOST_BYTES = 20 * 1024 * 1024
MOST_COLUMNS = 26
COLUMNS = {
    "number": ("Belegnummer", 60),
    "paid_on": ("Gezahlt am", 0),
    "payee": ("Empfänger", 200),
    "purpose": ("Zweck", 300),
    "line": ("Position", 0),
    "amount": ("Betrag", 0),
}
HEADINGS = {heading.casefold(): name for name, (heading, _) in COLUMNS.items()}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST_AMOUNT = Decimal(10) ** 12


@dataclass(frozen=True)
class CellFinding:
    """What is wrong, in which row and column of the file."""

    row: int
    column: str
    sentence: str


@dataclass(frozen=True)
class VoucherRow:
    """One voucher as read; `row` is its row in the file."""

    row: int
    number: str
    paid_on: date
    payee: str
    purpose: str
    line: int
    amount: Decimal


@dataclass(frozen=True)
class Listing:
    """A file as read: vouchers when there are no findings."""

    rows: tuple[VoucherRow, ...]
    findings: tuple[CellFinding, ...]
    more: int = 0


class Unreadable(ValueError):
    """The file as a whole cannot be read; the sentence says why."""


def read(stream: IO[bytes], name: str, lines: Mapping[str, int]) -> Listing:
    """Read a file; `lines` maps numbers and names of the plan's lines to their keys."""
    table = xlsx_table(stream) if name.lower().endswith(".xlsx") else csv_table(stream)
    places = places_of(next(table, []))
    found: list[VoucherRow] = []
    findings: list[CellFinding] = []
    for count, cells in enumerate(table, start=2):
        if count > MOST_ROWS + 1:
            raise Unreadable(f"Die Liste hat mehr als {MOST_ROWS} Zeilen.")
        if not any(str(cell or "").strip() for cell in cells):
            continue
        one = read_row(Row(count, cells, places), lines, findings)
        if one:
            found.append(one)
    if not found and not findings:
        raise Unreadable("Die Liste enthält keinen Beleg.")
    return Listing(tuple(found), tuple(findings[:MOST_FINDINGS]), max(0, len(findings) - 200))


def places_of(head: Sequence[Any]) -> dict[str, int]:
    """Return the position of each column by the names in the first row."""
    names = [str(cell or "").strip().casefold() for cell in head]
    places = {HEADINGS[name]: number for number, name in enumerate(names) if name in HEADINGS}
    missing = [heading for name, (heading, _) in COLUMNS.items() if name not in places]
    if missing:
        listed = ", ".join(f"„{name}“" for name in missing)
        raise Unreadable(f"In der ersten Zeile fehlen diese Spalten: {listed}.")
    return places


@dataclass(frozen=True)
class Row:
    """One row of the file with the places of its columns."""

    number: int
    cells: Sequence[Any]
    places: Mapping[str, int]

    def cell(self, name: str) -> Any:
        place = self.places[name]
        value = self.cells[place] if place < len(self.cells) else None
        return clean(value).strip() if isinstance(value, str) else value

    def fault(self, name: str, sentence: str) -> CellFinding:
        column = f"{LETTERS[self.places[name] % 26]} · {COLUMNS[name][0]}"
        return CellFinding(self.number, column, sentence)


def read_row(row: Row, lines: Mapping[str, int], findings: list[CellFinding]) -> VoucherRow | None:
    """Return the voucher of a row, or add a finding for every cell that is wrong."""
    before = len(findings)
    values: dict[str, Any] = {}
    for name, convert in CONVERTERS.items():
        try:
            values[name] = convert(row.cell(name), name)
        except ValueError as fault:
            findings.append(row.fault(name, str(fault)))
    line = str(row.cell("line") or "").casefold().removesuffix(".0")
    if line not in lines:
        findings.append(row.fault("line", f"Diese Position gibt es im Plan nicht: „{line}“."))
    if len(findings) > before:
        return None
    return VoucherRow(row=row.number, line=lines[line], **values)


def as_text(value: Any, name: str) -> str:
    text = str(value if value is not None else "").removesuffix(".0")
    heading, longest = COLUMNS[name]
    if not text:
        raise ValueError(f"Hier fehlt eine Angabe: {heading}.")
    if len(text) > longest:
        raise ValueError(f"Der Text ist länger als {longest} Zeichen.")
    return text


def as_day(value: Any, _name: str) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return day_from(str(value or ""))


@lru_cache(maxsize=4096)  # a long list names few different days
def day_from(text: str) -> date:
    for form in DATE_FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise ValueError(f"Das ist kein Datum: „{text}“. Schreiben Sie zum Beispiel 31.03.2027.")


def as_amount(value: Any, _name: str) -> Decimal:
    """Return euros with cents; a number of a spreadsheet is taken as it is shown."""
    try:
        amount = as_decimal(value)
    except ValueError:
        sentence = f"Das ist kein Betrag: „{value or ''}“. Schreiben Sie zum Beispiel 1.250,00."
        raise ValueError(sentence) from None
    if not amount.is_finite() or not 0 < amount < MOST_AMOUNT:
        raise ValueError("Der Betrag muss größer als null und kleiner als eine Billion sein.")
    cents = round(amount, 2)
    if amount != cents:
        raise ValueError("Der Betrag hat mehr als zwei Stellen nach dem Komma.")
    return cents


def as_decimal(value: Any) -> Decimal:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(round(value, 6)))
    return decimal_from(str(value or "").replace("€", ""))


CONVERTERS: Mapping[str, Any] = {
    "number": as_text,
    "paid_on": as_day,
    "payee": as_text,
    "purpose": as_text,
    "amount": as_amount,
}


def csv_table(stream: IO[bytes]) -> Iterator[Sequence[str]]:
    """Yield the rows of a CSV file, UTF-8 or Windows, divided by semicolon, comma or tab."""
    content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Unreadable("Die Datei ist größer als 20 MB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise Unreadable("Die Datei ist keine Textdatei. Speichern Sie sie als CSV oder XLSX.")
    head = text.partition("\n")[0]
    delimiter = max(";,\t", key=head.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as fault:  # a quotation mark that is never closed
        raise Unreadable(DAMAGED) from fault


def xlsx_table(stream: IO[bytes]) -> Iterator[Sequence[Any]]:
    """Yield the rows of a workbook's first sheet; formulas give their stored values."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    if office_kind(stream) != "xlsx":
        raise Unreadable("Die Datei ist keine Excel-Datei (XLSX), oder sie enthält Makros.")
    if sentence := office_fault(stream):
        raise Unreadable(sentence)
    stream.seek(0)
    broken = (InvalidFileException, zipfile.BadZipFile, KeyError, IndexError, ValueError, TypeError)
    try:
        book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file claims of its size is not believed
        yield from sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
    except (*broken, SyntaxError, AttributeError, OSError, EOFError) as fault:
        raise Unreadable(DAMAGED) from fault
