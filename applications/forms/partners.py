"""Who takes part beside the applicant."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from applications.forms.rows import PLEASE_CHOOSE, RowForm, required
from core.forms import LineField, TextField


class PartnerForm(RowForm):
    """Who takes part beside the applicant; a municipality is found by its official key."""

    name = LineField(
        label=gettext_lazy("Name"),
        max_length=200,
        **required(gettext_lazy("Nennen Sie den Partner")),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Art"),
        choices=[PLEASE_CHOOSE, *Organisation.Kind.choices],
        **required(gettext_lazy("Wählen Sie die Art des Partners")),
    )
    organisation = LineField(
        label=gettext_lazy("Gemeindeschlüssel"),
        help_text=gettext_lazy("Wenn der Partner eine Kommune ist, zum Beispiel 12060052."),
        max_length=12,
        required=False,
    )
    role = TextField(
        label=gettext_lazy("Aufgabe im Vorhaben"),
        max_length=300,
        rows=3,
        **required(gettext_lazy("Beschreiben Sie die Aufgabe des Partners")),
    )
    passes_on = forms.BooleanField(
        label=gettext_lazy("Der Partner erhält Mittel durch Weiterleitung"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        known = kwargs.get("initial") or {}
        if isinstance(known.get("organisation"), Organisation):
            known["organisation"] = known["organisation"].ags or known["organisation"].ars
        super().__init__(*args, **kwargs)

    def clean_organisation(self) -> Organisation | None:
        key = self.cleaned_data["organisation"].replace(" ", "")
        if not key:
            return None
        directory = Organisation.objects.valid()
        found = directory.filter(ags=key).first() or directory.filter(ars=key).first()
        if found is None:
            raise forms.ValidationError(_("Diesen Schlüssel gibt es im Gemeindeverzeichnis nicht"))
        return found
