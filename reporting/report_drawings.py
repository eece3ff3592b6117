"""Charts and maps of the PDF report as vectors."""

from __future__ import annotations

from typing import Any

from reportlab.graphics.charts.barcharts import HorizontalBarChart, VerticalBarChart
from reportlab.graphics.shapes import Drawing, Line, Polygon, PolyLine, Rect, String
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from core.charts import Chart
from core.templatetags.allmende import german
from reporting.maps import WIDTH as PICTURE_WIDTH
from reporting.maps import Map, rings

WIDTH = A4[0] - 40 * mm
INK, LINE = colors.HexColor("#0b3d91"), colors.HexColor("#c9ced6")
GREY = colors.HexColor("#6b7480")
SECOND = colors.HexColor("#7aa2e3")
SHADES = [colors.HexColor(tone) for tone in ("#e4e6eb", "#cddaf5", "#9db6e8", "#3f66bf", "#0b2a7a")]
MAP_WIDTH = 260
DARK = (3, 4)


def legend(kind: str, chart: Chart) -> str:
    """Say in words what is drawn, and which bar is which."""
    _, first, *second = chart.columns
    if not second:
        return chart.note
    marks = ("durchgezogen", "gestrichelt") if kind == "lines" else ("dunkel", "hell")
    return f"{chart.note}; {marks[0]}: {first}, {marks[1]}: {second[0]}"


def drawing(kind: str, chart: Chart, font: str) -> Drawing:
    """The chart as vectors: upright columns for scores, else bars with one line per row."""
    if kind == "lines":
        return line_drawing(chart, font)
    upright = kind == "histogram"
    height = 180 if upright else 40 + 22 * len(chart.rows)
    plot: Any = VerticalBarChart() if upright else HorizontalBarChart()
    series = list(range(len(chart.rows[0].values)))
    rows = chart.rows if upright else tuple(reversed(chart.rows))
    order = series if upright else list(reversed(series))  # ReportLab draws from below
    plot.data = [[float(row.values[index] or 0) for row in rows] for index in order]
    plot.categoryAxis.categoryNames = [row.label for row in rows]
    plot.x, plot.y = (30, 40) if upright else (170, 20)
    plot.width, plot.height = WIDTH - plot.x - 20, height - plot.y - 10
    plot.valueAxis.valueMin = 0
    plot.valueAxis.labelTextFormat = german_axis
    for index, colour in zip(order, (INK, SECOND), strict=False):
        plot.bars[index].fillColor, plot.bars[index].strokeColor = colour, None
    for axis in (plot.categoryAxis, plot.valueAxis):
        axis.labels.fontName, axis.labels.fontSize = font, 7
    if upright:
        labels = plot.categoryAxis.labels  # they end below their column
        labels.angle, labels.boxAnchor, labels.dx, labels.dy = 60, "ne", 3, -3
    canvas = Drawing(WIDTH, height)
    canvas.add(plot)
    return canvas


def line_drawing(chart: Chart, font: str) -> Drawing:
    """One or two lines over time as parts of the whole; the second is dashed."""
    canvas, steps = Drawing(WIDTH, 190), max(len(chart.rows) - 1, 1)
    left, base, wide, high = 40, 25, WIDTH - 60, 150
    for part in (0, 0.25, 0.5, 0.75, 1):
        y = base + high * part
        canvas.add(Line(left, y, left + wide, y, strokeColor=LINE, strokeWidth=0.5))
        canvas.add(written(f"{100 * part:.0f} %", left - 4, y - 3, font, "end"))
    every = -(-len(chart.rows) // 8)
    for step, row in enumerate(chart.rows[::every]):
        x = left + wide * step * every / steps
        canvas.add(written(row.label, x, base - 12, font, "middle"))
    for series, (colour, dash) in enumerate(((INK, None), (GREY, (4, 3)))):
        points = [
            value
            for step, row in enumerate(chart.rows)
            if (share := row.values[series]) is not None
            for value in (left + wide * step / steps, base + high * float(share))
        ]
        if len(points) > 2:  # noqa: PLR2004 (one point is no line)
            canvas.add(PolyLine(points, strokeColor=colour, strokeWidth=2, strokeDashArray=dash))
    return canvas


def written(text: str, x: float, y: float, font: str, anchor: str) -> String:
    return String(x, y, text, fontName=font, fontSize=7, textAnchor=anchor)


def german_axis(value: float) -> str:
    """Write a value of an axis: 0,2 and 1.500."""
    return german(value, 0 if value == int(value) else 1)


def map_drawing(shown: Map, font: str) -> Drawing:
    """The map as vectors, dark where there is more, with the number in each region."""
    factor = MAP_WIDTH / PICTURE_WIDTH
    canvas = Drawing(WIDTH, shown.height * factor)
    for region in shown.regions:
        for ring in rings(region.path, shown):
            points = [value for x, y in ring for value in (x * factor, (shown.height - y) * factor)]
            fill = SHADES[region.shade]
            canvas.add(Polygon(points, fillColor=fill, strokeColor=colors.white, strokeWidth=0.3))
    for region in shown.regions:
        if region.label:
            text = String(region.x * factor, (shown.height - region.y) * factor - 3, region.label)
            text.fontName, text.fontSize, text.textAnchor = font, 7, "middle"
            text.fillColor = colors.white if region.shade in DARK else colors.black
            canvas.add(text)
    for place, (shade, words) in enumerate(shown.legend):
        top = shown.height * factor - 20 - 14 * place
        canvas.add(Rect(MAP_WIDTH + 20, top, 14, 9, fillColor=SHADES[shade], strokeColor=None))
        canvas.add(written(words, MAP_WIDTH + 40, top + 1, font, "start"))
    return canvas
