"""A table that people fill in row by row, with or without JavaScript."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import AmountField, DateField, DecimalField, LineField
from core.text import clean, plain
from programmes.answers import YES_NO, cell_in_words

MOST_ROWS, SPARE_ROWS, LONGEST_CELL = 50, 2, 500
CELLS: dict[str, Any] = {"number": DecimalField, "money": AmountField, "date": DateField}
NUMERIC = ("number", "money")


class Typed(list):
    """Rows as they were typed, to be shown again as they are."""


def cell_field(kind: str) -> forms.Field:
    """Return the field that reads one cell."""
    if kind == "yes_no":
        return forms.ChoiceField(
            choices=[("", ""), *YES_NO.items()],
            required=False,
            error_messages={"invalid_choice": gettext_lazy("Wählen Sie Ja oder Nein")},
        )
    if kind in CELLS:
        return CELLS[kind](required=False)
    return LineField(required=False, max_length=LONGEST_CELL)


class TableWidget(forms.Widget):
    """Rows of inputs, each named by column and row; two empty ones wait at the end."""

    template_name = "programmes/widgets/table.html"
    use_fieldset = True

    def __init__(self, columns: list[dict[str, str]], most: int) -> None:
        super().__init__()
        self.columns, self.most = columns, most

    def value_from_datadict(self, typed: Any, files: Any, name: str) -> Any:
        """Return the rows typed; programs send them as one list of named values."""
        sent = typed.get(name)
        if isinstance(sent, list):
            return Typed(row for row in sent if isinstance(row, Mapping))
        pattern = re.compile(rf"{re.escape(name)}-([0-9]{{1,4}})-")
        numbers = {int(found[1]) for key in typed if (found := pattern.match(key))}
        return Typed(
            {c["code"]: typed.get(f"{name}-{n}-{c['code']}", "") for c in self.columns}
            for n in sorted(numbers)
            if f"{name}-{n}-remove" not in typed
        )

    def value_omitted_from_data(self, typed: Any, files: Any, name: str) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        filled = [row for row in value or [] if any(row.values())]
        spare = max(0, min(SPARE_ROWS, self.most - len(filled)))
        lines = [*filled, *({} for _spare in range(spare))]
        context = super().get_context(name, value, attrs)
        context["widget"] |= {
            "columns": self.columns,
            "rows": [self.row(name, n, line, attrs or {}) for n, line in enumerate(lines)],
            "is_full": len(filled) + spare >= self.most,
            "most": self.most,
        }
        return context

    def row(self, name: str, number: int, line: Any, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return one row of inputs; ids run on, so that an error leads to the first."""
        width = len(self.columns)
        cells = [
            {
                "id": f"{attrs.get('id', name)}_{number * width + place}",
                "name": f"{name}-{number}-{column['code']}",
                "label": _("%(column)s, Zeile %(row)s")
                % {"column": column["label"], "row": number + 1},
                "column": column["label"],
                "kind": column["kind"],
                "numeric": column["kind"] in NUMERIC,
                "value": line.get(column["code"]) or "",
            }
            for place, column in enumerate(self.columns)
        ]
        remove = f"{name}-{number}-remove" if line else ""
        return {"number": number + 1, "cells": cells, "remove": remove}


class TableField(forms.Field):
    """Rows as dictionaries of plain values by column; every bad cell is named by row and column."""

    def __init__(self, *, columns: list[dict[str, str]], limit: int | None, **options: Any) -> None:
        self.columns, self.most = columns, min(limit or MOST_ROWS, MOST_ROWS)
        super().__init__(**{"widget": TableWidget(columns, self.most), **options})

    def clean(self, value: Any) -> list[dict[str, Any]]:
        rows, wrong = [], []
        for number, line in enumerate(value or [], start=1):
            row = {}
            for column in self.columns:
                try:
                    row[column["code"]] = self.cell(column, line.get(column["code"]))
                except ValidationError as error:
                    place = {"row": number, "column": column["label"]}
                    words = _("Zeile %(row)s, „%(column)s“:") % place
                    wrong += [f"{words} {sentence}" for sentence in error.messages]
            rows.append(row)
        rows = [row for row in rows if any(cell not in (None, "") for cell in row.values())]
        if len(rows) > MOST_ROWS:
            wrong.append(_("Tragen Sie höchstens %s Zeilen ein") % MOST_ROWS)
        if wrong:
            raise ValidationError(wrong)
        if self.required and not rows:
            raise ValidationError(self.error_messages["required"], "required")
        return rows

    def cell(self, column: dict[str, str], typed: Any) -> Any:
        text = clean(str("" if typed is None else typed))
        return plain(cell_field(column["kind"]).clean(text))

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Typed) or not isinstance(value, list):
            return value
        return [
            {c["code"]: self.shown(c["kind"], row.get(c["code"])) for c in self.columns}
            for row in value
        ]

    def shown(self, kind: str, stored: Any) -> Any:
        """Return a stored cell as it would be typed; JSON has no dates and decimals."""
        if stored in (None, ""):
            return ""
        try:
            if kind in NUMERIC:
                return cell_field(kind).prepare_value(Decimal(str(stored)))
            return f"{date.fromisoformat(stored):%d.%m.%Y}" if kind == "date" else stored
        except (ValueError, InvalidOperation):
            return stored

    def in_words(self, rows: Any) -> str:
        """Return the rows as lines, to compare two versions of them."""
        return "\n".join(
            " · ".join(cell_in_words(c["kind"], row.get(c["code"])) or "–" for c in self.columns)
            for row in rows or []
        )
