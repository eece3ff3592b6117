"""Input of the check of a proof of use; nothing is saved here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.actions.checking import Judgement
from awards.models import CheckedVoucher, ProofCheck
from core.forms import AmountField, TextField


class SampleForm(forms.Form):
    """How many vouchers are drawn."""

    size = forms.IntegerField(label=_("Umfang der Stichprobe"), min_value=1, max_value=5000)
    version = forms.IntegerField(widget=forms.HiddenInput)


class JudgementForm(forms.Form):
    """Accepted, cut with type of error, or parked."""

    verdict = forms.ChoiceField(
        label=_("Ergebnis"),
        choices=[one for one in CheckedVoucher.Verdict.choices if one[0] != "pending"],
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie ein Ergebnis.")},
    )
    accepted = AmountField(
        label=_("Davon anerkannt"), help_text=_("Nur bei einer Kürzung."), required=False
    )
    error = forms.ChoiceField(
        label=_("Art des Fehlers"),
        choices=[("", _("keiner")), *CheckedVoucher.Error.choices],
        required=False,
    )
    reason = TextField(
        label=_("Begründung"),
        help_text=_("Bei einer Kürzung steht sie im Schlussbescheid."),
        limit=1000,
        rows=3,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def judgement(self) -> Judgement:
        names = ("verdict", "accepted", "error", "reason")
        return Judgement(**{name: self.cleaned_data[name] for name in names})


class ProofNoteForm(forms.Form):
    """The check note: purpose reached or not, extent and result."""

    purpose_reached = forms.TypedChoiceField(
        label=_("Ist der Zweck erreicht?"),
        choices=[("ja", _("Ja")), ("nein", _("Nein"))],
        coerce=lambda value: value == "ja",
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
    )
    note = TextField(label=_("Prüfvermerk: Umfang und Ergebnis"), limit=6000, required=False)
    not_in_depth_reason = TextField(
        label=_("Warum keine vertiefte Prüfung?"),
        help_text=_("Nur ohne Stichprobe."),
        limit=2000,
        rows=3,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, check: ProofCheck, **kwargs: Any) -> None:
        purpose = {True: "ja", False: "nein"}.get(check.purpose_reached)
        initial = {"purpose_reached": purpose, "note": check.note, "version": check.version}
        initial["not_in_depth_reason"] = check.not_in_depth_reason
        super().__init__(*args, **{"initial": initial, **kwargs})
        for name in ("purpose_reached", "note"):  # asked for when the note is presented
            self.fields[name].optional = False

    def values(self) -> dict[str, Any]:
        names = ("purpose_reached", "note", "not_in_depth_reason")
        return {name: self.cleaned_data[name] for name in names}


class CheckFilterForm(forms.Form):
    """Filters of the list of checks."""

    q = forms.CharField(label=_("Kommune oder Förderkennzeichen"), required=False)
    stand = forms.ChoiceField(
        label=_("Stand"), choices=[("", _("alle")), *ProofCheck.Status.choices], required=False
    )
    aufruf = forms.CharField(required=False, widget=forms.HiddenInput)
