"""Charts as numbers: what to draw and where, in per cent of the width, for SVG templates.

Positions are percentages, so a chart fits any screen and its text keeps its size.
A value of None is protected or missing: it is never drawn, its text says why.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from textwrap import wrap
from typing import Any

Number = int | float | Decimal

LABEL_LINE = 22
BAR = 14
ROW_GAP = 12
LINE_LENGTH = 34
PLOT_TOP = 28
PLOT_HEIGHT = 180
AXIS_LINE = 26
MOST_LABELS = 6
MOST_LINES = 4
STEPS = [digit * 10**power for power in range(9) for digit in (1, 2, 5)]
MOST_BARS_WITH_TEXT = 10
GRID = (0.25, 0.5, 0.75, 1)


@dataclass(frozen=True)
class Row:
    """One line of a chart and of its table: numbers to draw and the texts people read."""

    label: str
    values: tuple[Number | None, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Chart:
    """What every chart says in words: statement, what is drawn, description, table.

    `columns` are the heads of the table; the first belongs to the labels. `marker` is a
    value to draw a line at, with its text, for example the funding line. `full` is the value
    that fills a bar; without it the largest does.
    """

    name: str
    title: str
    note: str
    description: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    marker: tuple[Number, str] | None = None
    full: Number | None = None


def percent(share: float) -> str:
    """Return a position for SVG.

    >>> percent(1 / 3)
    '33.33%'
    """
    return f"{100 * share:.2f}%"


def words(chart: Chart) -> list[list[str]]:
    """Return the lines of text above each row: the label, wrapped, and its text if too long.

    All rows of a chart are built alike: either every text stands beside its label or none.
    """
    beside = all(len(row.label) + len(texts_of(row)) < LINE_LENGTH for row in chart.rows)
    return [
        wrap(row.label, LINE_LENGTH) + ([] if beside else [texts_of(row)]) for row in chart.rows
    ]


def texts_of(row: Row) -> str:
    """Return the texts of a row in one line."""
    return " · ".join(row.texts)


def rows_of(chart: Chart, space: int) -> tuple[list[dict[str, Any]], int]:
    """Return each row with its lines of text and the place below them, and the whole height."""
    lines, top = [], 0
    for row, texts in zip(chart.rows, words(chart), strict=True):
        labels = [
            {"text": text, "y": top + LABEL_LINE * (n + 1) - 6} for n, text in enumerate(texts)
        ]
        beside = texts_of(row) if texts[-1] != texts_of(row) else ""
        top += LABEL_LINE * len(texts)
        lines.append({"row": row, "labels": labels, "beside": beside, "top": top})
        top += space + ROW_GAP
    return lines, top


def bars(chart: Chart) -> dict[str, Any]:
    """Return horizontal bars, one per value, under a line with label and text."""
    drawn = [float(value) for row in chart.rows for value in row.values if value is not None]
    largest = float(chart.full or max(drawn, default=0) or 1)
    series = len(chart.columns) - 1
    lines, height = rows_of(chart, BAR * series)
    for line in lines:
        line["bars"] = [
            {
                "y": line["top"] + BAR * index,
                "width": None if value is None else percent(float(value) / largest),
                "series": index + 1,
            }
            for index, value in enumerate(line["row"].values)
        ]
    return {"chart": chart, "lines": lines, "height": height, "series": chart.columns[1:]}


def histogram(chart: Chart) -> dict[str, Any]:
    """Return upright columns; labels of the rows are the lower edges of the bins."""
    counts = [float(row.values[0] or 0) for row in chart.rows]
    largest, base = max(counts, default=0) or 1, PLOT_TOP + PLOT_HEIGHT
    with_text = len(counts) <= MOST_BARS_WITH_TEXT
    step = next(step for step in STEPS if largest <= MOST_LINES * step)
    grid = [
        {"y": round(base - PLOT_HEIGHT * value / largest), "text": value}
        for value in range(step, int(largest) + 1, step)
    ]
    return {
        "chart": chart,
        "bins": [column(chart, index, count / largest) for index, count in enumerate(counts)],
        "grid": [] if with_text else grid,
        "with_text": with_text,
        "base": base,
        "height": base + AXIS_LINE,
    }


def column(chart: Chart, index: int, share: float) -> dict[str, Any]:
    """Return one upright column; only every so many columns carry a label below."""
    row, width = chart.rows[index], 1 / len(chart.rows)
    every = -(-len(chart.rows) // MOST_LABELS)
    height = PLOT_HEIGHT * share
    return {
        "x": percent(index * width),
        "middle": percent((index + 0.5) * width),
        "width": percent(width),
        "height": f"{height:.1f}",
        "y": f"{PLOT_TOP + PLOT_HEIGHT - height:.1f}",
        "text": row.texts[0],
        "label": row.label if index % every == 0 else "",
    }


def lines(chart: Chart) -> dict[str, Any]:
    """Return one line per value over the rows, from 0 to 1 of the height; None ends a line."""
    steps, base = max(len(chart.rows) - 1, 1), PLOT_TOP + PLOT_HEIGHT
    every = -(-len(chart.rows) // MOST_LABELS)
    ticks = [
        {"x": percent(step / steps), "text": row.label, "place": "" if step == 0 else "c"}
        for step, row in enumerate(chart.rows)
        if step % every == 0 and step + every / 2 <= steps
    ]
    return {
        "chart": chart,
        "segments": [
            part for series in range(len(chart.columns) - 1) for part in line(chart, series)
        ],
        "ticks": ticks,
        "grid": [{"y": height_of(part), "text": f"{100 * part:.0f} %"} for part in GRID],
        "series": chart.columns[1:],
        "base": base,
        "height": base + AXIS_LINE,
    }


def line(chart: Chart, series: int) -> list[dict[str, Any]]:
    """Return the pieces of one line: from each known value to the next one."""
    steps = max(len(chart.rows) - 1, 1)
    known = [row.values[series] for row in chart.rows]
    return [
        {
            "series": series + 1,
            "x1": percent(step / steps),
            "x2": percent((step + 1) / steps),
            "y1": height_of(before),
            "y2": height_of(after),
        }
        for step, (before, after) in enumerate(pairwise(known))
        if before is not None and after is not None
    ]


def height_of(part: Number) -> str:
    """Return where a part of the whole, 0 to 1, lies in the plot.

    >>> height_of(0), height_of(1)
    ('208.0', '28.0')
    """
    return f"{PLOT_TOP + PLOT_HEIGHT * (1 - float(part)):.1f}"


def dots(chart: Chart, span: Sequence[Number]) -> dict[str, Any]:
    """Return a dot per row on an axis from span[0] to span[1].

    The values of a row are (dot,), (dot, low, high) or, with an inner range,
    (dot, low, high, inner low, inner high).
    """
    low, high = float(span[0]), float(span[1])

    def place(value: Number | None) -> str:
        return "" if value is None else percent((float(value) - low) / ((high - low) or 1))

    lines, base = rows_of(chart, BAR)
    for line in lines:
        line["middle"] = line["top"] + BAR // 2
        line["at"] = [place(value) for value in line["row"].values]
    ticks = [low + (high - low) * step / 5 for step in range(6)]
    return {
        "chart": chart,
        "lines": lines,
        "axis": [{"x": place(tick), "value": tick} for tick in ticks],
        "marker": {"x": place(chart.marker[0]), "text": chart.marker[1]} if chart.marker else None,
        "base": base,
        "height": base + AXIS_LINE,
    }
