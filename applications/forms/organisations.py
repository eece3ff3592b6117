"""For which organisation somebody starts an application."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation


class StartForm(forms.Form):
    """One of the person's own organisations; the only one is chosen already."""

    organisation = forms.ChoiceField(
        label=_("Für wen stellen Sie den Antrag?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie die Organisation aus")},
    )

    def __init__(
        self, typed: Any, *, organisations: list[Organisation], preferred: str = ""
    ) -> None:
        self.known = {organisation.key: organisation for organisation in organisations}
        only = next(iter(self.known)) if len(self.known) == 1 else preferred
        super().__init__(typed, initial={"organisation": only})
        self.fields["organisation"].choices = [(o.key, o.name) for o in organisations]

    def clean_organisation(self) -> Organisation:
        return self.known[self.cleaned_data["organisation"]]
