"""Maps as numbers: which region is drawn where, how dark, with which text and which link.

A map repeats a table that stands beside it. Each region that has a value says so in words; the
colour only helps. Regions with a link can be reached by keyboard.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from accounts.laender import LAND_OF_KEY
from core.templatetags.allmende import number

SHIPPED = Path(__file__).with_name("shipped")
FIELDS = ("key", "name", "x", "y", "path")
SOURCE = "© GeoBasis-DE / BKG 2016 (vereinfacht), GeoNutzV; Kreise fortgeschrieben auf 2023"
WIDTH, MOST_HEIGHT = 520, 700
CLASSES = 4
MARGIN = 1.06


@dataclass(frozen=True)
class Shape:
    """One region as shipped: its path and a place for its label, in units of the file."""

    key: str
    name: str
    x: int
    y: int
    path: str

    @property
    def land(self) -> str:
        """The Land's two letters."""
        return LAND_OF_KEY[self.key[:2]]


@dataclass(frozen=True)
class Region:
    """One region as drawn: shade 0 to 4, text for the reader, number on it, link if any."""

    path: str
    shade: int
    text: str
    label: str
    x: int
    y: int
    url: str


@dataclass(frozen=True)
class Map:
    """Everything a picture needs; left, top and factor bring the file's units into it."""

    name: str
    title: str
    description: str
    left: float
    top: float
    factor: float
    height: int
    regions: tuple[Region, ...]
    legend: tuple[tuple[int, str], ...]
    source: str = SOURCE

    @property
    def transform(self) -> str:
        """The same for SVG."""
        return f"scale({self.factor:.5f}) translate({-self.left:.1f} {-self.top:.1f})"


@lru_cache(maxsize=2)
def shapes(name: str) -> tuple[Shape, ...]:
    """Return the regions of a shipped file: laender or kreise."""
    with (SHIPPED / f"{name}.csv").open(encoding="utf-8") as text:
        text.readline()
        rows = list(csv.DictReader(text, delimiter=";"))
    return tuple(
        Shape(row["key"], row["name"], int(row["x"]), int(row["y"]), row["path"]) for row in rows
    )


def district_names() -> dict[str, str]:
    """Return the names of all Kreise and kreisfreie Städte by key."""
    return {shape.key: shape.name for shape in shapes("kreise")}


def draw(
    words: tuple[str, str, str],
    drawn: Iterable[Shape],
    values: Mapping[str, int],
    link: Callable[[str], str] | None = None,
    unit: str = "Vorhaben",
) -> Map:
    """Return the map of these regions; `words` are name, title and description.

    `values` are whole numbers by region; a region without one is pale and has no link.
    """
    chosen = list(drawn)
    left, top, factor, height = frame(chosen)
    steps = breaks(max(values.values(), default=0))
    regions = tuple(
        Region(
            path=shape.path,
            shade=shade(values.get(shape.key, 0), steps),
            text=f"{shape.name}: {number(values.get(shape.key, 0))} {unit}",
            label=number(values[shape.key]) if values.get(shape.key) else "",
            x=round((shape.x - left) * factor),
            y=round((shape.y - top) * factor),
            url=link(shape.key) if link and values.get(shape.key) else "",
        )
        for shape in sorted(chosen, key=lambda shape: shape.name)
    )
    return Map(*words, left, top, factor, height, regions, legend(steps, unit))


def frame(drawn: Iterable[Shape]) -> tuple[float, float, float, int]:
    """Return left, top and scale so that the regions fill the picture, and its height."""
    xs, ys = zip(*(point for shape in drawn for point in corners(shape.path)), strict=True)
    wide, high = (max(xs) - min(xs)) * MARGIN, (max(ys) - min(ys)) * MARGIN
    factor = min(WIDTH / wide, MOST_HEIGHT / high)
    left = min(xs) - (WIDTH / factor - (max(xs) - min(xs))) / 2
    return left, min(ys) - (high - (max(ys) - min(ys))) / 2, factor, round(high * factor)


@lru_cache(maxsize=512)
def corners(path: str) -> tuple[tuple[int, int], ...]:
    """Return the corners of a path, ring after ring.

    >>> corners("M1 1l3 0 0 4z")
    ((1, 1), (4, 1), (4, 5))
    """
    return tuple(point for ring in rings_of(path) for point in ring)


def rings_of(path: str) -> Iterator[list[tuple[int, int]]]:
    """Yield the rings of a path as absolute points."""
    for ring in path.split("z")[:-1]:
        start, _, steps = ring[1:].partition("l")
        x, y = (int(part) for part in start.split())
        points = [(x, y)]
        numbers = [int(part) for part in steps.split()]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        yield points


def rings(path: str, drawn: Map) -> Iterator[list[tuple[float, float]]]:
    """Yield the rings of a path where the picture shows them."""
    for ring in rings_of(path):
        yield [((x - drawn.left) * drawn.factor, (y - drawn.top) * drawn.factor) for x, y in ring]


def breaks(largest: int) -> list[int]:
    """Return the first value of each shade, at most four, evenly up to the largest.

    >>> breaks(17), breaks(2), breaks(0)
    ([1, 6, 10, 14], [1, 2], [])
    """
    classes = min(CLASSES, largest)
    return [1 + -(-(largest * step) // classes) for step in range(classes)]


def shade(value: int, steps: list[int]) -> int:
    """Return 0 for nothing, 4 for the largest; with few steps only the dark ones are used.

    >>> shade(0, [1, 2]), shade(1, [1, 2]), shade(2, [1, 2])
    (0, 3, 4)
    """
    reached = sum(value >= step for step in steps)
    return CLASSES - len(steps) + reached if reached else 0


def legend(steps: list[int], unit: str) -> tuple[tuple[int, str], ...]:
    """Say what each shade means; the last one is open."""
    ends: list[Any] = [
        f" bis {number(after - 1)}" if after - 1 > step else ""
        for step, after in zip(steps, steps[1:], strict=False)
    ]
    ends.append(" und mehr" if steps else "")
    texts = [f"{number(step)}{end} {unit}" for step, end in zip(steps, ends, strict=False)]
    shades = range(CLASSES - len(steps) + 1, CLASSES + 1)
    return ((0, f"keine {unit}"), *zip(shades, texts, strict=True))
