"""From TopoJSON to one SVG path a region: small files that maps are drawn from.

Run once for an edition of the boundaries; what it writes is shipped in `reporting/shipped`.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

WIDTH = 5200  # whole units across Germany; enough to enlarge one Land
STEPS = 40
# Kreise that were merged since the edition of the boundaries, with the key they have now.
MERGED = {"03152": "03159", "03156": "03159", "16056": "16063"}
NAMES = {"03159": "Göttingen", "16063": "Wartburgkreis"}

Point = tuple[float, float]
Ring = list[Point]


def regions(topology: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Yield key, name, path and a place inside for the label, merged Kreise as one."""
    arcs = decoded(topology)
    place = placing(topology)
    rings: dict[str, list[Ring]] = {}
    names: dict[str, str] = {}
    for collection in topology["objects"].values():
        for geometry in collection["geometries"]:
            facts = geometry["properties"]
            key = MERGED.get(facts["ags"], facts["ags"])
            names[key] = NAMES.get(key, f"{facts['name']} ({facts['bez']})")
            rings.setdefault(key, []).extend(rings_of(geometry, arcs))
    plain = Counter(name.partition(" (")[0] for name in names.values())
    for key in sorted(rings):
        drawn = [[place(point) for point in ring] for ring in rings[key]]
        x, y = inside(max(drawn, key=lambda ring: abs(area(ring))))
        path = "".join(svg(ring) for ring in drawn)
        yield {
            "key": key,
            "name": short(names[key], plain),
            "x": f"{x:.0f}",
            "y": f"{y:.0f}",
            "path": path,
        }


def short(name: str, names: Mapping[str, int]) -> str:
    """Leave the kind of a Kreis away unless another one has the same name.

    >>> short("Hof (Landkreis)", {"Hof": 2}), short("Halle (Saale) (Kreisfreie Stadt)", {})
    ('Hof (Landkreis)', 'Halle (Saale)')
    """
    return name if names.get(name.partition(" (")[0], 0) > 1 else name.rpartition(" (")[0] or name


def decoded(topology: Mapping[str, Any]) -> list[Ring]:
    """Undo the differences in which TopoJSON stores its lines."""
    lines = []
    for arc in topology["arcs"]:
        x = y = 0
        line: Ring = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x, y))
        lines.append(line)
    return lines


def placing(topology: Mapping[str, Any]) -> Any:
    """Return the function from stored points to whole SVG units, north above."""
    across, up = topology["transform"]["scale"]
    points = [point for line in decoded(topology) for point in line]
    factor = WIDTH / max(x for x, _ in points)
    top = max(y for _, y in points)
    return lambda point: (
        round(point[0] * factor),
        round((top - point[1]) * factor * up / across),
    )


def rings_of(geometry: Mapping[str, Any], arcs: list[Ring]) -> Iterator[Ring]:
    """Join the lines of each ring; a negative number is a line read backwards."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        for ring in polygon:
            lines = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in ring]
            yield [point for line in lines for point in line[:-1]]


def svg(ring: Ring) -> str:
    """Return the ring as a path of steps.

    >>> svg([(0, 0), (3, 0), (3, 4)])
    'M0 0l3 0 0 4z'
    """
    steps = [f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in zip(ring, ring[1:], strict=False) if a != b]
    return f"M{ring[0][0]} {ring[0][1]}l{' '.join(steps)}z" if len(steps) > 1 else ""


def area(ring: Ring) -> float:
    """Return twice the signed area.

    >>> area([(0, 0), (2, 0), (2, 2), (0, 2)])
    8
    """
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)


def inside(ring: Ring) -> Point:
    """Return the place of a grid that lies deepest inside the ring: there a label fits."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    grid = [
        (
            min(xs) + (max(xs) - min(xs)) * (i + 0.5) / STEPS,
            min(ys) + (max(ys) - min(ys)) * (j + 0.5) / STEPS,
        )
        for i in range(STEPS)
        for j in range(STEPS)
    ]
    within = [point for point in grid if contains(ring, point)] or [ring[0]]
    return max(within, key=lambda point: min(math.dist(point, corner) for corner in ring))


def contains(ring: Ring, point: Point) -> bool:
    """Say whether a point lies inside, by the number of sides right of it."""
    x, y = point
    found = False
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            found = not found
    return found


def read(path: Path) -> list[dict[str, str]]:
    return list(regions(json.loads(path.read_text())))
