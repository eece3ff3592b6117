"""Small PDF files that stand for the documents of the demonstration."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

TITLES = {
    "ratsbeschluss": "Beschluss des Rates",
    "projektplan": "Projektplan",
    "haushaltsnotlage_nachweis": "Nachweis der Haushaltsnotlage",
    "absichtserklaerungen": "Absichtserklärungen der Partner",
}
FONT = {
    "/Type": "/Font",
    "/Subtype": "/Type1",
    "/BaseFont": "/Helvetica",
    "/Encoding": "/WinAnsiEncoding",
}
A4 = (595, 842)
PAGE = "BT /F1 24 Tf 72 740 Td ({title}) Tj /F1 12 Tf 0 -40 Td (Erfundene Unterlage) Tj ET"


def papers() -> Mapping[str, bytes]:
    """Return one PDF for each kind of document, always the same bytes."""
    return {code: paper(title) for code, title in TITLES.items()}


def paper(title: str) -> bytes:
    """Return a PDF of one page with this title."""
    import pikepdf

    document = pikepdf.new()
    document.add_blank_page(page_size=A4)
    page = document.pages[0]
    page.Resources = pikepdf.Dictionary({"/Font": {"/F1": names(FONT)}})
    page.Contents = document.make_stream(PAGE.format(title=title).encode("cp1252"))
    stream = BytesIO()
    document.save(stream, deterministic_id=True)
    return stream.getvalue()


def names(entries: Mapping[str, str]) -> Any:
    import pikepdf

    return pikepdf.Dictionary({key: pikepdf.Name(value) for key, value in entries.items()})


def upload(code: str, content: bytes) -> SimpleUploadedFile:
    """Return the document as a browser sends it."""
    return SimpleUploadedFile(f"{code}.pdf", content, "application/pdf")
