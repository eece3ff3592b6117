"""Input about awards and money; nothing is saved here."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from awards.actions.requests import Bill, Wish
from awards.models import CheckNote, Milestone, PaymentRequest
from core.forms import AmountField, DateField, DecimalField, LineField, RowsField, TextField
from core.templatetags.allmende import euro

NOTE_FIELDS = (
    *("necessity", "offices", "eligible_extent", "financing", "financing_reason"),
    *("secured", "consequences", "aid"),
)
EMPTY_BILLS = 3
LARGEST_ANSWER = 5 * 1024 * 1024


class AwardFilterForm(forms.Form):
    """Filters of the list of awards."""

    q = forms.CharField(label=_("Suche"), required=False)
    haushaltsjahr = forms.IntegerField(label=_("Haushaltsjahr"), required=False)


class RequestFilterForm(forms.Form):
    """Filters of the list of payment requests."""

    q = forms.CharField(label=_("Suche"), required=False)
    stand = forms.ChoiceField(
        label=_("Stand"),
        choices=[("", _("alle")), *PaymentRequest.Status.choices],
        required=False,
    )
    aufruf = forms.CharField(required=False, widget=forms.HiddenInput)


class CheckNoteForm(forms.ModelForm):
    """The check note; every point has to be addressed."""

    class Meta:
        model = CheckNote
        fields = NOTE_FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in NOTE_FIELDS:
            if name != "financing":
                label, said = self.fields[name].label, _("Gehen Sie auf diesen Punkt ein.")
                self.fields[name] = TextField(
                    label=label, rows=3, limit=4000, error_messages={"required": said}
                )

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in NOTE_FIELDS}


class BillForm(forms.Form):
    """One bill: what for, when due, how much; a row left empty counts for nothing."""

    purpose = LineField(label=_("Wofür"), max_length=200, required=False)
    due_on = DateField(label=_("Fällig am"), required=False)
    amount = AmountField(label=_("Betrag"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        given = [bool(values.get(name)) for name in ("purpose", "due_on", "amount")]
        if any(given) and not all(given) and not self.errors:
            raise forms.ValidationError(_("Geben Sie Zweck, Datum und Betrag an."))
        return values

    def bill(self) -> Bill | None:
        values = self.cleaned_data
        if not values.get("purpose"):
            return None
        return Bill(values["purpose"], values["due_on"], values["amount"])


BillFormSet = forms.formset_factory(BillForm, extra=EMPTY_BILLS)


class MilestoneChoice(RowsField):
    """The milestones that are reached and stand in no other request."""

    def __init__(self, request: PaymentRequest) -> None:
        reached = request.award.milestones.filter(status=Milestone.Status.REACHED)
        free = Q(bills=None) | Q(bills__request=request)
        super().__init__(
            label=_("Erreichte Meilensteine"),
            queryset=reached.filter(free),
            required=False,
        )

    def label_from_instance(self, one: Milestone) -> str:
        return f"{one.name}, {euro(one.amount)}"


class RequestForm(forms.Form):
    """How much is asked for, and where the project stands."""

    tranche = forms.ModelChoiceField(label=_("Haushaltsjahr"), queryset=None, empty_label=None)
    spent = AmountField(
        label=_("Bisher bezahlte zuwendungsfähige Rechnungen"),
        help_text=_("Ohne die Rechnungen, die Sie unten nennen"),
    )
    extra_income = AmountField(
        label=_("Einnahmen und Mittel Dritter, die über den Finanzplan hinausgehen"),
        required=False,
    )
    amount = AmountField(label=_("Angeforderte Zuwendung"))
    remark = TextField(label=_("Erläuterung"), rows=3, limit=2000, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, request: PaymentRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        award = request.award
        self.fields["tranche"].label_from_instance = lambda one: str(one.budget_year.year)
        if award.is_paid_by_milestones:
            self.fields["milestones"] = MilestoneChoice(request)
        self.fields["tranche"].queryset = award.tranches.select_related("budget_year")

    def chosen(self) -> list[Bill]:
        """Return the chosen milestones as the bills they stand for."""
        return [
            Bill(one.name, one.reached_on, one.amount, one)
            for one in self.cleaned_data.get("milestones", [])
        ]

    def wish(self, bills: list[Bill]) -> Wish:
        values = self.cleaned_data
        return Wish(
            tranche=values["tranche"],
            amount=values["amount"],
            spent=values["spent"],
            bills=bills,
            extra_income=values["extra_income"] or Decimal(0),
            remark=values["remark"] or "",
        )


class ApprovalForm(forms.Form):
    """What the officer accepts, and why less."""

    approved = AmountField(label=_("Anerkannt"))
    note = TextField(
        label=_("Grund einer Kürzung oder Rückgabe"), rows=2, limit=2000, required=False
    )


class AccountForm(forms.Form):
    """A bank account."""

    holder = LineField(label=_("Kontoinhaber"), max_length=70)
    iban = LineField(label=_("IBAN"), max_length=42)
    bic = LineField(label=_("BIC"), max_length=11, required=False)


class UseForm(forms.Form):
    """Money that was used."""

    used_on = DateField(label=_("Verwendet am"))
    amount = AmountField(label=_("Betrag"))


class BaseRateForm(forms.Form):
    """The base rate of a half-year."""

    year = forms.IntegerField(label=_("Jahr"), min_value=2016, max_value=2100)
    half = forms.ChoiceField(
        label=_("Halbjahr"), choices=[("1", _("ab 1. Januar")), ("7", _("ab 1. Juli"))]
    )
    percent = DecimalField(label=_("Basiszinssatz in Prozent"), digits=5, places=2)
    source = LineField(label=_("Quelle"), max_length=200)


class AnswerForm(forms.Form):
    """The bank's answer."""

    file = forms.FileField(label=_("Rückmeldung der Bank (pain.002)"))

    def clean_file(self) -> Any:
        if self.cleaned_data["file"].size > LARGEST_ANSWER:
            raise forms.ValidationError(_("Die Datei ist größer als 5 MB."))
        return self.cleaned_data["file"]
