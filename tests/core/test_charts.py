"""Charts keep their text readable and draw nothing that is protected."""

import re

from django.template import Context, Template

from core import charts
from core.charts import Chart, Row


def chart(*rows: Row, columns: tuple[str, ...] = ("Land", "Anträge")) -> Chart:
    return Chart("laender", "Bayern führt", "Anträge nach Land", "Bayern 31.", columns, rows)


def drawn(tag: str, what: Chart) -> str:
    return Template(f"{{% load kern %}}{{% {tag} %}}").render(Context({"chart": what}))


def test_the_largest_value_fills_the_width() -> None:
    lines = charts.bars(chart(Row("Bayern", (31,), ("31",)), Row("Hessen", (15.5,), ("15,5",))))
    assert [line["bars"][0]["width"] for line in lines["lines"]] == ["100.00%", "50.00%"]


def test_a_protected_value_has_no_bar_but_its_word() -> None:
    html = drawn(
        "bar_chart chart", chart(Row("Bayern", (31,), ("31",)), Row("Saar", (None,), ("gesperrt",)))
    )
    assert html.count('class="b1"') == 1
    assert "gesperrt" in html


def test_a_long_label_is_wrapped_and_its_text_moves_below() -> None:
    long = Row("N4 · Ausgewogene Wirtschaftsentwicklung, lokale Wertschöpfung", (3,), ("3,0",))
    line = charts.bars(chart(long))["lines"][0]
    assert [label["text"] for label in line["labels"]] == [
        "N4 · Ausgewogene",
        "Wirtschaftsentwicklung, lokale",
        "Wertschöpfung",
        "3,0",
    ]
    assert line["beside"] == ""


def test_a_histogram_labels_at_most_six_bins() -> None:
    rows = [Row(str(5 * step), (step,), (str(step),)) for step in range(20)]
    bins = charts.histogram(chart(*rows))["bins"]
    assert [part["label"] for part in bins if part["label"]] == ["0", "20", "40", "60", "80"]


def test_dots_lie_on_the_axis_and_missing_ranges_are_left_out() -> None:
    rows = (Row("I1", (2.5, 1, 4), ("2,5",)), Row("I2", (None, None, None), ("gesperrt",)))
    lines = charts.dots(chart(*rows), (0, 5))["lines"]
    assert lines[0]["at"] == ["50.00%", "20.00%", "80.00%"]
    assert lines[1]["at"] == ["", "", ""]


def test_every_chart_has_title_description_and_table() -> None:
    one = chart(Row("Bayern", (31,), ("31",)))
    for tag in ("bar_chart chart", "histogram chart", "dot_chart chart 0 50"):
        html = drawn(tag, one)
        assert 'aria-labelledby="laender-t laender-d"' in html
        assert "<title" in html
        assert "<desc" in html
        assert "<table" in html


def test_positions_are_never_written_with_a_comma() -> None:
    rows = [Row(str(step), (step / 3,), (str(step),)) for step in range(13)]
    html = drawn("histogram chart", chart(*rows)) + drawn("dot_chart chart 0 5", chart(*rows))
    assert not re.findall(r'(?:x|y|x1|x2|y1|y2|cx|cy|width|height)="[^"]*,[^"]*"', html)


def test_an_empty_chart_is_drawn_without_a_crash() -> None:
    for tag in ("bar_chart chart", "histogram chart", "dot_chart chart 0 5"):
        assert "<svg" in drawn(tag, chart())


def test_a_line_ends_where_a_value_is_missing() -> None:
    steps = (Row("1/27", (0, 0.1), ("", "")), Row("2/27", (1, 0.2), ("", "")))
    html = drawn(
        "line_chart chart",
        chart(*steps, Row("3/27", (None, 1), ("", "")), columns=("Q", "Ist", "Plan")),
    )
    assert html.count('class="l1" x1') == 1
    assert html.count('class="l2" x1') == 2
    assert 'y1="208.0" x2="50.00%" y2="28.0"' in html
