"""Tables for spreadsheets: German numbers, and no cell that becomes a formula."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from core.export import cell, csv_lines


@pytest.mark.parametrize("text", ["=1+1", "+49", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =cmd()"])
def test_text_never_begins_a_formula(text):
    assert cell(text).startswith("'")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        (True, "ja"),
        (False, "nein"),
        (3, "3"),
        (Decimal("-1234.50"), "-1234,50"),
        (Decimal("1E+2"), "100"),
        (date(2027, 3, 31), "31.03.2027"),
        (datetime(2027, 3, 31, 10, 0, tzinfo=UTC), "31.03.2027 12:00:00"),
        ("Straße; „Ort“", "Straße; „Ort“"),
    ],
)
def test_values_are_written_as_german_spreadsheets_read_them(value, written):
    assert cell(value) == written


def test_the_file_survives_semicolons_quotes_and_line_breaks():
    rows = [["a;b", 'sagt "ja"', "zwei\nZeilen"]]
    text = "".join(csv_lines(["Eins", "Zwei", "Drei"], rows))
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text[1:]), delimiter=";")) == [
        ["Eins", "Zwei", "Drei"],
        ["a;b", 'sagt "ja"', "zwei\nZeilen"],
    ]
