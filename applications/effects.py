"""The chain of effects of a project: measures lead to outputs, outputs to outcomes.

Drawn from names, so that it is the same for rows of a draft and for a frozen application.
Positions are in the units of the drawing; text stays text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from applications.models import Application
from programmes.models import EffectLevel

MEASURE = "measure"
COLUMNS = ((MEASURE, "Maßnahme"), *EffectLevel.choices)
BOX_WIDTH, GAP, LINE, PADDING, SPACE, HEAD = 200, 56, 18, 10, 16, 34
LETTERS = 21  # of the widest letters there are, this many fit a box
Place = tuple[str, str]  # level and name


@dataclass(frozen=True)
class Box:
    """One measure or indicator of the drawing."""

    x: int
    y: int
    height: int
    lines: tuple[tuple[int, str], ...]
    is_measure: bool

    @property
    def middle(self) -> int:
        return self.y + self.height // 2


@dataclass(frozen=True)
class Effects:
    """The drawing and the same in words: one sentence a way, and what is not connected."""

    heads: tuple[tuple[int, str], ...]
    boxes: tuple[Box, ...]
    arrows: tuple[str, ...]
    width: int
    height: int
    ways: tuple[tuple[str, ...], ...]
    alone: tuple[str, ...]


def effects_of(application: Application) -> Effects | None:
    """Return the chain of effects of a draft or of a stored application."""
    rows = application.indicators.select_related("measure", "leads_to")
    return effects(
        [measure.name for measure in application.measures.all()],
        [
            {
                "name": row.name,
                "level": row.level,
                "measure": row.measure.name if row.measure else "",
                "leads_to": row.leads_to.name if row.leads_to else "",
            }
            for row in rows
        ],
    )


def effects_in(content: Mapping[str, Any]) -> Effects | None:
    """Return the chain of effects of a frozen application; older ones connect less."""
    return effects([one["name"] for one in content["measures"]], content["indicators"])


def effects(measures: Iterable[str], indicators: Sequence[Mapping[str, Any]]) -> Effects | None:
    """Lay out measures and indicators in columns, connected where one leads to the other."""
    places = [(MEASURE, name) for name in measures]
    places += [(one["level"], one["name"]) for one in indicators]
    places = list(dict.fromkeys(places))
    links = list(
        dict.fromkeys(links_of(indicators, {name: (level, name) for level, name in places}))
    )
    if not links:
        return None
    shown = [(level, head) for level, head in COLUMNS if any(place[0] == level for place in places)]
    columns = {level: number * (BOX_WIDTH + GAP) for number, (level, _) in enumerate(shown)}
    boxes = boxes_of(places, columns)
    return Effects(
        heads=tuple((columns[level], head) for level, head in shown),
        boxes=tuple(boxes.values()),
        arrows=tuple(arrow(boxes[start], boxes[end]) for start, end in links),
        width=max(columns.values()) + BOX_WIDTH,
        height=max(box.y + box.height for box in boxes.values()) + 2,
        ways=tuple(ways(links)),
        alone=tuple(name for level, name in places if (level, name) not in linked(links)),
    )


def links_of(
    indicators: Iterable[Mapping[str, Any]], by_name: Mapping[str, Place]
) -> Iterable[tuple[Place, Place]]:
    """Yield what leads to what; a name that is gone connects nothing."""
    for one in indicators:
        here = (one["level"], one["name"])
        if one.get("measure"):
            yield (MEASURE, one["measure"]), here
        there = by_name.get(one.get("leads_to") or "")
        if there and there != here:
            yield here, there


def linked(links: Iterable[tuple[Place, Place]]) -> set[Place]:
    return {place for pair in links for place in pair}


def boxes_of(places: Iterable[Place], columns: Mapping[str, int]) -> dict[Place, Box]:
    """Stack the boxes of each column from the top."""
    tops = dict.fromkeys(columns, HEAD)
    boxes: dict[Place, Box] = {}
    for level, name in places:
        lines = wrap(name, LETTERS)
        height, top = 2 * PADDING + LINE * len(lines), tops[level]
        texts = tuple(
            (top + PADDING + LINE * (number + 1) - 5, text) for number, text in enumerate(lines)
        )
        boxes[level, name] = Box(columns[level], top, height, texts, level == MEASURE)
        tops[level] += height + SPACE
    return boxes


def arrow(start: Box, end: Box) -> str:
    """Return the path from the right side of one box to the left side of another."""
    begin, stop = start.x + BOX_WIDTH, end.x - 6
    half = (begin + stop) // 2
    return f"M{begin},{start.middle} C{half},{start.middle} {half},{end.middle} {stop},{end.middle}"


def ways(links: Sequence[tuple[Place, Place]]) -> Iterable[tuple[str, ...]]:
    """Yield every way from a beginning to an end, as names with their level.

    >>> list(ways([(("measure", "Pflanzen"), ("output", "Bäume"))]))
    [('Pflanzen (Maßnahme)', 'Bäume (Output)')]
    """
    onward: dict[Place, list[Place]] = {}
    for start, end in links:
        onward.setdefault(start, []).append(end)
    ends = {end for _, end in links}
    for start in onward:
        if start not in ends:
            yield from ways_from(start, onward, ())


def ways_from(
    place: Place, onward: Mapping[Place, list[Place]], gone: tuple[Place, ...]
) -> Iterable[tuple[str, ...]]:
    way = (*gone, place)
    further = [one for one in onward.get(place, []) if one not in way]
    if not further:
        names = dict(COLUMNS)
        yield tuple(f"{name} ({names[level]})" for level, name in way)
    for one in further:
        yield from ways_from(one, onward, way)
