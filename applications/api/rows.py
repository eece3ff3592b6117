"""Rows of a draft for programs: the page's form, the page's action, the page's reasons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.http import Http404

from accounts.models import Organisation
from applications.actions import consortium, rows
from applications.actions.editing import Edit
from applications.actions.plan_lines import write_line
from applications.actions.planning import remove_line
from applications.api.sections import as_typed, faults
from applications.forms.contacts import ContactForm
from applications.forms.partners import PartnerForm
from applications.forms.plan import LineForm
from applications.forms.rows import IndicatorForm, InteractionForm, MeasureForm
from applications.forms.state_aid import AidForm
from applications.models import (
    Aid,
    Application,
    Contact,
    Indicator,
    Interaction,
    Measure,
    Partner,
    PlanLine,
)
from applications.plan_rows import SIDES
from core.forms import AmountField, DecimalField
from core.refusals import EditConflict, Finding, RuleViolation
from core.text import plain

FORMS: Mapping[str, tuple[Any, Any]] = {
    "contacts": (Contact, ContactForm),
    "interactions": (Interaction, InteractionForm),
    "partners": (Partner, PartnerForm),
    "measures": (Measure, MeasureForm),
    "indicators": (Indicator, IndicatorForm),
    "aids": (Aid, AidForm),
}
MONEY = {"expenses": "expense", "financing": "financing"}
KINDS = (*FORMS, *MONEY)
AMOUNTS = "amounts"
POINT = re.compile(r"-?[0-9]+\.[0-9]+")


def rows_of(application: Application, code: str, by: Any) -> Rows:
    """Return the rows of that kind; an unknown kind does not exist."""
    if code in FORMS:
        return Rows(application, code, by)
    if code in MONEY:
        return MoneyRows(application, code, by)
    raise Http404


@dataclass(frozen=True)
class Rows:
    """Interactions, partners, measures or indicators; the number of a row is its position."""

    application: Application
    code: str
    by: Any

    def stored(self) -> Iterable[Any]:
        return FORMS[self.code][0].objects.filter(application=self.application)

    def number(self, row: Any) -> int:
        return int(row.position)

    def one(self, number: int) -> Any:
        """Return a row, or say that there is none."""
        for row in self.stored():
            if self.number(row) == number:
                return row
        raise Http404

    def told(self, row: Any) -> dict[str, Any]:
        """Return one row as JSON: what it says, by field."""
        form = self.form(None, row)
        values = {name: in_json(getattr(row, name)) for name in form.fields if name != "version"}
        return {"number": self.number(row), "version": row.version, "values": values}

    def form(self, typed: Any, row: Any = None) -> Any:
        return FORMS[self.code][1](typed, application=self.application)

    def read(self, values: Mapping[str, Any], row: Any = None) -> Any:
        """Return the valid form of the values sent, on top of the stored ones; or refuse."""
        blank = self.form(None, row)
        unknown = sorted(set(values) - set(blank.fields) - {AMOUNTS, "kind"})
        if unknown:
            sentence = f"Das Feld „{unknown[0][:40]}“ gibt es hier nicht."
            raise RuleViolation(Finding("unknown_field", sentence, self.section, unknown[0][:40]))
        known = self.told(row)["values"] if row else {}
        typed = {
            name: self.as_typed(value, blank, name)
            for name, value in {**known, **values}.items()
            if name in blank.fields
        }
        form = self.form({name: value for name, value in typed.items() if value is not False}, row)
        if not form.is_valid():
            raise RuleViolation(*faults(form, self.section))
        return form

    @property
    def section(self) -> str:
        return self.code

    def as_typed(self, value: Any, form: Any, name: str) -> Any:
        """Name another row by its number, everything else as somebody types it."""
        field = form.fields[name]
        if isinstance(field, forms.BooleanField):
            return value is True or str(value).casefold() in ("true", "1", "on")
        if isinstance(field, forms.ModelChoiceField) and value not in (None, ""):
            return str(pk_of(value, field))
        return number_as_typed(value) if is_number(value, field) else as_typed(value, form, name)

    def add(self, values: Mapping[str, Any]) -> Any:
        edit = self.read(values).edit()
        return rows.add_row(self.application, FORMS[self.code][0], edit.values, by=self.by)

    def change(self, row: Any, version: int, values: Mapping[str, Any]) -> Any:
        edit = self.read(values, row).edit()
        return rows.change_row(row, Edit(edit.values, version), by=self.by)

    def remove(self, row: Any, version: int) -> None:
        """Remove the row as it was read; a partner leaves its lines and documents to the lead."""
        if row.version != version:
            raise EditConflict(row)
        if isinstance(row, Partner):
            consortium.part_with_partner(row, by=self.by)
        else:
            rows.remove_row(row, by=self.by)


def pk_of(value: Any, field: forms.ModelChoiceField) -> int:
    """Return the row of the number, as the form's choice knows it; 0 when there is none."""
    number = int(str(value)) if re.fullmatch("[0-9]{1,9}", str(value)) else 0
    choices: Any = field.queryset
    if not is_own_row(choices.model):
        return number
    found = choices.filter(position=number).first()
    return int(found.pk) if found else 0


