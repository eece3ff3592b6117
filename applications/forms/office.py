"""Handing over, and filters that are kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Person, Role
from core.forms import LineField, TextField


class HandOverForm(forms.Form):
    """To whom an application goes, and what they should know."""

    officer = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Wer bearbeitet den Antrag?"),
        empty_label=_("Bitte wählen"),
        error_messages={"required": _("Wählen Sie eine Person.")},
    )
    note = TextField(label=_("Hinweis bei der Übergabe"), max_length=1000, rows=3, required=False)

    def __init__(self, typed: Any, **options: Any) -> None:
        super().__init__(typed, **options)
        officers = Membership.objects.valid().filter(role=Role.OFFICER)
        people = Person.objects.filter(pk__in=officers.values("person"), is_active=True)
        self.fields["officer"].queryset = people.order_by("name")


class SaveFilterForm(forms.Form):
    """A name for the present search."""

    name = LineField(
        label=_("Name der Auswahl"),
        max_length=60,
        error_messages={"required": _("Geben Sie einen Namen an.")},
    )
    query = forms.CharField(widget=forms.HiddenInput, max_length=500, required=False)
