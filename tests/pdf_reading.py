"""The text of a PDF as a reader would copy it, for the tests of what letters and copies say."""

import io
import re

import pikepdf

CHARACTERS = re.compile(r"beginbfchar(.*?)endbfchar", re.DOTALL)
PAIR = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
SHOWN = {"Tj", "TJ", "'", '"'}


def pages_of(content: bytes) -> list[str]:
    """Return the text of every page, in the order in which it is drawn."""
    with pikepdf.open(io.BytesIO(content)) as document:
        return [text_of(page) for page in document.pages]


def text_of(page: pikepdf.Page) -> str:
    fonts = page.Resources.get("/Font", {})
    tables = {name: characters(font) for name, font in fonts.items()}
    drawn, table = [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            table = tables[str(operands[0])]
        elif str(operator) in SHOWN:
            drawn.append("".join(decoded(part, table) for part in strings(operands)))
        elif str(operator) in ("ET", "Td", "T*"):
            drawn.append(" ")
    return re.sub(r"\s+", " ", "".join(drawn))


def strings(operands: list) -> list[bytes]:
    parts = operands[-1] if isinstance(operands[-1], pikepdf.Array) else operands
    return [bytes(part) for part in parts if isinstance(part, pikepdf.String)]


def characters(font: pikepdf.Dictionary) -> dict[int, str]:
    """Return which text each glyph stands for (the ToUnicode map of the font)."""
    cmap = font.ToUnicode.read_bytes().decode() if "/ToUnicode" in font else ""
    return {
        int(glyph, 16): bytes.fromhex(text).decode("utf-16-be")
        for block in CHARACTERS.findall(cmap)
        for glyph, text in PAIR.findall(block)
    }


def decoded(text: bytes, table: dict[int, str]) -> str:
    glyphs = (int.from_bytes(text[at : at + 2]) for at in range(0, len(text), 2))
    return "".join(table.get(glyph, "") for glyph in glyphs)
