"""What the signatory declares, one box for each, and what an editor is told on return."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.actions.submission import Handover
from core.forms import TextField


class SubmissionForm(forms.Form):
    """A box for each declaration; the rule says which are missing, so none is required here."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

    def __init__(self, *args: Any, declarations: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = tuple(declarations)
        for code, text in declarations.items():
            self.fields[code] = forms.BooleanField(label=text, required=False)

    @property
    def confirmed(self) -> list[str]:
        return [code for code in self.codes if self.cleaned_data.get(code)]

    def handover(self, at: datetime) -> Handover:
        """Return what the signatory sends, with its time of arrival."""
        seen, key = self.cleaned_data.get("version"), self.cleaned_data.get("key", "")
        return Handover(at, self.confirmed, seen, key)


class ReturnForm(forms.Form):
    """Why the application goes back to the editors."""

    note = TextField(label=_("Was ist noch zu ändern?"), required=False, max_length=1000, rows=3)


class WithdrawalForm(forms.Form):
    """Why the municipality takes its application back, if it wants to say."""

    note = TextField(label=_("Grund"), required=False, max_length=1000, rows=3)
