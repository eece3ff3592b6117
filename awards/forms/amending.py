"""Input of an amendment; nothing is saved here."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.models import Amendment
from core.forms import AmountField, DateField, LineField, TextField

FIELDS_OF = {
    "extension": ("new_ends_on",),
    "partner": ("partner", "new_partner"),
    "content": ("change",),
    "contact": ("change",),
}


class AmendmentForm(forms.Form):
    """Reason, day, and what the type asks for; amounts where money moves."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = TextField(label=_("Begründung"), limit=4000, rows=5, required=False)
    effective_on = DateField(label=_("Gilt ab"), required=False)
    new_ends_on = DateField(label=_("Neues Ende der Laufzeit"), required=False)
    partner = forms.ModelChoiceField(
        label=_("Ausscheidender Partner"), queryset=None, required=False
    )
    new_partner = LineField(label=_("Neuer Partner"), max_length=200, required=False)
    change = TextField(label=_("Was ändert sich?"), limit=4000, rows=5, required=False)

    def __init__(self, *args: Any, amendment: Amendment, **kwargs: Any) -> None:
        names = ("reason", "effective_on", *FIELDS_OF.get(amendment.kind, ()))
        initial = {name: getattr(amendment, name) for name in (*names, "version")}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.names = names
        for name in set(self.fields) - {*names, "version"}:
            del self.fields[name]
        if "partner" in self.fields:
            partners = amendment.award.decision.candidacy.application.partners.all()
            self.fields["partner"].queryset = partners
        for name in names:
            self.fields[name].optional = name == "new_partner"
        self.lines = list(amendment.lines.select_related("plan_line"))
        for line in self.lines:
            label = f"{line.plan_line}, {line.year}"
            self.fields[f"line_{line.pk}"] = AmountField(label=label, initial=line.after)

    def table(self) -> list[dict[str, Any]]:
        return [{"line": line, "field": self[f"line_{line.pk}"]} for line in self.lines]

    def plain(self) -> list[Any]:
        """Return the bound fields outside the table."""
        return [self[name] for name in self.names]

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.names}

    def amounts(self) -> dict[int, Decimal]:
        return {line.pk: self.cleaned_data[f"line_{line.pk}"] for line in self.lines}


class OutcomeForm(forms.Form):
    """The officer's proposal."""

    is_positive = forms.TypedChoiceField(
        label=_("Vorschlag"),
        choices=[("ja", _("Bewilligen")), ("nein", _("Ablehnen"))],
        coerce=lambda value: value == "ja",
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
    )
    reason = TextField(label=_("Gründe"), limit=4000, rows=4, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.optional = False  # the action asks for both; the label must not say otherwise


class AmendmentFilterForm(forms.Form):
    """Filters of the list of amendments."""

    q = forms.CharField(label=_("Kommune oder Förderkennzeichen"), required=False)
    art = forms.ChoiceField(
        label=_("Art"), choices=[("", _("alle")), *Amendment.Kind.choices], required=False
    )
    stand = forms.ChoiceField(
        label=_("Stand"), choices=[("", _("alle")), *Amendment.Status.choices], required=False
    )
