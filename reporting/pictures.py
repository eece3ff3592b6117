"""Charts and maps as files of their own: SVG with real text, title and description; PNG from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from textwrap import wrap
from typing import Any

from django.template.loader import render_to_string

from core import charts
from core.charts import Chart
from core.pdf import picture
from reporting.maps import Map
from reporting.presentation import chart_of, map_of

WIDTH, EDGE, LINE = 760, 24, 24
TITLE_LENGTH = 70
LEGEND_LETTER = 9
DRAW = {"bars": charts.bars, "histogram": charts.histogram, "lines": charts.lines}
MARKS = {"bars": ("b1", "b2"), "lines": ("b1", "b2")}


def pictures(
    contents: Iterable[Mapping[str, Any]], source: str
) -> Iterator[tuple[str, str, bytes]]:
    """Yield name, type and bytes of every chart and map of the figures, as SVG and as PNG.

    `source` is written below each picture: what it shows and as of when.
    """
    for name, svg in drawings(contents, source):
        yield f"{name}.svg", "image/svg+xml", svg.encode()
        yield f"{name}.png", "image/png", picture(svg)


def drawings(contents: Iterable[Mapping[str, Any]], source: str) -> Iterator[tuple[str, str]]:
    """Yield name and SVG of every chart and map."""
    for content in contents:
        below = f"{content['code']} {content['name']} · {source}"
        if found := chart_of(content):
            yield found[1].name, chart_svg(*found, below)
        if shown := map_of(content):
            yield shown.name, map_svg(shown, below)


def chart_svg(kind: str, chart: Chart, source: str) -> str:
    """Return a chart as a drawing that stands alone."""
    drawn = DRAW[kind](chart)
    heading, note_y = heading_of(chart.title)
    legend = legend_of(chart, MARKS.get(kind, ()))
    legend_y = note_y + 14
    top = legend_y + (LINE + 8 if legend else 8)
    context = {
        **drawn,
        **{"title": chart.title, "description": chart.description, "heading": heading},
        **{"note_y": note_y, "legend": legend, "legend_y": legend_y, "top": top},
        **{"inner": WIDTH - 2 * EDGE, "width": WIDTH, "whole": top + drawn["height"] + 2 * LINE},
        **{"source": source, "source_y": top + drawn["height"] + LINE + 6},
        "body": f"components/chart_{kind}_body.html",
    }
    return render_to_string("reporting/pictures/chart.svg", context)


def map_svg(shown: Map, source: str) -> str:
    """Return a map as a drawing that stands alone, its legend beside it."""
    heading, top = heading_of(shown.title)
    legend = [
        {"shade": shade, "text": text, "y": top + 40 + LINE * place}
        for place, (shade, text) in enumerate(shown.legend)
    ]
    context = {
        **{"map": shown, "title": shown.title, "description": shown.description},
        **{"heading": heading, "top": top, "legend": legend, "border": 1 / shown.factor},
        **{"width": WIDTH, "whole": top + shown.height + 3 * LINE},
        **{"source": source, "source_y": top + shown.height + LINE},
    }
    return render_to_string("reporting/pictures/map.svg", context)


def heading_of(title: str) -> tuple[list[dict[str, Any]], int]:
    """Return the lines of a title with their places, and the place below them."""
    lines = wrap(title, TITLE_LENGTH)
    placed = [{"text": text, "y": 36 + LINE * place} for place, text in enumerate(lines)]
    return placed, 36 + LINE * len(lines)


def legend_of(chart: Chart, marks: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return what each colour means, side by side; nothing where there is only one."""
    names, found, x = chart.columns[1:], [], EDGE
    if len(names) < len(marks):
        return []
    for mark, name in zip(marks, names, strict=False):
        found.append({"mark": mark, "x": x, "text_x": x + 28, "text": name})
        x += 28 + LEGEND_LETTER * len(name) + EDGE
    return found
