"""What officers enter: assignments, reasons, the money of a ranking."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import AmountField, TextField
from core.text import clean
from evaluation.models import Assignment, Candidacy, Reviewer

REASON = 1000


class ReasonForm(forms.Form):
    """A reason, which the history keeps."""

    reason = TextField(
        label=_("Begründung"),
        help_text=_("Sie steht im Verlauf."),
        limit=REASON,
        rows=3,
        error_messages={"required": _("Nennen Sie den Grund.")},
    )


class NoteForm(forms.Form):
    """A reason that is needed only in an exceptional case."""

    note = TextField(label=_("Begründung"), limit=REASON, rows=3, required=False)


class PairsForm(forms.Form):
    """The pairs of a proposal or a preview, as its page showed them.

    `seen` is the SHA-256 of what a proposal was computed from; changes by hand have none.
    """

    pairs = forms.CharField(widget=forms.HiddenInput, required=False)
    released = forms.CharField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_pairs(self) -> list[tuple[Candidacy, Reviewer]]:
        return self.pairs_in("pairs")

    def clean_released(self) -> list[tuple[Candidacy, Reviewer]]:
        return self.pairs_in("released")

    def clean(self) -> dict[str, Any]:
        entered = super().clean() or self.cleaned_data
        if not self.errors and not entered.get("pairs") and not entered.get("released"):
            raise forms.ValidationError(_("Es ist nichts zu ändern."))
        return entered

    def pairs_in(self, name: str) -> list[tuple[Candidacy, Reviewer]]:
        keys = [pair.partition(":")[::2] for pair in clean(self.cleaned_data[name]).split()]
        candidacies = Candidacy.objects.select_related("application__call_version").in_bulk(
            {candidacy for candidacy, _ in keys}, field_name="key"
        )
        reviewers = Reviewer.objects.select_related("person").in_bulk(
            {reviewer for _, reviewer in keys}, field_name="key"
        )
        if {c for c, _ in keys} != set(candidacies) or {r for _, r in keys} != set(reviewers):
            raise forms.ValidationError(_("Berechnen Sie den Vorschlag bitte neu."))
        return [(candidacies[candidacy], reviewers[reviewer]) for candidacy, reviewer in keys]


class ConflictDecisionForm(ReasonForm):
    """Is the reviewer biased?"""

    decision = forms.ChoiceField(
        label=_("Entscheidung"),
        choices=[("clear", _("Keine Befangenheit")), ("biased", _("Befangen"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Entscheiden Sie, ob die Person befangen ist.")},
    )
    field_order = ("decision", "reason")

    def __init__(self, *args: object, assignment: Assignment, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if assignment.status != Assignment.Status.UNSURE:
            self.fields["decision"].choices = [("biased", _("Befangen"))]


class BudgetForm(forms.Form):
    """What the ranking is calculated with."""

    mittel = AmountField(label=_("Verfügbare Mittel in Euro"), required=False)


class FreezeForm(NoteForm):
    """Freeze the ranking: the money, a reason when somebody is missing, the lot."""

    budget = AmountField(label=_("Verfügbare Mittel in Euro"))
    draw_lot = forms.BooleanField(
        label=_("Bei Gleichstand losen"),
        help_text=_("Der Startwert des Loses wird festgehalten und ist nachrechenbar."),
        required=False,
    )
    field_order = ("budget", "draw_lot", "note")
