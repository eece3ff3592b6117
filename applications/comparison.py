"""What differs between two versions of an application, passage by passage, as people read it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from applications.reading import Passage, reading_of
from core.differences import parts

Pieces = tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Difference:
    """One entry of a passage in both versions; the pieces that only one has are marked."""

    chapter: str
    passage: str
    label: str
    before: Pieces
    after: Pieces


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Return what the two frozen contents say differently, in the order of the chapters."""
    return list(differing(before, after))


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    old = {(p.chapter, p.title): p for p in reading_of(before)}
    new = {(p.chapter, p.title): p for p in reading_of(after)}
    for chapter, title in {**new, **old}:
        mine = entries_of(old.get((chapter, title)))
        other = entries_of(new.get((chapter, title)))
        for label in {**other, **mine}:
            first, second = mine.get(label, ""), other.get(label, "")
            if first != second:
                pieces = tuple(parts(first, second)), tuple(parts(second, first))
                yield Difference(chapter, title, label, *pieces)


def entries_of(passage: Passage | None) -> dict[str, str]:
    """Return the texts of a passage by label; a row of a table is one text."""
    if passage is None:
        return {}
    entries = {"": passage.text} if passage.text else {}
    entries |= dict(passage.facts)
    for label, *cells in passage.rows:
        named = zip(passage.head[1:], cells, strict=False)
        entries[label] = ", ".join(f"{year}: {cell}" for year, cell in named)
    return entries
