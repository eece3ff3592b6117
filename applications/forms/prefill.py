"""Which earlier application a new one begins with."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import Application


class PrefillForm(forms.Form):
    """One of the organisation's other applications."""

    source = forms.ChoiceField(
        label=_("Aus welchem Antrag übernehmen?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie einen Antrag aus")},
    )

    def __init__(self, typed: Any, *, earlier: list[Application]) -> None:
        super().__init__(typed)
        self.known = {one.key: one for one in earlier}
        self.fields["source"].choices = [
            (one.key, f"{one.project.title or _('Antrag ohne Titel')} ({one.call_version.call})")
            for one in earlier
        ]

    def clean_source(self) -> Application:
        return self.known[self.cleaned_data["source"]]
