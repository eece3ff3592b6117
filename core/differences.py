"""Two versions of one text side by side: what only one of them says, and both in one."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

WORDS = re.compile(r"\s*\S+\s*|\s+")
MOST_WORDS = 6000  # comparing takes quadratic time; longer texts are shown without marks


def parts(mine: str, theirs: str) -> Iterator[tuple[str, bool]]:
    """Yield `mine` in pieces; True marks what `theirs` does not say.

    >>> list(parts("an 180 Punkten", "an 120 Punkten"))
    [('an ', False), ('180 ', True), ('Punkten', False)]
    """
    for kind, own, _ in steps(mine, theirs):
        if own:
            yield own, kind != "equal"


def merged(mine: str, theirs: str) -> str:
    """Return one text with everything both say; where they disagree, both in brackets.

    >>> merged("an 180 Punkten.", "heute an 120 Punkten.")
    'heute an [180 oder 120] Punkten.'
    """
    text = ""
    for kind, own, other in steps(mine, theirs):
        piece = own or other
        if kind == "replace":
            end = own[len(own.rstrip()) :]
            piece = f"[{own.strip()} oder {other.strip()}]{end}"
        if text and not text[-1].isspace() and not piece[:1].isspace():
            text += " "
        text += piece
    return text


def steps(mine: str, theirs: str) -> Iterator[tuple[str, str, str]]:
    """Yield kind (equal, replace, insert, delete), words of mine and words of theirs.

    Words carry the space around them but are compared without: else spaces would match alone.
    """
    own, other = WORDS.findall(mine), WORDS.findall(theirs)
    if len(own) + len(other) > MOST_WORDS:
        yield ("equal" if mine == theirs else "replace"), mine, theirs
        return
    matcher: SequenceMatcher[Any] = SequenceMatcher(
        None, [word.strip() for word in own], [word.strip() for word in other], autojunk=False
    )
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        yield kind, "".join(own[start:end]), "".join(other[other_start:other_end])
