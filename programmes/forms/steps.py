"""What the steps of a call ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import AmountField, TextField


class NoQuestionForm(forms.Form):
    """Nothing to ask: the button is the answer."""


class SeenForm(forms.Form):
    """Which content the person has read."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class SizeForm(forms.Form):
    """How much a municipality would apply for: it decides how long the catalogue is."""

    zuwendung = AmountField(
        label=_("Beantragte Zuwendung"), help_text=_("Leer: alle Fragen"), required=False
    )


class ReasonForm(forms.Form):
    """Why the call goes back."""

    note = TextField(
        label=_("Was ist zu ändern?"),
        rows=5,
        error_messages={"required": _("Nennen Sie den Grund, damit die Überarbeitung gelingt")},
    )
