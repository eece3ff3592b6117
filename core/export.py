"""Tables for spreadsheets: one writer, so that no cell of ours ever becomes a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.timezone import localtime

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"  # tells spreadsheets that this is UTF-8
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Line:
    """A file of one line: the csv module writes into it, and it hands the text on."""

    def write(self, text: str) -> str:
        return text


def cell(value: Any) -> str:
    """Return a value as a German spreadsheet reads it; text never begins a formula.

    >>> cell(Decimal("1234.50")), cell("=1+1"), cell(True), cell(None)
    ('1234,50', "'=1+1", 'ja', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, Decimal | int):
        return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else str(value)
    if isinstance(value, datetime):
        return f"{localtime(value):%d.%m.%Y %H:%M:%S}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    text = str(value)
    return f"'{text}" if text.lstrip().startswith(FORMULA) or text.startswith(FORMULA) else text


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Yield the table line by line: UTF-8 with BOM, semicolons, every text quoted."""
    writer = csv.writer(Line(), delimiter=";", quoting=csv.QUOTE_ALL)
    yield BOM + writer.writerow(header)
    for row in rows:
        yield writer.writerow([cell(value) for value in row])


def csv_response(
    name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> StreamingHttpResponse:
    """Return the table as a download that is sent while it is read."""
    response = StreamingHttpResponse(
        csv_lines(header, rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
