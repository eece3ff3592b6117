"""PDFs are tagged, titled, German; hostile text stays text; every promised sign is drawn."""

import io
import json
from datetime import UTC, datetime

import pikepdf
import pytest

from core import pdf

HOSTILE = ['#read("/etc/passwd")', "$x$ *fett* `code` <label> @ref", '"}]) \\ \\u{0}', "😀 汉字 ﷽"]


@pytest.fixture
def sample(tmp_path, monkeypatch):
    """A template that shows what it is given."""
    (tmp_path / "base.typ").write_text((pdf.TEMPLATES / "base.typ").read_text())
    (tmp_path / "sample.typ").write_text(
        '#import "base.typ": *\n'
        '#show: page-frame.with(title: content.title, reference: "R-1")\n'
        "= #content.title\n#prose(content.text)\n"
        '#facts((("Ort", content.text), ("Leer", "")))\n'
        '#grid-table((1fr, auto), ("Jahr", "Betrag"), (("2029", "1,00 €"),))\n'
    )
    monkeypatch.setattr(pdf, "TEMPLATES", tmp_path)
    return "sample"


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def test_a_pdf_is_tagged_titled_and_german(sample):
    document = opened(pdf.render(sample, {"title": "Bescheid", "text": "Guten Tag\n\nEnde"}))
    assert document.Root.MarkInfo.Marked
    assert "/StructTreeRoot" in document.Root
    assert str(document.Root.Lang).startswith("de")
    assert document.docinfo["/Title"] == "Bescheid"
    assert document.Root.ViewerPreferences.DisplayDocTitle


def test_the_same_content_gives_the_same_bytes(sample):
    content = {"title": "Quittung", "text": "gleich"}
    at = datetime(2027, 3, 31, 10, tzinfo=UTC)
    assert pdf.render(sample, content, at=at) == pdf.render(sample, content, at=at)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(sample, text):
    assert pdf.render(sample, {"title": "Titel", "text": text}).startswith(b"%PDF")


def test_every_character_called_drawable_is_in_the_fonts(sample):
    signs = "".join(
        chr(code)
        for code in range(0x20, 0x2800)
        if not pdf.UNDRAWABLE.match(chr(code)) and chr(code) not in "\x7f\xad"
    )
    content = {"frame": pdf.frame(), "title": "T", "text": signs + "□"}
    pdf.compiled(sample, {"content": json.dumps(content)}, 0)


def test_every_weight_and_script_is_drawn_in_the_font_of_the_pages(sample):
    text = "Straße Ł Ω Ж"
    document = opened(pdf.render(sample, {"title": "Titel mit A, B, C", "text": text}))
    kept = [part for part in document.objects if isinstance(part, pikepdf.Dictionary)]
    names = {str(part["/BaseFont"]).partition("+")[2] for part in kept if "/BaseFont" in part}
    assert names
    assert all(name.startswith("Fira") for name in names), names


def test_a_failing_renderer_says_so_and_nothing_else():
    with pytest.raises(pdf.PdfUnavailableError):
        pdf.render("there_is_no_such_template", {})
