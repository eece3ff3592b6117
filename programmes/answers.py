"""Answers to questions as plain values: what is blank, what is wrong, how people read them.

It knows rows of the kind `AskedRow` only, not who asks: calls, surveys, reports.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.forms import written
from core.templatetags.allmende import day, euro, german

YES_NO = {"yes": "Ja", "no": "Nein"}


def is_blank(value: Any) -> bool:
    """Say whether nothing was answered.

    >>> [is_blank(value) for value in (None, " ", [], "no", [{"ort": "Mitte"}])]
    [True, True, True, False, False]
    """
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def in_words(question: Any, value: Any) -> str:
    """Return an answer as people read it; a table has one line a row."""
    if is_blank(value):
        return ""
    if question.kind == "table":
        head, rows = table_of(question, value)
        return "\n".join(line_of(head, row) for row in rows)
    labels = {str(option["value"]): str(option["label"]) for option in question.options}
    return labels.get(str(value)) or cell_in_words(question.kind, value)


def line_of(head: Iterable[str], row: Iterable[str]) -> str:
    return "; ".join(f"{name}: {cell}" for name, cell in zip(head, row, strict=True) if cell)


def cell_in_words(kind: str, value: Any) -> str:
    """Return one plain value by its kind; what does not fit its kind stays as it is.

    >>> cell_in_words("money", "1250.00"), cell_in_words("date", "2027-03-31")
    ('1.250,00\\xa0€', '31.03.2027')
    """
    if value in (None, ""):
        return ""
    text = str(value)
    try:
        if kind == "money":
            return euro(Decimal(text))
        if kind == "number":
            return written(Decimal(text))
        if kind == "date":
            return day(date.fromisoformat(text))
    except (ValueError, ArithmeticError):
        return text
    return YES_NO.get(text, text) if kind == "yes_no" else text


def table_of(question: Any, value: Any) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return head and rows of a table in words."""
    columns = question.columns
    rows = value if isinstance(value, list) else []
    return tuple(column["label"] for column in columns), tuple(
        tuple(cell_in_words(column["kind"], row.get(column["code"])) for column in columns)
        for row in rows
        if isinstance(row, Mapping)
    )


def problems(question: Any, value: Any) -> list[str]:
    """Return what is wrong with an answer, in sentences; a blank one is not wrong, only missing."""
    if is_blank(value):
        return []
    over = too_much(question, value)
    if question.kind in ("choice", "yes_no"):
        offered = {str(option["value"]) for option in question.options} or set(YES_NO)
        if str(value) not in offered:
            return [_("Wählen Sie bei „%s“ eine der angebotenen Antworten.") % question.label]
    if question.kind == "table" and not isinstance(value, list):
        return [_("Tragen Sie „%s“ als Tabelle ein.") % question.label]
    return [over] if over else []


def too_much(question: Any, value: Any) -> str:
    """Say by how much an answer exceeds its limit: characters of a text, rows of a table."""
    if not question.limit or question.kind not in ("text", "table"):
        return ""
    over = len(value if isinstance(value, list) else str(value)) - question.limit
    if over <= 0:
        return ""
    if question.kind == "table":
        return _("Die Tabelle hat %s Zeilen zu viel. Möglich sind %s.") % (over, question.limit)
    name = getattr(question, "title", "") or question.label
    return _("Kürzen Sie „%s“ um %s Zeichen.") % (name, german(over))


def keeps_its_meaning(old: Any, new: Any, value: Any) -> bool:
    """Does an answer to the old question still answer the new one of the same code?

    The kind must be the same; a chosen answer must still be offered, a filled column be there.
    """
    if old.kind != new.kind:
        return False
    if new.kind == "choice":
        return str(value) in {str(option["value"]) for option in new.options}
    if new.kind == "table":
        kinds = {column["code"]: column["kind"] for column in new.columns}
        return all(kinds.get(column["code"]) == column["kind"] for column in old.columns)
    return True
