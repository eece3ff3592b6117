"""What all forms of a draft share: German input, a mark of what was seen, clear sentences."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.forms import (
    AmountField,
    DateField,
    DecimalField,
    LineField,
    LocalTimeField,
    PercentField,
    TextField,
    written,
)
from core.templatetags.allmende import day, euro, instant, percent
from programmes.actions import mark_of
from programmes.models import CallVersion

RATE_PLACES, MONEY_DIGITS = 6, 14
SHOWN: dict[type, Callable[[Decimal], str]] = {PercentField: percent, AmountField: euro}


def german_field(column: models.Field, **options: Any) -> forms.Field | None:
    """Return the form field of a column that reads what people in Germany type."""
    field = column.formfield(**options)
    if field is None or getattr(column, "choices", None):
        return field
    shared = {"label": field.label, "help_text": field.help_text, "required": field.required}
    if isinstance(column, models.DecimalField):
        return decimal_field(column, shared)
    if isinstance(column, models.DateTimeField):
        return LocalTimeField(**shared)
    if isinstance(column, models.DateField):
        return DateField(**shared)
    if isinstance(column, models.TextField):
        return TextField(rows=4, **shared)
    if type(column) is models.CharField:
        return LineField(max_length=column.max_length, **shared)
    return field


def decimal_field(column: models.DecimalField, shared: dict[str, Any]) -> DecimalField:
    if column.decimal_places == RATE_PLACES:
        return PercentField(**shared)
    if column.max_digits == MONEY_DIGITS:
        return AmountField(**shared)
    digits, places = column.max_digits or 0, column.decimal_places or 0
    return DecimalField(digits=digits, places=places, minimum=0, **shared)


class DraftForm(forms.ModelForm):
    """Reads one record of a draft; `seen` marks what it said when the page was drawn."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, version: CallVersion, *args: Any, **kwargs: Any) -> None:
        self.version = version
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = mark_of(self.instance)
        for field in self.fields.values():
            if field.required and not isinstance(field, forms.BooleanField):
                field.error_messages["required"] = _("Füllen Sie „%s“ aus") % field.label

    @property
    def seen_mark(self) -> str:
        return self.cleaned_data["seen"]

    def values(self) -> dict[str, Any]:
        """Return the columns to be written."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def after_conflict(self, stored: models.Model) -> "DraftForm":
        """Return the form with what was typed, now seen beside what is stored."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = mark_of(stored)
        return self

    def differences(self, stored: models.Model) -> list[dict[str, Any]]:
        """Return what is stored now where it differs from what was typed."""
        fresh = type(self)(self.version, instance=stored)
        typed = {name: getattr(value, "pk", value) for name, value in self.cleaned_data.items()}
        differ = [f for f in fresh.visible_fields() if f.initial != typed.get(f.name)]
        return facts_of(differ)


def facts_of(fields: Iterable[forms.BoundField]) -> list[dict[str, Any]]:
    """Return labels and stored values, as `components/facts.html` takes them."""
    return [{"label": field.label, "value": in_words(field)} for field in fields]


def in_words(field: forms.BoundField) -> str:
    """Return a field's stored value as people read it."""
    choices = {str(code): str(label) for code, label in getattr(field.field, "choices", [])}
    value = field.initial
    if isinstance(value, list):
        return ", ".join(choices.get(str(one), str(one)) for one in value)
    if isinstance(value, bool):
        return str(_("Ja") if value else _("Nein"))
    if isinstance(value, Decimal):
        return SHOWN.get(type(field.field), written)(value)
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return day(value)
    return choices.get(str(value)) or str("" if value is None else value)
