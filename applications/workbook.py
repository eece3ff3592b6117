"""An application as XLSX: what it says, and its finance plan. Text is never a formula."""

import io
from collections.abc import Mapping
from typing import Any

from applications.reading import reading_of

WIDE, NARROW = 60, 16
EURO = "#,##0.00 €"


def workbook(content: Mapping[str, Any]) -> bytes:
    """Return the XLSX file of a frozen content or a draft."""
    import xlsxwriter

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        bold, euro = book.add_format({"bold": True}), book.add_format({"num_format": EURO})
        write_reading(book.add_worksheet("Antrag"), content, bold)
        write_plan(book.add_worksheet("Finanzplan"), content["plan"], bold, euro)
    return stream.getvalue()


def write_reading(sheet: Any, content: Mapping[str, Any], bold: Any) -> None:
    """Chapter, section, entry and text, a line for each."""
    sheet.set_column(0, 2, WIDE // 2)
    sheet.set_column(3, 3, WIDE * 2)
    lines = [("Kapitel", "Abschnitt", "Angabe", "Inhalt")]
    for passage in reading_of(content):
        entries = [("", passage.text)] if passage.text else []
        entries += [(label, text) for label, text in passage.facts]
        lines += [(passage.chapter, passage.title, *entry) for entry in entries]
    for number, line in enumerate(lines):
        for place, text in enumerate(line):
            sheet.write_string(number, place, str(text), None if number else bold)


def write_plan(sheet: Any, plan: Mapping[str, Any], bold: Any, euro: Any) -> None:
    """A line for each position, a column for each year, in euros and cents."""
    sheet.set_column(0, 1, WIDE // 2)
    sheet.set_column(2, 3 + len(plan["years"]), NARROW)
    heads = ("Seite", "Position", "Zuwendungsfähig", *map(str, plan["years"]), "Summe")
    for place, head in enumerate(heads):
        sheet.write_string(0, place, head, bold)
    for number, line in enumerate(plan["lines"], start=1):
        side = "Ausgaben" if line["side"] == "expense" else "Finanzierung"
        texts = (side, line["label"] or line["kind_label"], "ja" if line["eligible"] else "nein")
        for place, text in enumerate(texts):
            sheet.write_string(number, place, text)
        amounts = [line["amounts"].get(str(year), 0) for year in plan["years"]]
        for place, amount in enumerate([*amounts, line["total"]], start=len(texts)):
            sheet.write_number(number, place, float(amount), euro)
