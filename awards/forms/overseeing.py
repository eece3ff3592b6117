"""Input about visits and inventory; nothing is saved here."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import AmountField, DateField, LineField, TextField


class VisitForm(forms.Form):
    """A visit on the spot."""

    visited_on = DateField(label=_("Besucht am"))
    people = LineField(label=_("Teilnehmende"), max_length=300)
    note = TextField(label=_("Vermerk"), limit=4000, rows=5)
    follow_up = TextField(label=_("Was folgt daraus?"), limit=2000, rows=3, required=False)


class PieceForm(forms.Form):
    """Something bought with the grant."""

    name = LineField(label=_("Gegenstand"), max_length=200)
    place = LineField(label=_("Standort"), max_length=200)
    bought_on = DateField(label=_("Angeschafft am"))
    price = AmountField(label=_("Preis netto"))
    bound_months = forms.IntegerField(
        label=_("Zweckbindung in Monaten"), min_value=1, max_value=360, initial=60
    )


class LeftForm(forms.Form):
    """It is no longer used for its purpose."""

    left_on = DateField(label=_("Nicht mehr genutzt seit"))
    reason = LineField(label=_("Grund"), max_length=500)


class OversightFilterForm(forms.Form):
    """Filter of overview and risk board."""

    q = forms.CharField(label=_("Kommune oder Förderkennzeichen"), required=False)


class ExceptionFilterForm(forms.Form):
    """Filter of the list of exceptions."""

    schritt = forms.ChoiceField(label=_("Art der Ausnahme"), required=False)

    def __init__(self, *args: object, choices: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["schritt"].choices = [("", _("alle")), *choices]
