"""Proving a receipt: its number, and the checksum or the file."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.receipts import is_receipt_number
from core.forms import LineField

LARGEST = 5 * 1024 * 1024


class VerificationForm(forms.Form):
    """What stands on the receipt."""

    number = LineField(
        label=gettext_lazy("Eingangsnummer"),
        help_text=gettext_lazy("Sie steht auf der Quittung, zum Beispiel DSR-2027-0143-2W."),
        max_length=40,
        error_messages={"required": gettext_lazy("Geben Sie die Eingangsnummer an")},
    )
    checksum = LineField(
        label=gettext_lazy("Prüfsumme (SHA-256)"),
        help_text=gettext_lazy("64 Zeichen. Leerzeichen stören nicht."),
        max_length=100,
        required=False,
    )
    file = forms.FileField(
        label=gettext_lazy("Oder die Datei „Antrag als Daten (JSON)“"), required=False
    )

    def clean_number(self) -> str:
        number = self.cleaned_data["number"].strip().upper()
        if not is_receipt_number(number):
            raise forms.ValidationError(_("Diese Eingangsnummer hat einen Tippfehler"))
        return number

    def clean_checksum(self) -> str:
        digest = re.sub(r"\s", "", self.cleaned_data["checksum"]).lower()
        if digest and not re.fullmatch("[0-9a-f]{64}", digest):
            raise forms.ValidationError(_("Die Prüfsumme hat 64 Zeichen von 0 bis 9 und a bis f"))
        return digest

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload and upload.size > LARGEST:
            raise forms.ValidationError(_("Die Datei ist größer als 5 MB"))
        return upload

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data.get("checksum") or self.cleaned_data.get("file")
        if not given and not self.errors:
            self.add_error("checksum", _("Geben Sie die Prüfsumme an oder wählen Sie die Datei"))
        return self.cleaned_data
