"""All that a reviewer can fetch, made legible: pages, headers, ZIPs, PDFs, error messages."""

import io
import zipfile

from tests.pdf_reading import pages_of


def legible(answer) -> str:
    """Return all text of an answer: its headers, and what is inside its files."""
    content = answer.getvalue() if answer.streaming else answer.content
    return f"{dict(answer.headers)} {unpacked(content)}"


def unpacked(content: bytes) -> str:
    """Return the bytes as text; of a ZIP every file in it, of a PDF also its text."""
    raw = content.decode(errors="ignore")
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return " ".join(f"{name} {unpacked(archive.read(name))}" for name in archive.namelist())
    if content.startswith(b"%PDF"):
        return f"{raw} {' '.join(pages_of(content))}"
    return raw
