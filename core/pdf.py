"""Letters, receipts and forms as tagged PDF (PDF/A-3a, PDF/UA-1), rendered on request by typst.

A template gets its content as JSON only, never as markup: hostile text stays text.
The same content with the same `at` gives the same bytes, so nothing needs to be stored.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import structlog
from django.conf import settings

from core import clock
from core.fonts import font_folder
from core.text import plain

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "typst"
STANDARDS: tuple[Literal["a-3a"], Literal["ua-1"]] = ("a-3a", "ua-1")
# What the fonts are known to hold: Latin, Greek, Cyrillic, German punctuation, common signs.
DRAWABLE = (
    "\t\n -~\xa0-\u017f\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f"
    "\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122"
    "\u2190-\u2193\u2212\u2260\u2264\u2265\u2610\u2713"
)
SCREEN = 72  # points to the inch: one point of the drawing is one pixel of a screen
UNDRAWABLE = re.compile(f"[^{DRAWABLE}]")
REPLACEMENT = "\N{WHITE SQUARE}"
log = structlog.get_logger("allmende.pdf")


class PdfUnavailableError(Exception):
    """The renderer failed; pages say that the PDF will come, and go on."""


def render(
    template: str, content: Mapping[str, Any], *, at: datetime | None = None, source: str = ""
) -> bytes:
    """Return the PDF of `templates/typst/<template>.typ` for this content, dated `at`.

    `source` is text that a template attaches as a file, byte for byte. A character that no font
    holds is shown as a white square instead of losing the letter.
    """
    try:
        whole = {"frame": frame(), **plain(dict(content))}
        second = int((at or clock.now()).timestamp())
        try:
            return compiled(template, {"content": json.dumps(whole), "source": source}, second)
        except RuntimeError:  # typst's own errors are RuntimeErrors
            legible = json.dumps(drawable(whole))
            return compiled(template, {"content": legible, "source": source}, second)
    except Exception as failure:
        log.error("pdf_failed", template=template, error=type(failure).__name__)
        raise PdfUnavailableError(template) from failure


def compiled(template: str, inputs: dict[str, str], second: int) -> bytes:
    """Compile with our fonts and nothing of the machine's."""
    import typst

    fonts = font_folder()
    return typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        font_paths=[str(fonts)] if fonts else [],
        ignore_system_fonts=True,
        sys_inputs=inputs,
        pdf_standards=list(STANDARDS),
        timestamp=second,
    )


def picture(svg: str) -> bytes:
    """Return a chart that is an SVG as PNG, twice as fine as a screen, with our fonts only."""
    import typst

    fonts = font_folder()
    return typst.compile(
        str(TEMPLATES / "picture.typ"),
        root=str(TEMPLATES),
        font_paths=[str(fonts)] if fonts else [],
        ignore_system_fonts=True,
        sys_inputs={"source": svg},
        format="png",
        ppi=2 * SCREEN,
    )


def frame() -> dict[str, Any]:
    """What every letter says about its sender."""
    return {
        "programme": settings.ALLMENDE_PROGRAMME_NAME,
        "demo": settings.ALLMENDE_MODE == "demo",
        "contact": settings.ALLMENDE_HELP_CONTACT,
    }


def drawable(value: Any) -> Any:
    """Return the value with every character outside `DRAWABLE` replaced.

    >>> drawable({"name": "Café \\U0001f600"})
    {'name': 'Café □'}
    """
    if isinstance(value, str):
        return UNDRAWABLE.sub(REPLACEMENT, value)
    if isinstance(value, dict):
        return {key: drawable(part) for key, part in value.items()}
    if isinstance(value, list):
        return [drawable(part) for part in value]
    return value
