"""What an officer says about a rule, a waiver, a proposal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import CheckResult
from core.forms import TextField


class JudgementForm(forms.Form):
    """The officer's word on one rule."""

    verdict = forms.ChoiceField(
        label=_("Ergebnis"),
        choices=CheckResult.Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie das Ergebnis")},
    )
    note = TextField(
        label=_("Vermerk"),
        help_text=_("Was haben Sie geprüft, und worauf stützen Sie das Ergebnis?"),
        max_length=2000,
        rows=4,
        required=False,
    )


class WaiverForm(forms.Form):
    """Why one rule may pass."""

    reason = TextField(
        label=_("Begründung der Ausnahme"),
        max_length=2000,
        rows=4,
        error_messages={"required": _("Begründen Sie die Ausnahme")},
    )


class RejectionForm(forms.Form):
    """The reasons the municipality will read."""

    reasons = TextField(
        label=_("Gründe der Ablehnung"),
        help_text=_("Der Text steht im Schreiben an die Kommune. Bitte prüfen und anpassen."),
        max_length=5000,
        rows=7,
        error_messages={"required": _("Schreiben Sie die Gründe der Ablehnung auf")},
    )


class DisagreementForm(forms.Form):
    """Why a proposal goes back."""

    note = TextField(
        label=_("Was ist noch zu klären?"),
        max_length=2000,
        rows=3,
        error_messages={"required": _("Schreiben Sie auf, was noch zu klären ist")},
    )
