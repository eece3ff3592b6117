"""What people enter when they sign, and who stands in for them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import OFFICE_ROLES, Deputy, Person
from core.forms import DateField, TextField

NOTE_LIMIT = 2000


class SignForm(forms.Form):
    """A remark or a reason, and the checksum of the text that the page showed."""

    note = TextField(
        label=_("Vermerk"),
        help_text=_("Nötig bei einer Änderung und wenn Sie nicht zeichnen."),
        limit=NOTE_LIMIT,
        rows=3,
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    send_now = forms.BooleanField(
        label=_("Schreiben sofort versenden"),
        help_text=_("Ohne Haken versendet es die Sachbearbeitung später mit den anderen."),
        required=False,
    )

    def __init__(self, *args: Any, last: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not last:
            del self.fields["send_now"]


class DeputyForm(forms.Form):
    """Who signs for whom, in which role, from when until when."""

    person = forms.ModelChoiceField(
        label=_("Wer ist abwesend?"),
        queryset=Person.objects.none(),
        to_field_name="key",
        empty_label=_("Bitte wählen"),
    )
    role = forms.ChoiceField(label=_("Aufgabe"), choices=Deputy.ROLES)
    deputy = forms.ModelChoiceField(
        label=_("Wer zeichnet?"),
        queryset=Person.objects.none(),
        to_field_name="key",
        empty_label=_("Bitte wählen"),
    )
    valid_from = DateField(
        label=_("Erster Tag der Vertretung"), help_text=_("Zum Beispiel 31.03.2027")
    )
    valid_until = DateField(
        label=_("Letzter Tag der Vertretung"), help_text=_("Zum Beispiel 14.04.2027")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office = Person.objects.filter(is_active=True, memberships__role__in=OFFICE_ROLES)
        fields: dict[str, Any] = self.fields
        for name in ("person", "deputy"):
            fields[name].queryset = office.distinct().order_by("name")
