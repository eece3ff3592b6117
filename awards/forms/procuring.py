"""Input about contracts; nothing is saved here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.forms.milestones import FILE_HINT
from awards.models import Award, Procurement
from core.forms import AmountField, DateField, LineField, TextField
from core.templatetags.allmende import percent

FIELDS = (
    *("subject", "kind", "estimated_amount", "procedure", "awarded_on", "winner"),
    *("contract_amount", "exception_reason"),
)


class ProcurementForm(forms.Form):
    """One contract."""

    subject = LineField(label=_("Gegenstand"), max_length=200)
    kind = forms.ChoiceField(label=_("Art"), choices=Procurement.Kind.choices)
    estimated_amount = AmountField(label=_("Geschätzter Auftragswert netto"))
    procedure = forms.ChoiceField(label=_("Verfahren"), choices=Procurement.Procedure.choices)
    awarded_on = DateField(label=_("Zuschlag am"))
    winner = LineField(label=_("Auftragnehmer"), max_length=200)
    contract_amount = AmountField(label=_("Auftragssumme netto"))
    exception_reason = TextField(
        label=_("Begründung einer Ausnahme"),
        help_text=_("Nötig bei Direktauftrag, Verhandlungsvergabe und Inhouse-Vergabe"),
        limit=4000,
        rows=3,
        required=False,
    )
    upload = forms.FileField(label=_("Vergabevermerk"), help_text=FILE_HINT, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIELDS}


class BreachForm(forms.Form):
    """A breach, with the rate that the guideline sets."""

    code = forms.ChoiceField(label=_("Verstoß"))
    basis = AmountField(
        label=_("Abgerechnete Ausgaben des Auftrags"),
        help_text=_("Ohne Belege, die schon einzeln gekürzt sind"),
    )
    reason = TextField(label=_("Begründung"), limit=4000, rows=4)

    def __init__(self, *args: Any, award: Award, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [
            (one["code"], f"{one['label']}: {percent(one['rate'])}")
            for one in award.rules.procurement_cuts
        ]


class ProcurementFilterForm(forms.Form):
    """Filters of the list of contracts."""

    q = forms.CharField(label=_("Kommune, Gegenstand oder Auftragnehmer"), required=False)
    stand = forms.ChoiceField(
        label=_("Stand"), choices=[("", _("alle")), *Procurement.Status.choices], required=False
    )
