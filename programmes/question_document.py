"""The question catalogue as DOCX: real headings, lists and tables, to be written in."""

from datetime import datetime
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from core import clock

LANGUAGE = "de-DE"
BLANK_ROWS = 3


def docx_of(sheet: dict[str, Any], at: datetime | None) -> bytes:
    """Return the document of a `sheet_of` a call, dated `at`."""
    document = Document()
    speak_german(document)
    document.core_properties.title = _("Fragenkatalog: %s") % sheet["call"]
    document.core_properties.created = document.core_properties.modified = at or clock.now()
    document.add_heading(_("Fragenkatalog"), level=0)
    document.add_paragraph(sheet["call"])
    document.add_paragraph(_("Frist: %s") % sheet["deadline"])
    document.add_paragraph(sheet["summary"])
    for chapter in sheet["chapters"]:
        document.add_heading(chapter["name"], level=1)
        paragraphs(document, chapter["intro"])
        for question in chapter["questions"]:
            write_question(document, question)
    document.add_heading(_("Unterlagen"), level=1)
    for row in sheet["documents"]:
        document.add_heading(row["name"], level=2)
        paragraphs(document, row["hint"], *row["notes"])
    document.add_heading(_("So wird bewertet"), level=1)
    add_table(document, sheet["criteria_head"], sheet["criteria"])
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def speak_german(document: Any) -> None:
    """Name the language once, in the style all others follow, so that it is read aloud well."""
    properties = document.styles["Normal"].element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    properties.append(language)
    document.core_properties.language = LANGUAGE


def write_question(document: Any, question: dict[str, Any]) -> None:
    """Write a question with all that is known of it, and a place for the answer."""
    document.add_heading(f"{question['number']}. {question['label']}", level=2)
    paragraphs(document, question["hint"])
    for option in question["options"]:
        document.add_paragraph(option, style="List Bullet")
    for note in question["notes"]:
        document.add_paragraph(note).runs[0].italic = True
    if question["columns"]:
        blank = [[""] * len(question["columns"])] * BLANK_ROWS
        add_table(document, question["columns"], blank)


def paragraphs(document: Any, *texts: str) -> None:
    for text in filter(None, texts):
        document.add_paragraph(text)


def add_table(document: Any, head: list[str], rows: list[list[str]]) -> None:
    """Add a table whose first row is marked as its head."""
    table = document.add_table(rows=1, cols=len(head), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, head, strict=True):
        cell.text = text
        cell.paragraphs[0].runs[0].bold = True
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
