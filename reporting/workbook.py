"""The figures as XLSX: one sheet for each figure and a codebook. Text is never a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

FORMATS = {
    "euro": "#,##0.00 €",
    "percent": "0.0%",
    "rate": "0.00",
    "number": "#,##0.0",
    "count": "#,##0",
}
CODEBOOK = ("Kennzahl", "Name", "Spalte", "Bezeichnung", "Art", "Rechenweg", "Einheit", "Hinweis")
MADE = datetime(
    2000, 1, 1, tzinfo=UTC
)  # the file says so to all: the same figures give the same bytes
WIDE, NARROW = 34, 18


def workbook(contents: Iterable[Mapping[str, Any]], as_of: str) -> bytes:
    """Return the XLSX file of the figures; `as_of` says when they were computed."""
    import xlsxwriter

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    figures = list(contents)
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"title": "Kennzahlen", "comments": as_of, "created": MADE})
        styles = {kind: book.add_format({"num_format": form}) for kind, form in FORMATS.items()}
        bold = book.add_format({"bold": True})
        for content in figures:
            write_figure(book.add_worksheet(content["code"]), content, styles, bold)
        write_codebook(book.add_worksheet("Codebuch"), figures, bold)
    return stream.getvalue()


def write_figure(sheet: Any, content: Mapping[str, Any], styles: Any, bold: Any) -> None:
    """Name in the first line, heads in the third, then the rows."""
    sheet.write_string(0, 0, f"{content['code']} {content['name']}", bold)
    sheet.set_column(0, 0, WIDE)
    sheet.set_column(1, len(content["columns"]), NARROW)
    for place, column in enumerate(content["columns"]):
        sheet.write_string(2, place, column["label"], bold)
        for line, row in enumerate(content["rows"], start=3):
            write_value(sheet, (line, place), row.get(column["key"]), styles.get(column["kind"]))


def write_value(sheet: Any, place: tuple[int, int], value: Any, style: Any) -> None:
    """Numbers become numbers, everything else text, nothing a formula."""
    if value is None:
        sheet.write_blank(*place, None)
    elif style is None:
        sheet.write_string(*place, str(value))
    else:
        sheet.write_number(*place, float(value), style)


def write_codebook(sheet: Any, figures: Iterable[Mapping[str, Any]], bold: Any) -> None:
    """Say what every column of every sheet means."""
    sheet.set_column(0, len(CODEBOOK), NARROW)
    for place, head in enumerate(CODEBOOK):
        sheet.write_string(0, place, head, bold)
    lines = [(content, column) for content in figures for column in content["columns"]]
    for line, (content, column) in enumerate(lines, start=1):
        words = [content["code"], content["name"], column["key"], column["label"]]
        words += [column["kind"], content["formula"], content["unit"], content["caveat"]]
        for place, word in enumerate(words):
            sheet.write_string(line, place, str(word))
