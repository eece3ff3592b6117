"""Who speaks for the applicant."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.forms.rows import PLEASE_CHOOSE, RowForm, required
from applications.models import Contact
from core.forms import LineField

PHONE = re.compile(r"\+?[0-9][0-9 ()/.-]{3,}")
NO_PHONE = gettext_lazy("Schreiben Sie die Telefonnummer mit Ziffern, zum Beispiel 03381 58-7010")
NO_EMAIL = gettext_lazy("Schreiben Sie die E-Mail-Adresse so: name@stadt.example")


class ContactForm(RowForm):
    """One person with business contact data; nothing private is asked."""

    role = forms.ChoiceField(
        label=gettext_lazy("Aufgabe im Antrag"),
        choices=[PLEASE_CHOOSE, *Contact.Role.choices],
        **required(gettext_lazy("Wählen Sie die Aufgabe der Person")),
    )
    name = LineField(
        label=gettext_lazy("Name"),
        max_length=120,
        **required(gettext_lazy("Nennen Sie die Person")),
    )
    office = LineField(
        label=gettext_lazy("Amt oder Funktion"),
        help_text=gettext_lazy("Zum Beispiel Bürgermeisterin oder Leitung der Kämmerei"),
        max_length=160,
        **required(gettext_lazy("Nennen Sie Amt oder Funktion")),
    )
    authority = forms.ChoiceField(
        label=gettext_lazy("Grundlage der Vertretung"),
        help_text=gettext_lazy("Nur bei der gesetzlichen Vertretung nötig."),
        choices=[PLEASE_CHOOSE, *Contact.Authority.choices],
        required=False,
    )
    email = forms.EmailField(
        label=gettext_lazy("E-Mail-Adresse (dienstlich)"),
        max_length=254,
        error_messages={name: NO_EMAIL for name in ("required", "invalid", "max_length")},
    )
    phone = LineField(
        label=gettext_lazy("Telefon (dienstlich)"),
        help_text=gettext_lazy("Zum Beispiel 03381 58-7010"),
        max_length=40,
        required=False,
    )

    needed_later = ("authority",)

    def clean_phone(self) -> str:
        phone = str(self.cleaned_data["phone"])
        if phone and not PHONE.fullmatch(phone):
            raise forms.ValidationError(NO_PHONE)
        return phone

    def clean(self) -> dict[str, Any]:
        represents = self.cleaned_data.get("role") == Contact.Role.REPRESENTATIVE
        if represents and not self.cleaned_data.get("authority"):
            self.add_error("authority", _("Wählen Sie, worauf die Vertretung beruht"))
        return self.cleaned_data
