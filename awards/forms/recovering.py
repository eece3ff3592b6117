"""Input of a recovery; nothing is saved here."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.final_account import standing_findings
from awards.models import Award, Recovery
from awards.terms import months_later
from core.forms import AmountField, DateField, TextField

MOST_INSTALMENTS = 36


class StartForm(forms.Form):
    """Why and how much: what the recipient is heard about."""

    ground = forms.ChoiceField(
        label=_("Grund"),
        choices=[one for one in Recovery.Ground.choices if one[0] != "final_account"],
    )
    piece = forms.ChoiceField(
        label=_("Gegenstand des Inventars"),
        help_text=_("Bei verletzter Zweckbindung: Der Betrag folgt aus den restlichen Monaten."),
        required=False,
    )
    finding = forms.ChoiceField(
        label=_("Festgestellter Vergabeverstoß"),
        help_text=_("Bei schwerem Vergabeverstoß: Der Betrag folgt aus dem Satz der Richtlinie."),
        required=False,
    )
    amount = AmountField(label=_("Betrag"), required=False)
    known_on = DateField(label=_("Tatsachen bekannt seit"))
    facts = TextField(
        label=_("Sachverhalt"), help_text=_("Die Kommune liest diesen Text."), limit=6000
    )

    def __init__(self, *args: Any, award: Award, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pieces = {str(one.pk): one for one in award.inventory.exclude(left_on=None)}
        choices = [("", _("keiner")), *((pk, one.name) for pk, one in self.pieces.items())]
        self.fields["piece"].choices = choices
        self.findings = {str(one.pk): one for one in standing_findings(award)}
        breaches = ((pk, f"{one.procurement}: {one}") for pk, one in self.findings.items())
        self.fields["finding"].choices = [("", _("keiner")), *breaches]

    def clean(self) -> dict[str, Any]:
        entered: dict[str, Any] = super().clean() or {}
        computed = entered.get("piece") or entered.get("finding")
        if not computed and not entered.get("amount"):
            self.add_error("amount", _("Geben Sie den Betrag an."))
        return entered


class StatementForm(forms.Form):
    """The recipient's answer."""

    statement = TextField(label=_("Ihre Stellungnahme"), limit=6000)


class DecisionForm(forms.Form):
    """The officer's proposal after the hearing."""

    amount = AmountField(label=_("Rückforderung"))
    reasons = TextField(label=_("Gründe und Ermessen"), limit=6000)
    ineffective_on = DateField(
        label=_("Bescheid unwirksam seit"),
        help_text=_("Ab diesem Tag wird verzinst (§ 49a Abs. 3 VwVfG)."),
        required=False,
    )


class DeferralForm(forms.Form):
    """Paid later, in one or more monthly instalments."""

    first_on = DateField(label=_("Erste Rate am"))
    count = forms.IntegerField(
        label=_("Zahl der Monatsraten"), min_value=1, max_value=MOST_INSTALMENTS, initial=1
    )

    def days(self) -> list[date]:
        first = self.cleaned_data["first_on"]
        return [months_later(first, number) for number in range(self.cleaned_data["count"])]


class WriteOffForm(forms.Form):
    """Not pursued, for a time or for good."""

    until = DateField(
        label=_("Niedergeschlagen bis"),
        help_text=_("Leer: unbefristet. Die Forderung bleibt bestehen."),
        required=False,
    )
    note = TextField(
        label=_("Warum lässt sich die Forderung nicht durchsetzen?"), limit=4000, rows=3
    )


class RepaymentForm(forms.Form):
    """Money that came in."""

    amount = AmountField(label=_("Betrag"))
    received_on = DateField(label=_("Eingang"))


class RecoveryFilterForm(forms.Form):
    """Filters of the list of recoveries."""

    q = forms.CharField(label=_("Kommune oder Förderkennzeichen"), required=False)
    stand = forms.ChoiceField(
        label=_("Stand"),
        choices=[("", _("alle")), ("owed", _("geschuldet")), *Recovery.Status.choices],
        required=False,
    )
    aufruf = forms.CharField(required=False, widget=forms.HiddenInput)
