"""The pack for parliamentary questions: which figures answer the usual ones, in which order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

# How many applied, who, why not, by Land, by what rules, what flows, what it costs, all awards.
PACK = ("A1", "A6", "A7", "H1", "H2", "H4", "D4", "G1", "H3")
CHAPTER = "Antworten auf übliche Fragen"


def pack_of(contents: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the figures of the pack in its order."""
    found = {content["code"]: content for content in contents}
    return [{**found[code], "chapter": CHAPTER} for code in PACK if code in found]
