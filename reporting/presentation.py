"""Stored figures as people read them: texts by kind of column, and charts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.laender import LAENDER, LAND_OF_KEY
from core.charts import Chart, Row
from core.templatetags.allmende import euro, euro_short, number, percent
from reporting.behind import list_behind, list_behind_figure
from reporting.maps import Map, draw, shapes

MISSING = "–"
PROTECTED = "gesperrt"
DRAWN_WHOLE = frozenset({"C1", "E5"})  # a step left out would tell a wrong story
KINDS_OF_NUMBERS = frozenset({"count", "euro", "number", "percent", "rate"})


@dataclass(frozen=True)
class Cell:
    """One cell: its text, the head it belongs to, and whether it is a number."""

    text: str
    label: str
    numeric: bool
    url: str = ""


@dataclass(frozen=True)
class Table:
    """A figure ready to be shown."""

    code: str
    name: str
    chapter: str
    heads: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    definition: tuple[tuple[str, str], ...]
    behind: str = ""  # where the rows are that it rests on


def text_of(value: Any, kind: str) -> str:
    """Return a stored value as German text.

    >>> text_of("1234.50", "euro"), text_of(0.264, "percent"), text_of(None, "count")
    ('1.234,50\\xa0€', '26,4\\xa0%', '–')
    """
    if value is None:
        return MISSING
    formats = {
        "euro": lambda: euro(Decimal(value)),
        "percent": lambda: percent(value, 1),
        "rate": lambda: number(value, 2),
        "number": lambda: number(value, 1),
        "count": lambda: number(value),
    }
    return str(formats.get(kind, lambda: str(value))())


def table_of(content: Mapping[str, Any], call: str = "") -> Table:
    """Return one figure as a table of texts; with a call, numbers lead to their list."""
    columns = content["columns"]
    return Table(
        code=content["code"],
        name=content["name"],
        chapter=content["chapter"],
        heads=tuple(cell(column["label"], column) for column in columns),
        rows=tuple(
            tuple(cell(shown_of(row, c), c, list_behind(row, c, call)) for c in columns)
            for row in content["rows"]
        ),
        definition=(
            ("Rechenweg", content["formula"]),
            ("Einheit", content["unit"]),
            ("Grundgesamtheit", content["population"]),
            ("Felder", content["source"]),
            ("Hinweis", content["caveat"]),
        ),
        behind=list_behind_figure(content["code"], call),
    )


def shown_of(row: Mapping[str, Any], column: Mapping[str, Any]) -> str:
    """Return a value as text; what lies below a threshold says so."""
    if column["key"] in row.get("blank", ()):
        return PROTECTED
    return text_of(row.get(column["key"]), column["kind"])


def totals(contents: Iterable[Mapping[str, Any]], call: str = "") -> tuple[Cell, ...]:
    """Return the numbers of the whole call, money rounded: the last row of the figure by Land."""
    found = [one for one in contents if one["code"] == "A2" and one["rows"]]
    if not found:
        return ()
    columns, row = found[0]["columns"][1:], found[0]["rows"][-1]
    return tuple(
        cell(shortly(row[c["key"]], c["kind"]), c, list_behind(row, c, call)) for c in columns
    )


def shortly(value: Any, kind: str) -> str:
    """Return a stored value for a tile.

    >>> shortly("34170000.00", "euro"), shortly(None, "euro")
    ('34,2\\xa0Mio.\\xa0€', '–')
    """
    if value is None or kind != "euro":
        return text_of(value, kind)
    return str(euro_short(Decimal(value)))


def typed_rows(content: Mapping[str, Any]) -> Iterator[list[Any]]:
    """Yield the rows of a figure for a spreadsheet: money as Decimal, rates as they are."""
    columns = content["columns"]
    for row in content["rows"]:
        yield [typed(row.get(column["key"]), column["kind"]) for column in columns]


def typed(value: Any, kind: str) -> Any:
    """Return a stored value as a number where it is one.

    >>> typed("1234.50", "euro"), typed(0.264, "percent"), typed(None, "count")
    (Decimal('1234.50'), Decimal('0.264'), None)
    """
    if value is None or kind not in KINDS_OF_NUMBERS:
        return value
    return Decimal(str(value))


def cell(text: str, column: Mapping[str, Any], url: str = "") -> Cell:
    return Cell(text, column["label"], column["kind"] in KINDS_OF_NUMBERS, url)


def chart_of(content: Mapping[str, Any]) -> tuple[str, Chart] | None:
    """Return the kind of chart (bars or histogram) and the chart; most figures have none."""
    makers = {
        "A2": success_chart,
        "A3": success_chart,
        "A5": success_chart,
        "B1": per_head_chart,
        "C1": score_chart,
        "D5": payment_chart,
        "E5": step_chart,
    }
    maker = makers.get(content["code"])
    rows = [row for row in content["rows"] if row.get("group") != "Insgesamt"]
    if content["code"] in DRAWN_WHOLE and any(row.get("blank") for row in rows):
        return None
    rows = [row for row in rows if not row.get("blank")]
    return maker(content, rows) if maker and rows else None


def success_chart(content: Mapping[str, Any], rows: Sequence[Any]) -> tuple[str, Chart]:
    best = max(rows, key=lambda row: row["applications"])
    by = content["columns"][0]["label"]
    return "bars", Chart(
        name=content["code"].lower(),
        title=f"Die meisten Anträge: {best['group']} ({best['applications']})",
        note=f"Eingereichte und bewilligte Anträge nach {by}",
        description=f"Balken je {by}: oben eingereichte, unten bewilligte Anträge.",
        columns=(by, "Eingereicht", "Bewilligt"),
        rows=tuple(
            Row(
                row["group"],
                (row["applications"], row["awarded"]),
                (number(row["applications"]), number(row["awarded"])),
            )
            for row in rows
        ),
    )


def per_head_chart(content: Mapping[str, Any], rows: Sequence[Any]) -> tuple[str, Chart]:
    most = max(rows, key=lambda row: row["per_head"] or 0)
    return "bars", Chart(
        name="b1",
        title=f"Am meisten je Kopf: {most['land']}, {number(most['per_head'] or 0, 2)} €",
        note="Bewilligte Euro je Kopf der Bevölkerung des Landes",
        description="Ein Balken je Land, Länge nach Euro je Kopf.",
        columns=("Land", "Euro je Kopf"),
        rows=tuple(
            Row(row["land"], (row["per_head"] or 0,), (number(row["per_head"] or 0, 2),))
            for row in rows
        ),
    )


def score_chart(content: Mapping[str, Any], rows: Sequence[Any]) -> tuple[str, Chart]:
    peak = max(rows, key=lambda row: row["count"])
    return "histogram", Chart(
        name="c1",
        title=f"Die meisten Anträge liegen zwischen {peak['from']} und {peak['to']} Punkten",
        note="Zahl der begutachteten Anträge je fünf Punkte",
        description="Säulen von 0 bis 100 Punkten in Schritten von fünf.",
        columns=("Punkte", "Anträge"),
        rows=tuple(
            Row(f"{row['from']} bis {row['to']}", (row["count"],), (number(row["count"]),))
            for row in rows
        ),
    )


def payment_chart(content: Mapping[str, Any], rows: Sequence[Any]) -> tuple[str, Chart]:
    real = [row for row in rows if row["is_over"]]
    title = "Es ist noch nichts ausgezahlt"
    if real and real[-1]["paid_share"]:
        planned, paid = (percent(real[-1][key], 1) for key in ("planned_share", "paid_share"))
        title = f"Ende Quartal {real[-1]['quarter']}: {paid} ausgezahlt, {planned} geplant"
    return "lines", Chart(
        name="d5",
        title=title,
        note="Summe seit Beginn als Anteil an allen Bewilligungen, je Quartal",
        description="Zwei Linien über die Quartale: ausgezahlt durchgezogen, geplant gestrichelt.",
        columns=("Quartal", "Ausgezahlt", "Geplant"),
        rows=tuple(
            Row(
                row["quarter"],
                (row["paid_share"], row["planned_share"]),
                (text_of(row["paid_share"], "percent"), text_of(row["planned_share"], "percent")),
            )
            for row in rows
        ),
    )


def step_chart(content: Mapping[str, Any], rows: Sequence[Any]) -> tuple[str, Chart]:
    most = max(rows, key=lambda row: row["lost"])
    ended = f"Am meisten enden nach: {most['step']} ({number(most['lost'])})"
    return "bars", Chart(
        name="e5",
        title=ended if most["lost"] else "Kein begonnener Antrag endet vorher",
        note="Zahl der Anträge, die den Schritt erreicht haben",
        description="Ein Balken je Schritt, von begonnen bis eingereicht.",
        columns=("Schritt", "Erreicht"),
        rows=tuple(Row(row["step"], (row["count"],), (number(row["count"]),)) for row in rows),
    )


def map_of(content: Mapping[str, Any]) -> Map | None:
    """Return the map of a figure about places: awards by Land (B2) or by Kreis (B5)."""
    if content["code"] == "B2":
        keys = {LAENDER[land]: key for key, land in LAND_OF_KEY.items()}
        values = {keys[row["land"]]: row["projects"] for row in content["rows"]}
        words = ("karte-b2", f"Bewilligungen in {count_of(values)} Ländern", "Zahl je Land.")
        return draw(words, shapes("laender"), values, unit="Bewilligungen")
    if content["code"] == "B5":
        values = {row["key"]: row["count"] for row in content["rows"]}
        words = ("karte-b5", f"Bewilligungen in {count_of(values)} Kreisen", "Zahl je Kreis.")
        return draw(words, shapes("kreise"), values, unit="Bewilligungen")
    return None


def count_of(values: Mapping[str, int]) -> int:
    return sum(value > 0 for value in values.values())


def chapters(contents: Iterable[Mapping[str, Any]], call: str = "") -> list[dict[str, Any]]:
    """Group the figures by chapter, in the order of the report, each with table and chart."""
    found: dict[str, list[dict[str, Any]]] = {}
    for content in contents:
        kind, chart = chart_of(content) or ("", None)
        table = table_of(content, call)
        shown = {"table": table, "chart": chart, "kind": kind, "map": map_of(content)}
        found.setdefault(content["chapter"], []).append(shown)
    return [{"name": name, "figures": figures} for name, figures in found.items()]
