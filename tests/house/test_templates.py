"""Templates can be read: what begins a block of the page begins a line."""

import re
from pathlib import Path

import pytest
from django.conf import settings

LONG = 120
BLOCKS = "div|p|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|th|td|form|fieldset|section|article"
OPENING = re.compile(rf"<(?:{BLOCKS})\b")
FOLDER = Path(settings.BASE_DIR) / "templates"


def crowded(text: str) -> list[int]:
    """Return the numbers of long lines in which more than one block of the page begins."""
    lines = enumerate(text.splitlines(), start=1)
    return [n for n, line in lines if len(line) > LONG and len(OPENING.findall(line)) > 1]


def test_a_long_line_begins_one_block_at_most():
    pages = sorted(FOLDER.rglob("*.html"))
    found = {path.relative_to(FOLDER): crowded(path.read_text(encoding="utf-8")) for path in pages}
    assert {str(path): lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("line", "lines"),
    [("<ul><li>kurz</li></ul>", []), ("<ul><li>" + "lang " * 40, [1]), ("<p>" + "lang " * 40, [])],
)
def test_that_rule_can_fail(line, lines):
    assert crowded(line) == lines
