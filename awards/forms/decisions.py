"""Input about decisions -> a proposal; nothing is saved here."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import AmountField, PercentField, TextField
from evaluation.actions.deciding import Proposal
from evaluation.models import FundingDecision

REASON_LIMIT = 4000
LARGEST_LETTER = 10 * 1024 * 1024


class ProposalForm(forms.Form):
    """Award or rejection, with the money of each budget year."""

    outcome = forms.ChoiceField(
        label=_("Vorschlag"),
        choices=FundingDecision.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie Bewilligung oder Ablehnung.")},
    )
    eligible_amount = AmountField(label=_("Zuwendungsfähige Ausgaben"), required=False)
    rate = PercentField(label=_("Bestätigter Fördersatz in Prozent"), required=False)
    reason = TextField(
        label=_("Begründung"),
        help_text=_("Die Kommune liest diesen Text im Bescheid."),
        limit=REASON_LIMIT,
        rows=6,
        error_messages={"required": _("Begründen Sie die Entscheidung.")},
    )

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = years
        for year in years:
            label = _("Zuwendung im Haushaltsjahr %(year)s") % {"year": year}
            self.fields[f"year_{year}"] = AmountField(label=label, required=False)
        self.order_fields(["outcome", "eligible_amount", "rate", *self.year_names, "reason"])

    @property
    def year_names(self) -> list[str]:
        return [f"year_{year}" for year in self.years]

    def proposal(self) -> Proposal:
        """Return what was entered; a rejection carries no money."""
        entered = self.cleaned_data
        if entered["outcome"] == FundingDecision.Outcome.REJECTION:
            return Proposal(outcome=entered["outcome"], reason=entered["reason"])
        amounts = {year: entered[f"year_{year}"] or 0 for year in self.years}
        return Proposal(
            outcome=entered["outcome"],
            reason=entered["reason"],
            rate=entered["rate"] or 0,
            eligible_amount=entered["eligible_amount"] or 0,
            shares=amounts,
        )


class NoteForm(forms.Form):
    """A remark when signing, a reason when returning."""

    note = TextField(label=_("Vermerk"), limit=2000, rows=3, required=False)


class SealedFileForm(forms.Form):
    """A letter to be compared with what was sealed."""

    file = forms.FileField(
        label=_("Bescheid als PDF"),
        help_text=_("Die Datei wird nur verglichen, nicht gespeichert."),
    )

    def clean_file(self) -> Any:
        if self.cleaned_data["file"].size > LARGEST_LETTER:
            raise forms.ValidationError(_("Die Datei ist größer als 10 MB."))
        return self.cleaned_data["file"]

    def checksum(self) -> str:
        return sha256(b"".join(self.cleaned_data["file"].chunks())).hexdigest()


class LetterFilterForm(forms.Form):
    """Filters of the notices and letters of one's own organisations."""

    q = forms.CharField(label=_("Suche"), required=False)
    vorschlag = forms.ChoiceField(
        label=_("Entscheidung"),
        choices=[("", _("alle")), *FundingDecision.Outcome.choices],
        required=False,
    )


class DecisionFilterForm(forms.Form):
    """Filters of the list of decisions."""

    q = forms.CharField(label=_("Suche"), required=False)
    stand = forms.ChoiceField(
        label=_("Stand"),
        choices=[("", _("alle")), *FundingDecision.Status.choices],
        required=False,
    )
    vorschlag = forms.ChoiceField(
        label=_("Vorschlag"),
        choices=[("", _("alle")), *FundingDecision.Outcome.choices],
        required=False,
    )
