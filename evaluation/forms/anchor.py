"""With which anchor the office opens a calibration round."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import Application, Submission
from core.forms import LineField, TextField

LENGTH = 20_000


class AnchorForm(forms.Form):
    """An application of another call by its number, or a text of the office's own."""

    title = LineField(
        label=_("Titel"), max_length=200, error_messages={"required": _("Geben Sie den Titel an.")}
    )
    number = LineField(
        label=_("Eingangsnummer eines Antrags aus einem anderen Aufruf"),
        max_length=40,
        required=False,
    )
    text = TextField(
        label=_("Oder ein eigener Text"),
        help_text=_("Zum Beispiel ein erfundener Antrag, den alle bewerten."),
        limit=LENGTH,
        rows=10,
        required=False,
    )

    def clean_number(self) -> Submission | None:
        number = self.cleaned_data["number"].strip()
        if not number:
            return None
        found = Application.objects.filter(receipt_number__iexact=number).first()
        if found is None:
            raise forms.ValidationError(_("Einen Antrag mit dieser Nummer gibt es nicht."))
        return found.submissions.latest("number")

    def anchor(self) -> dict[str, Any]:
        entered = self.cleaned_data
        return {
            "title": entered["title"],
            "text": entered["text"],
            "submission": entered.get("number"),
        }
