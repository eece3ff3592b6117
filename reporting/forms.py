"""What the report can be asked for, in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.laender import LAENDER
from accounts.models import Organisation
from applications.checks import TITLES
from applications.models import Application, Indicator, Project
from awards.models.award import Financing
from core.forms import AmountField, DateField, LineField
from core.templatetags.allmende import day
from programmes.models import CallVersion, CatalogueIndicator, Topic
from reporting.models import AdministrationCost
from reporting.narrowing import ANY, OWN, TO_DO
from reporting.selection import NO, NONE, STAGES, YES

YES_OR_NO = ((YES, _("ja")), (NO, _("nein")))
NO_SIZE_CLASS = (NONE, _("Landkreis oder Zweckverband"))


class SelectionForm(forms.Form):
    """A selection of applications: every question is optional."""

    aufruf = forms.ChoiceField(label=_("Aufruf"), required=False)
    jahr = forms.ChoiceField(label=_("Jahr der Einreichung"), required=False)
    land = forms.ChoiceField(label=_("Land"), required=False)
    groesse = forms.ChoiceField(label=_("Größenklasse"), required=False)
    art = forms.ChoiceField(label=_("Art"), required=False)
    feld = forms.ChoiceField(label=_("Handlungsfeld"), required=False)
    phase = forms.ChoiceField(label=_("Phase"), required=False)
    finanzierung = forms.ChoiceField(label=_("Finanzierungsart"), required=False)
    frueher = forms.ChoiceField(label=_("Schon früher beantragt"), required=False)
    notlage = forms.ChoiceField(label=_("Haushaltsnotlage erklärt"), required=False)

    def __init__(self, asked: Any, **options: Any) -> None:
        super().__init__(asked, **options)
        published = CallVersion.objects.filter(status=CallVersion.Status.PUBLISHED)
        calls = published.order_by("-deadline_at").values_list("call__slug", "call__title")
        years = Application.objects.submitted().dates("submitted_at", "year")
        fields = Topic.objects.filter(kind="action_field").order_by("name")
        choices = {
            "aufruf": dict(calls).items(),
            "jahr": [(day.year, day.year) for day in years],
            "land": LAENDER.items(),
            "groesse": [*Organisation.SizeClass.choices, NO_SIZE_CLASS],
            "art": Organisation.Kind.choices[:4],
            "feld": dict(fields.values_list("code", "name")).items(),
            "phase": Project.Phase.choices,
            "finanzierung": Financing.choices,
            "frueher": YES_OR_NO,
            "notlage": YES_OR_NO,
        }
        for name, offered in choices.items():
            self.fields[name].choices = [("", _("alle")), *offered]

    @property
    def asked(self) -> dict[str, str]:
        """The questions that were asked, empty ones left out."""
        found = self.cleaned_data if self.is_valid() else {}
        return {name: value for name, value in found.items() if value}

    @property
    def words(self) -> str:
        """The selection in words, for the head of a column."""
        words = [self.word(name, value) for name, value in self.asked.items()]
        return ", ".join(words) or str(_("Alle Anträge"))

    def word(self, name: str, value: Any) -> str:
        """One question with its answer; the answer alone where it says enough."""
        field = self.fields[name]
        if name == "punkte":
            low, _sign, high = str(value).partition("_")
            return str(_("%(low)s bis unter %(high)s Punkte") % {"low": low, "high": high})
        if not isinstance(field, forms.ChoiceField):
            return f"{field.label} {day(value) if isinstance(field, DateField) else value}"
        answer = str(dict(field.choices)[value])
        return f"{field.label}: {answer}" if value in (YES, NO) else answer


class ListForm(SelectionForm):
    """The list behind a number: a selection and the stage that was counted."""

    stand = forms.ChoiceField(
        label=_("Stand"),
        choices=[("", _("alle")), *((code, name) for code, (name, _q) in (STAGES | TO_DO).items())],
        required=False,
    )
    indikator = forms.ChoiceField(label=_("Indikator des Programms"), required=False)
    ebene = forms.ChoiceField(
        label=_("Ebene vereinbarter Indikatoren"),
        choices=[("", _("alle")), (ANY, _("irgendeine")), *Indicator.Level.choices],
        required=False,
    )
    messwert = forms.ChoiceField(
        label=_("Indikatoren"),
        choices=[("", _("alle")), (YES, _("mit berichtetem Wert"))],
        required=False,
    )
    kreis = forms.CharField(label=_("Kreisschlüssel"), required=False)
    wahlkreis = forms.CharField(label=_("Wahlkreis (Nummer)"), required=False)
    grund = forms.ChoiceField(
        label=_("Formal abgelehnt, weil nicht erfüllt"),
        choices=[("", _("alle")), *TITLES.items()],
        required=False,
    )
    punkte = forms.CharField(label=_("Punkte, zum Beispiel 60_65"), required=False)
    gutachten = forms.CharField(label=_("Zahl der Gutachten"), required=False)
    nachforderung = forms.ChoiceField(
        label=_("Nachforderungen"),
        choices=[("", _("alle")), (YES, _("mit Nachforderung"))],
        required=False,
    )
    tag = DateField(label=_("Eingegangen am"), required=False)

    def __init__(self, asked: Any, **options: Any) -> None:
        super().__init__(asked, **options)
        known = CatalogueIndicator.objects.exclude(agreed=None).order_by("code")
        offered = [
            (code, f"{code} {name}")
            for code, name in dict(known.values_list("code", "name")).items()
        ]
        own = (OWN, _("Eigene Indikatoren der Vorhaben"))
        self.fields["indikator"].choices = [("", _("alle")), *offered, own]


class CostForm(forms.Form):
    """What the administration spent in a year, by kind."""

    year = forms.IntegerField(label=_("Jahr"), min_value=2000, max_value=2100)
    kind = forms.ChoiceField(label=_("Art"), choices=AdministrationCost.Kind.choices)
    amount = AmountField(label=_("Ausgaben in Euro"))
    source = LineField(
        label=_("Quelle"),
        help_text=_("Zum Beispiel: Kosten- und Leistungsrechnung, Rechnung des Projektträgers"),
        max_length=200,
    )
