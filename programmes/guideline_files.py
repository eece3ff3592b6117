"""A guideline version as JSON files: its programme, its terms and texts, its goals, its catalogue.

`demo/guideline.json`, `demo/goals.json` and `demo/catalogue.json` are an example. One file may
hold all of it.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

PARTS = ("programme", "guideline")


class BrokenGuideline(ValueError):
    """Says in German what is wrong with the files."""


def read_guideline(paths: Iterable[Path]) -> dict[str, Any]:
    """Return `programme` and `guideline`, fields by name, and `goals`; raise BrokenGuideline.

    What a file holds beside these belongs to the catalogue: Topic, Criterion, Question ...
    """
    found: dict[str, Any] = {}
    for path in paths:
        try:
            found |= json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, TypeError) as error:
            raise BrokenGuideline(f"{path} lässt sich nicht lesen: {error}.") from error
    missing = [part for part in PARTS if not isinstance(found.get(part), dict)]
    if missing:
        raise BrokenGuideline(f"Es fehlt der Teil „{missing[0]}“.")
    programme, guideline = (found.pop(part) for part in PARTS)
    goals = found.pop("goals", [])
    guideline = {**guideline, "catalogue": found}
    return {"programme": programme, "guideline": guideline, "goals": goals}
