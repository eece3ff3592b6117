"""What the office asks a municipality to add."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.actions.supplement import Wanted
from core.forms import LocalTimeField, TextField


class SupplementForm(forms.Form):
    """Sections and documents by code; the rule says when nothing is chosen."""

    text = TextField(
        label=_("Was fehlt?"),
        help_text=_("Die Kommune liest diesen Text. Nennen Sie, was sie ergänzen soll."),
        max_length=5000,
        rows=6,
    )
    sections = forms.MultipleChoiceField(
        label=_("Diese Abschnitte darf die Kommune ändern"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    documents = forms.MultipleChoiceField(
        label=_("Diese Unterlagen darf die Kommune ändern"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    due_at = LocalTimeField(label=_("Antwort bis"), help_text=_("Zum Beispiel 31.03.2027 12:00"))

    def __init__(self, *args: Any, sections: Any, documents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("sections", sections), ("documents", documents)):
            field: Any = self.fields[name]
            field.choices, field.optional = choices, False  # at least one of both is needed

    def wanted(self) -> Wanted:
        return Wanted(**self.cleaned_data)
