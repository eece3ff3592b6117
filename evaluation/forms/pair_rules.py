"""What the office enters to fix or forbid a pair, and to change the matrix."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.forms import LineField, TextField
from evaluation.models import Candidacy, PairRule, Reviewer
from programmes.models import CallVersion

REASON = 1000


class PairRuleForm(forms.Form):
    """One application, one person, fixed or forbidden, and why."""

    kind = forms.ChoiceField(
        label=_("Vorgabe"),
        choices=PairRule.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie, ob das Paar fest oder gesperrt ist.")},
    )
    candidacy = LineField(
        label=_("Eingangsnummer des Antrags"),
        max_length=40,
        error_messages={"required": _("Geben Sie die Eingangsnummer an.")},
    )
    reviewer = LineField(
        label=_("Name oder E-Mail-Adresse der Person"),
        max_length=120,
        widget=forms.TextInput(attrs={"list": "gutachtende", "autocomplete": "off"}),
        error_messages={"required": _("Geben Sie den Namen an.")},
    )
    reason = TextField(
        label=_("Grund"),
        help_text=_("Er steht im Verlauf des Antrags."),
        limit=REASON,
        rows=3,
        error_messages={"required": _("Nennen Sie den Grund.")},
    )

    def __init__(self, *args: Any, version: CallVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version

    def clean_candidacy(self) -> Candidacy:
        rows = Candidacy.objects.filter(application__call_version__call=self.version.call_id)
        number = self.cleaned_data["candidacy"].strip()
        found = rows.select_related("application__call_version").filter(
            application__receipt_number__iexact=number
        )
        if one := found.first():
            return one
        raise forms.ValidationError(_("In diesem Aufruf gibt es keinen Antrag mit dieser Nummer."))

    def clean_reviewer(self) -> Reviewer:
        name = self.cleaned_data["reviewer"].strip()
        asked = Q(person__name__iexact=name) | Q(person__email__iexact=name)
        found = list(Reviewer.objects.select_related("person").filter(asked)[:2])
        if len(found) == 1:
            return found[0]
        raise forms.ValidationError(
            _("Diesen Namen gibt es mehrmals. Geben Sie die E-Mail-Adresse an.")
            if found
            else _("Diese Person ist nicht unter den Gutachtenden.")
        )