def is_own_row(model: Any) -> bool:
    """Is it a row of an application, named by its position?"""
    return any(field.name == "application" for field in model._meta.concrete_fields)


@dataclass(frozen=True)
class MoneyRows(Rows):
    """Finance lines or sources; the number is the line's own, `amounts` holds euros by year."""

    @property
    def section(self) -> str:
        return "plan"

    def stored(self) -> Iterable[Any]:
        lines = PlanLine.objects.filter(application=self.application, side=MONEY[self.code])
        return lines.select_related("measure", "partner").prefetch_related("amounts")

    def number(self, row: Any) -> int:
        return int(row.pk)

    def told(self, row: Any) -> dict[str, Any]:
        found = super().told(row)
        amounts = {str(one.year): plain(one.amount) for one in row.amounts.all()}
        found["values"] = {"kind": row.kind, **found["values"], AMOUNTS: amounts}
        return found

    def form(self, typed: Any, row: Any = None) -> Any:
        return LineForm(typed, application=self.application, side=MONEY[self.code])

    def add(self, values: Mapping[str, Any]) -> Any:
        kind = str(values.get("kind") or "")
        if SIDES.get(kind) != MONEY[self.code]:
            options = ", ".join(one for one, side in SIDES.items() if side == MONEY[self.code])
            sentence = f"Geben Sie die Art der Position an: {options}."
            raise RuleViolation(Finding("kind", sentence, "plan", "kind"))
        eligible = {"eligible": True} if self.code == "expenses" else {}
        edit = self.read({**eligible, **values}).edit()
        write = Edit({"kind": kind, **edit.values})
        return write_line(self.application, None, write, self.amounts(values), by=self.by)

    def change(self, row: Any, version: int, values: Mapping[str, Any]) -> Any:
        if values.get("kind", row.kind) != row.kind:
            sentence = "Die Art einer vorhandenen Position kann nicht geändert werden."
            raise RuleViolation(Finding("kind", sentence, "plan", "kind"))
        edit = Edit(self.read(values, row).edit().values, version)
        return write_line(self.application, row, edit, self.amounts(values), by=self.by)

    def remove(self, row: Any, version: int) -> None:
        if row.version != version:
            raise EditConflict(row)
        remove_line(row, by=self.by)

    def amounts(self, values: Mapping[str, Any]) -> dict[int, Decimal]:
        """Read euros by year; what cannot be read is refused with its place."""
        sent = values.get(AMOUNTS) or {}
        years = {str(year): year for year in self.application.call_version.years}
        if not isinstance(sent, dict) or set(sent) - set(years):
            sentence = f"Geben Sie die Beträge je Jahr an, möglich sind: {', '.join(years)}."
            raise RuleViolation(Finding("year_outside", sentence, "plan", AMOUNTS))
        form = AmountsForm(sent, years)
        if not form.is_valid():
            raise RuleViolation(*faults(form, "plan"))
        return {years[name]: amount or Decimal(0) for name, amount in form.cleaned_data.items()}


class AmountsForm(forms.Form):
    """One field for each year that was sent."""

    def __init__(self, sent: Mapping[str, Any], years: Mapping[str, int]) -> None:
        super().__init__()
        self.fields.update({year: AmountField(required=False) for year in years if year in sent})
        self.data = {
            year: number_as_typed(value)
            if is_number(value, self.fields[year])
            else as_typed(value, self, year)
            for year, value in sent.items()
        }
        self.is_bound = True


def is_number(value: Any, field: Any) -> bool:
    """In JSON a point always begins decimals; German groups of thousands are for people."""
    return isinstance(field, DecimalField) and bool(POINT.fullmatch(str(value)))


def number_as_typed(value: Any) -> str:
    return str(value).replace(".", ",")


def in_json(value: Any) -> Any:
    """Return a stored value; other rows by their number, organisations by their official key."""
    if isinstance(value, Organisation):
        return value.ags or value.ars
    if isinstance(value, models.Model):
        return value.position if is_own_row(type(value)) else value.pk  # type: ignore[attr-defined]
    return plain(value)
