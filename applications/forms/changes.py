"""Where an answer that lost its question may go."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ReuseForm(forms.Form):
    """Which answer was set aside, and the question whose answer it shall be added to."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=40)
    question = forms.ModelChoiceField(
        None, label=_("An diese Antwort anfügen"), empty_label=_("Bitte wählen")
    )

    def __init__(self, *args: Any, questions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].queryset = questions
