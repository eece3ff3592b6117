"""The evaluation report as PDF by ReportLab: vector charts, numbered tables, definitions.

ReportLab cannot tag, so the first page names the accessible page with the same content.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    KeepTogether,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    TableStyle,
)
from reportlab.platypus import Table as PdfTable
from reportlab.platypus.tableofcontents import TableOfContents

from core.fonts import font_folder
from reporting.presentation import Cell, Table, chapters
from reporting.report_drawings import INK, LINE, WIDTH, drawing, legend, map_drawing

CELL, PADDING, LEADING = 8, 6, 1.35
PIECE, LONG_TABLE, SOME_ROWS = 500, 25, 60 * mm  # rows, rows, height


class Report(SimpleDocTemplate):
    """Notes headings for the contents and numbers the pages."""

    def afterFlowable(self, flowable: Any) -> None:  # noqa: N802 (ReportLab's name)
        level = {"chapter": 0, "figure": 1}.get(style_of(flowable))
        if level is not None:
            text = flowable.getPlainText()
            self.notify("TOCEntry", (level, text, self.page))
            self.canv.bookmarkPage(text)
            self.canv.addOutlineEntry(text, text, level=level)


def style_of(flowable: Any) -> str:
    return flowable.style.name if isinstance(flowable, Paragraph) else ""


def build(
    facts: Mapping[str, str], contents: Sequence[Mapping[str, Any]], *, listed: bool = True
) -> bytes:
    """Return the PDF. `facts`: title, call, address (of the accessible page), computed_at.

    A list of contents needs everything set twice and more; long lists go without (`listed`).
    """
    styles = styles_with(*fonts())
    stream = io.BytesIO()
    document = Report(
        stream,
        pagesize=A4,
        leftMargin=20 * mm,
        rightMargin=20 * mm,
        topMargin=20 * mm,
        bottomMargin=22 * mm,
        title=facts["title"],
        author=facts["programme"],
        lang="de",
        invariant=1,  # no time of making and no random number: the same inputs, the same bytes
    )
    story = [*title_page(facts, styles), *(contents_page(styles) if listed else ())]
    parts = chapters(contents)
    story += told(parts, styles)
    story += annex([shown["table"] for part in parts for shown in part["figures"]], styles)
    footer = page_footer(facts, styles["small"].fontName)
    lay_out = document.multiBuild if listed else document.build
    lay_out(story, onFirstPage=footer, onLaterPages=footer)
    return stream.getvalue()


def told(parts: Sequence[Mapping[str, Any]], styles: Mapping[str, Any]) -> list[Any]:
    """Return the chapters with their figures, numbered through."""
    story: list[Any] = []
    numbers = Numbers()
    for chapter in parts:
        story += [PageBreak(), Paragraph(escape(chapter["name"]), styles["chapter"])]
        for shown in chapter["figures"]:
            story += figure(shown, styles, numbers)
    return story


def fonts() -> tuple[str, str]:
    """Register Fira Sans when it is installed; Helvetica otherwise."""
    folder = font_folder()
    if folder is None:
        return "Helvetica", "Helvetica-Bold"
    for name, weight in (("Fira", "400"), ("Fira-Bold", "600")):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"fira-sans-latin-{weight}-normal.ttf")))
    pdfmetrics.registerFontFamily("Fira", "Fira", "Fira-Bold", "Fira", "Fira-Bold")
    return "Fira", "Fira-Bold"


def styles_with(regular: str, bold: str) -> dict[str, ParagraphStyle]:
    def style(name: str, size: float, font: str = regular, **more: Any) -> ParagraphStyle:
        return ParagraphStyle(name, fontName=font, fontSize=size, leading=size * LEADING, **more)

    return {
        "title": style("title", 24, bold, spaceAfter=8 * mm, spaceBefore=50 * mm),
        "chapter": style(
            "chapter", 17, bold, spaceBefore=8 * mm, spaceAfter=3 * mm, keepWithNext=1
        ),
        "contents": style("contents", 17, bold, spaceBefore=8 * mm, spaceAfter=3 * mm),
        "figure": style("figure", 12, bold, spaceBefore=6 * mm, spaceAfter=2 * mm),
        "body": style("body", 10, spaceAfter=2 * mm),
        "small": style("small", 8, textColor=colors.HexColor("#4a5560")),
        "caption": style("caption", 8, spaceAfter=1 * mm),
        "cell": style("cell", 8),
        "head": style("head", 8, bold),
        "headn": style("headn", 8, bold, alignment=2),
        "toc0": style("toc0", 10, bold, spaceBefore=2 * mm),
        "toc1": style("toc1", 9, leftIndent=6 * mm),
    }


def title_page(facts: Mapping[str, str], styles: Mapping[str, ParagraphStyle]) -> list[Any]:
    address = escape(facts["address"], {'"': "&quot;"})
    link = f'<a href="{address}" color="#0b3d91">{address}</a>'
    lines = [
        escape(f"{facts['programme']} · {facts['call']}"),
        escape(f"Datenstand: {facts['computed_at']}"),
        f"Diese PDF ist nicht barrierefrei. Dieselben Inhalte barrierefrei: {link}",
        escape(facts.get("note", "")),
    ]
    words = [Paragraph(line, styles["body"]) for line in lines if line]
    return [Paragraph(escape(facts["title"]), styles["title"]), *words]


def contents_page(styles: Mapping[str, ParagraphStyle]) -> list[Any]:
    table = TableOfContents(levelStyles=[styles["toc0"], styles["toc1"]])
    return [PageBreak(), Paragraph("Inhalt", styles["contents"]), table]


class Numbers:
    """Counts tables and figures through the whole report."""

    def __init__(self) -> None:
        self.tables = self.figures = 0

    def table(self, text: str) -> str:
        self.tables += 1
        return f"Tabelle {self.tables}: {text}"

    def figure(self, text: str) -> str:
        self.figures += 1
        return f"Abbildung {self.figures}: {text}"


def figure(
    shown: Mapping[str, Any], styles: Mapping[str, ParagraphStyle], numbers: Numbers
) -> list[Any]:
    """One figure of the catalogue: heading, numbered table, numbered chart and map."""
    table, chart, map_shown = shown["table"], shown["chart"], shown["map"]
    story: list[Any] = [Paragraph(escape(f"{table.code} {table.name}"), styles["figure"])]
    if table.rows:
        caption = Paragraph(escape(numbers.table(table.name)), styles["caption"])
        story = together([*story, caption, *grids(table, styles)], len(table.rows))
    else:
        story.append(Paragraph("Noch keine Werte.", styles["body"]))
    font = styles["cell"].fontName
    if chart is not None:
        words = [numbers.figure(chart.title), legend(shown["kind"], chart)]
        story.append(pictured(words, drawing(shown["kind"], chart, font), styles))
    if map_shown is not None:
        words = [numbers.figure(map_shown.title), f"Grenzen: {map_shown.source}"]
        story.append(pictured(words, map_drawing(map_shown, font), styles))
    return story


def together(parts: list[Any], rows: int) -> list[Any]:
    """Keep heading and table on one page; a long table begins at once and goes on overleaf."""
    return [CondPageBreak(SOME_ROWS), *parts] if rows > LONG_TABLE else [KeepTogether(parts)]


def pictured(
    words: Sequence[str], picture: Flowable, styles: Mapping[str, ParagraphStyle]
) -> KeepTogether:
    """A picture with its title and what is drawn, kept on one page."""
    title, note = words
    lines = [Paragraph(escape(title), styles["head"]), Paragraph(escape(note), styles["small"])]
    return KeepTogether([Spacer(1, 3 * mm), *lines, picture])


def annex(tables: Sequence[Table], styles: Mapping[str, ParagraphStyle]) -> list[Any]:
    """All definitions in the order of the report."""
    story: list[Any] = [PageBreak(), Paragraph("Anhang: Definitionen", styles["chapter"])]
    for table in tables:
        words = "<br/>".join(
            f"<b>{escape(label)}:</b> {escape(text)}" for label, text in table.definition if text
        )
        name = Paragraph(escape(f"{table.code} {table.name}"), styles["head"])
        story.append(KeepTogether([name, Paragraph(words, styles["small"]), Spacer(1, 3 * mm)]))
    return story


def grids(table: Table, styles: Mapping[str, ParagraphStyle]) -> list[PdfTable]:
    """The table in pieces: ReportLab measures all that is left anew on every page."""
    columns = widths(table, styles)
    pieces = [table.rows[start : start + PIECE] for start in range(0, len(table.rows), PIECE)]
    return [grid(replace(table, rows=rows), columns, styles) for rows in pieces]


def grid(table: Table, columns: Sequence[float], styles: Mapping[str, ParagraphStyle]) -> PdfTable:
    """The table over the full width, its head repeated on every page."""
    regular = styles["cell"].fontName
    heads = [
        Paragraph(escape(h.text), styles["headn" if h.numeric else "head"]) for h in table.heads
    ]
    rows = [
        [set_text(c, wide, regular) for c, wide in zip(row, columns, strict=True)]
        for row in table.rows
    ]
    lines: list[Any] = [
        ("FONT", (0, 0), (-1, -1), regular, CELL, CELL * LEADING),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
        ("LINEBELOW", (0, 0), (-1, 0), 1, INK),
        ("VALIGN", (0, 1), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2),
        *(("ALIGN", (n, 0), (n, -1), "RIGHT") for n, h in enumerate(table.heads) if h.numeric),
    ]
    return PdfTable([heads, *rows], columns, repeatRows=1, style=TableStyle(lines))


def set_text(cell: Cell, wide: float, font: str) -> str:
    """Return text that fits, broken once: paragraphs are broken anew on every page they meet."""
    if cell.numeric or width_of(cell.text, font) + PADDING <= wide:
        return cell.text
    lines, left = [""], wide - PADDING
    for piece in pieces_of(cell.text):
        needs = width_of(piece, font)
        if needs > left and lines[-1]:
            lines.append(piece.lstrip())
            left = wide - PADDING - width_of(lines[-1], font)
        else:
            lines[-1] += piece
            left -= needs
    return "\n".join(lines)


@lru_cache(maxsize=100_000)
def width_of(text: str, font: str) -> float:
    """Return how wide a text of a cell is; the same words come again and again."""
    return float(stringWidth(text, font, CELL))


def widths(table: Table, styles: Mapping[str, ParagraphStyle]) -> list[float]:
    """Give each column what it needs; texts wrap where that is more than the page, words do not."""
    regular, bold = styles["cell"].fontName, styles["head"].fontName
    least, needed = [], []
    for place, head in enumerate(table.heads):
        texts = {row[place].text for row in table.rows}
        words = texts if head.numeric else {part for text in texts for part in pieces_of(text)}
        top = max((width_of(word, bold) for word in head.text.split()), default=0)
        least.append(PADDING + max([top, *(width_of(word.lstrip(), regular) for word in words)]))
        needed.append(
            PADDING + max([width_of(head.text, bold), *(width_of(text, regular) for text in texts)])
        )
    if sum(least) < WIDTH < sum(needed):
        share = (WIDTH - sum(least)) / (sum(needed) - sum(least))
        return [low + share * (need - low) for low, need in zip(least, needed, strict=True)]
    fitting = least if sum(least) >= WIDTH else needed
    return [WIDTH * need / sum(fitting) for need in fitting]


def pieces_of(text: str) -> list[str]:
    """Return the pieces between which a line may break, each with the blank before it.

    >>> pieces_of("Bad Bramstedt-Land")
    ['Bad', ' Bramstedt-', 'Land']
    """
    return re.findall(r"\s*(?:[^\s-]+-?|-)", text)


def page_footer(facts: Mapping[str, str], font: str) -> Any:
    def draw(canvas: Any, document: Any) -> None:
        canvas.setFont(font, 8)
        canvas.drawString(20 * mm, 12 * mm, f"{facts['title']} · Datenstand {facts['computed_at']}")
        canvas.drawRightString(A4[0] - 20 * mm, 12 * mm, f"Seite {document.page}")

    return draw
