"""What the office enters about an objection."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, TextField
from evaluation.models import Objection

LIMIT = 3000
OUTCOMES = [
    (value, label) for value, label in Objection.Outcome.choices if value != Objection.Outcome.OPEN
]


class ObjectionForm(forms.Form):
    """Kind, day and what it says."""

    kind = forms.ChoiceField(
        label=_("Art"), choices=Objection.Kind.choices, widget=forms.RadioSelect
    )
    filed_on = DateField(label=_("Eingegangen am"), help_text=_("Zum Beispiel 31.03.2027"))
    reason = TextField(
        label=_("Womit begründet die Kommune ihn?"),
        limit=LIMIT,
        rows=5,
        error_messages={"required": _("Fassen Sie die Begründung zusammen.")},
    )


class OutcomeForm(forms.Form):
    """How it ended."""

    outcome = forms.ChoiceField(label=_("Ausgang"), choices=OUTCOMES, widget=forms.RadioSelect)
    decided_on = DateField(label=_("Entschieden am"), help_text=_("Zum Beispiel 31.03.2027"))
    note = TextField(label=_("Vermerk"), limit=LIMIT, rows=3, required=False)
