"""„Passt der Aufruf?“: five questions, answered in the address, stored nowhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programmes.models import CallVersion, FitQuestion

YES, NO, UNSURE = "ja", "nein", "unklar"
ANSWERS = [(YES, _("Ja")), (NO, _("Nein")), (UNSURE, _("Weiß ich nicht"))]


@dataclass(frozen=True)
class Verdict:
    """What one answer means."""

    question: str
    answer: str
    fits: bool
    unsure: bool
    advice: str


class FitForm(forms.Form):
    """One field per question, named by its code; `initial_from` holds answers already given."""

    prefix = "frage"

    def __init__(
        self,
        version: CallVersion,
        answers: Mapping[str, Any] | None = None,
        initial_from: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(answers)
        given = initial_from or {}
        self.questions = list(version.fit_questions.all())
        for number, question in enumerate(self.questions, start=1):
            self.fields[question.code] = forms.ChoiceField(
                initial=given.get(self.add_prefix(question.code)),
                label=f"{number}. {question.text}",
                choices=ANSWERS,
                widget=forms.RadioSelect(attrs={"class": "al-inline"}),
                error_messages={"required": _("Beantworten Sie Frage %s") % number},
            )

    def verdicts(self) -> list[Verdict]:
        """Say for every question whether the answer fits, and what to do if not."""
        return [verdict(question, self.cleaned_data[question.code]) for question in self.questions]


def verdict(question: FitQuestion, answer: str) -> Verdict:
    fits = answer == (YES if question.fitting_answer else NO)
    label = str(dict(ANSWERS)[answer])
    return Verdict(question.text, label, fits, answer == UNSURE, "" if fits else question.advice)


def summary_of(verdicts: Iterable[Verdict]) -> tuple[str, str]:
    """Return the result in words and its tone."""
    found = list(verdicts)
    against = sum(not v.fits and not v.unsure for v in found)
    if against:
        return str(_("Der Aufruf passt so noch nicht zu Ihrem Vorhaben.")), "warning"
    if any(v.unsure for v in found):
        return str(_("Der Aufruf passt vielleicht. Klären Sie die offenen Punkte.")), "info"
    return str(_("Der Aufruf passt zu Ihrem Vorhaben.")), "success"
