"""A question about a call, and the office's answer to it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from applications.actions.inquiries import Wording
from applications.models import Inquiry
from core.forms import TextField

LONGEST_QUESTION, LONGEST_ANSWER = 2000, 5000


class AskForm(forms.Form):
    """What somebody wants to know; for whom is only asked of people of several organisations."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Für"), empty_label=None, to_field_name="key"
    )
    question = TextField(
        label=_("Ihre Frage"),
        help_text=_("Nennen Sie keine Namen. Veröffentlicht wird die Frage ohne Absender."),
        max_length=LONGEST_QUESTION,
        rows=5,
        error_messages={"required": _("Schreiben Sie Ihre Frage")},
    )

    def __init__(self, *args: Any, organisations: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["organisation"]
        choice.queryset = Organisation.objects.filter(pk__in=[one.pk for one in organisations])
        if len(organisations) == 1:
            choice.widget = forms.HiddenInput()
            self.initial["organisation"] = organisations[0].key


class AnswerForm(forms.Form):
    """How question and answer are published; `seen` marks the version that was on the page."""

    question = TextField(
        label=_("Frage, wie sie veröffentlicht wird"),
        help_text=_("Ohne Namen und ohne Hinweise darauf, wer gefragt hat"),
        max_length=LONGEST_QUESTION,
        rows=5,
        error_messages={"required": _("Schreiben Sie, wie die Frage veröffentlicht wird")},
    )
    answer = TextField(
        label=_("Antwort"),
        max_length=LONGEST_ANSWER,
        rows=8,
        error_messages={"required": _("Schreiben Sie die Antwort")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, inquiry: Inquiry, **kwargs: Any) -> None:
        first = {
            "question": inquiry.question or inquiry.original,
            "answer": inquiry.answer,
            "seen": inquiry.version,
        }
        super().__init__(*args, **{**kwargs, "initial": first})

    def wording(self) -> Wording:
        return Wording(**self.cleaned_data)
