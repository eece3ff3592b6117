"""The organisation that applies."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.forms.consortium import FIRST_YEAR, LAST_YEAR
from applications.forms.draft import DraftForm
from core.forms import DateField, LineField

POSTAL_CODE = re.compile("[0-9]{5}")
LEITWEG_ID = re.compile(r"[0-9]{2,12}(-[0-9A-Z]{1,30})?-[0-9]{2}")


class ApplicantForm(DraftForm):
    """Address, legal form, supervision; with a budget emergency what confirms it."""

    street = LineField(label=_("Straße und Hausnummer"), max_length=160, required=False)
    postal_code = LineField(label=_("Postleitzahl"), max_length=5, required=False)
    place = LineField(label=_("Ort"), max_length=120, required=False)
    legal_form = LineField(label=_("Rechtsform"), max_length=120, required=False)
    leitweg_id = LineField(
        label=_("Leitweg-ID"),
        help_text=_("Für elektronische Rechnungen, zum Beispiel 04011000-1234512345-06"),
        max_length=46,
        required=False,
    )
    authority = LineField(
        label=_("Zuständige Kommunalaufsicht"),
        help_text=_("Nötig, wenn Sie eine Haushaltsnotlage erklären"),
        max_length=160,
        required=False,
    )
    emergency_on = DateField(
        label=_("Haushaltsnotlage genehmigt oder bestätigt am"),
        help_text=_("Der Tag steht auf dem Nachweis. Leer, wenn keine Haushaltsnotlage besteht."),
        required=False,
    )
    emergency_year = forms.IntegerField(
        label=_("Haushaltsnotlage im Haushaltsjahr"),
        help_text=_("Für welches Haushaltsjahr gilt der Nachweis?"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        required=False,
        error_messages={
            name: _("Geben Sie das Jahr mit vier Ziffern an, zum Beispiel 2027")
            for name in ("invalid", "min_value", "max_value")
        },
    )

    def clean_postal_code(self) -> str:
        code = str(self.cleaned_data["postal_code"])
        if code and not POSTAL_CODE.fullmatch(code):
            raise forms.ValidationError(_("Eine Postleitzahl hat fünf Ziffern"))
        return code

    def clean_leitweg_id(self) -> str:
        known = str(self.cleaned_data["leitweg_id"]).upper()
        if known and not LEITWEG_ID.fullmatch(known):
            sentence = _("Schreiben Sie die Leitweg-ID so: 04011000-1234512345-06")
            raise forms.ValidationError(sentence)
        return known
