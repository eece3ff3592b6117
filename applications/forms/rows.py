"""Rows that people add: interactions, partners, measures, indicators."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.forms.draft import DraftForm, is_true
from applications.models import Application, Indicator, Measure
from core.forms import DateField, DecimalField, LineField, TextField
from programmes.models import CatalogueIndicator, Topic

PLEASE_CHOOSE = ("", gettext_lazy("Bitte wählen"))
SDGS = 17


class RowForm(DraftForm):
    """A form for one row of an application; fields that need choices get them from it."""

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        self.offer(application)

    def offer(self, application: Application) -> None:
        """Fill the choices that depend on the application."""


def required(sentence: Any) -> dict[str, Any]:
    return {"error_messages": {"required": sentence}}


def chosen_fields(application: Application) -> list[tuple[str, str]]:
    """Return the action fields the application has chosen, for a select."""
    codes = [topic.code for topic in application.topics.all()]
    fields = application.call_version.topics.filter(kind=Topic.Kind.ACTION_FIELD, code__in=codes)
    return [(field.code, field.name) for field in fields]


class InteractionForm(RowForm):
    """How one action field acts on another."""

    from_code = forms.ChoiceField(
        label=gettext_lazy("Von welchem Handlungsfeld?"),
        **required(gettext_lazy("Wählen Sie das Handlungsfeld, von dem die Wirkung ausgeht")),
    )
    to_code = forms.ChoiceField(
        label=gettext_lazy("Auf welches Handlungsfeld?"),
        **required(gettext_lazy("Wählen Sie das Handlungsfeld, auf das es wirkt")),
    )
    how = TextField(
        label=gettext_lazy("Wie wirkt das eine auf das andere?"),
        help_text=gettext_lazy("Nennen Sie gemeinsame Daten, Abläufe oder Ziele."),
        max_length=500,
        rows=4,
        **required(gettext_lazy("Beschreiben Sie die Wechselwirkung")),
    )

    def offer(self, application: Application) -> None:
        choices = [PLEASE_CHOOSE, *chosen_fields(application)]
        self.fields["from_code"].choices = self.fields["to_code"].choices = choices

    def clean(self) -> dict[str, Any]:
        start, end = self.cleaned_data.get("from_code"), self.cleaned_data.get("to_code")
        if start and start == end:
            self.add_error("to_code", _("Wählen Sie zwei verschiedene Handlungsfelder"))
        return self.cleaned_data


class MeasureForm(RowForm):
    """One measure with its period."""

    name = LineField(
        label=gettext_lazy("Name der Maßnahme"),
        max_length=160,
        **required(gettext_lazy("Geben Sie der Maßnahme einen Namen")),
    )
    topic_code = forms.ChoiceField(
        label=gettext_lazy("Handlungsfeld"),
        **required(gettext_lazy("Wählen Sie das Handlungsfeld der Maßnahme")),
    )
    description = TextField(
        label=gettext_lazy("Was tun Sie?"),
        max_length=2000,
        rows=6,
        **required(gettext_lazy("Beschreiben Sie die Maßnahme")),
    )
    target_group = LineField(label=gettext_lazy("Zielgruppe"), max_length=200, required=False)
    starts_on = DateField(label=gettext_lazy("Beginn"), required=False)
    ends_on = DateField(label=gettext_lazy("Ende"), required=False)
    open_source = forms.BooleanField(
        label=gettext_lazy("Die Ergebnisse werden als Open Source veröffentlicht"),
        required=False,
    )
    licence = LineField(
        label=gettext_lazy("Lizenz"),
        help_text=gettext_lazy("Zum Beispiel EUPL 1.2 oder CC BY 4.0"),
        max_length=60,
        required=False,
    )
    location = LineField(
        label=gettext_lazy("Ort"),
        help_text=gettext_lazy("Straße, Platz oder Quartier; leer: ganze Kommune"),
        max_length=200,
        required=False,
    )
    outputs = TextField(
        label=gettext_lazy("Was ist am Ende da?"), max_length=1000, rows=3, required=False
    )
    progress = forms.ChoiceField(
        label=gettext_lazy("Wie weit ist die Maßnahme heute?"),
        choices=[PLEASE_CHOOSE, *Measure.Progress.choices],
        required=False,
    )
    maturity = forms.ChoiceField(
        label=gettext_lazy("Wie erprobt ist die Lösung?"),
        choices=[PLEASE_CHOOSE, *Measure.Maturity.choices],
        required=False,
    )
    needed_later = ("starts_on", "ends_on")

    def offer(self, application: Application) -> None:
        self.fields["topic_code"].choices = [PLEASE_CHOOSE, *chosen_fields(application)]

    def clean(self) -> dict[str, Any]:
        self.refuse_reversed("starts_on", "ends_on", _("Das Ende liegt vor dem Beginn"))
        return self.cleaned_data


class IndicatorForm(RowForm):
    """What will be measured: baseline, target, unit and source."""

    catalogue = forms.ModelChoiceField(
        label=gettext_lazy("Indikator des Programms"),
        help_text=gettext_lazy(
            "Misst Ihr Indikator dasselbe wie einer des Programms? Dann zählt er in dessen Ziele."
        ),
        queryset=None,
        empty_label=gettext_lazy("Keiner: ein eigener Indikator"),
        required=False,
    )
    name = LineField(
        label=gettext_lazy("Was messen Sie?"),
        help_text=gettext_lazy("Zum Beispiel: Anteil der Wege im Schatten"),
        max_length=200,
        **required(gettext_lazy("Nennen Sie, was Sie messen")),
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Ebene"),
        help_text=gettext_lazy("Output: Was leisten Sie? Outcome: Was ändert sich dadurch?"),
        choices=Indicator.Level.choices,
        widget=forms.RadioSelect,
        **required(gettext_lazy("Wählen Sie die Ebene")),
    )
    unit = LineField(
        label=gettext_lazy("Einheit"),
        help_text=gettext_lazy("Zum Beispiel Prozent, Tonnen CO2 im Jahr, Personen"),
        max_length=60,
        **required(gettext_lazy("Nennen Sie die Einheit")),
    )
    rising = forms.TypedChoiceField(
        label=gettext_lazy("Wohin soll sich der Wert entwickeln?"),
        choices=[
            ("True", gettext_lazy("Ein höherer Wert ist besser")),
            ("False", gettext_lazy("Ein niedrigerer Wert ist besser")),
        ],
        coerce=is_true,
        widget=forms.RadioSelect,
        **required(gettext_lazy("Wählen Sie die Richtung")),
    )
    baseline = DecimalField(label=gettext_lazy("Ausgangswert"))
    baseline_on = DateField(label=gettext_lazy("Stand des Ausgangswerts"))
    target = DecimalField(label=gettext_lazy("Zielwert"))
    target_on = DateField(label=gettext_lazy("Zielwert erreicht bis"))
    source = LineField(
        label=gettext_lazy("Quelle"),
        help_text=gettext_lazy("Zum Beispiel: eigene Messung, Klinikum, Statistikamt"),
        max_length=200,
        **required(gettext_lazy("Nennen Sie die Quelle der Werte")),
    )
    measure = forms.ModelChoiceField(
        label=gettext_lazy("Maßnahme"),
        queryset=None,
        empty_label=gettext_lazy("Ganzes Vorhaben"),
        required=False,
    )
    leads_to = forms.ModelChoiceField(
        label=gettext_lazy("Worauf wirkt das?"),
        help_text=gettext_lazy("Zum Beispiel wirkt ein Output auf einen Outcome."),
        queryset=None,
        empty_label=gettext_lazy("Auf keinen anderen Indikator"),
        required=False,
    )
    frequency = forms.ChoiceField(
        label=gettext_lazy("Wie oft messen Sie?"),
        choices=[PLEASE_CHOOSE, *Indicator.Frequency.choices],
        required=False,
    )
    sdg = forms.TypedChoiceField(
        label=gettext_lazy("Nachhaltigkeitsziel der Vereinten Nationen (SDG)"),
        choices=[("", gettext_lazy("Keines")), *((n, f"SDG {n}") for n in range(1, SDGS + 1))],
        coerce=int,
        empty_value=None,
        required=False,
    )

    counts_people = forms.BooleanField(
        label=gettext_lazy("Der Wert zählt einzelne Menschen"),
        help_text=gettext_lazy("Kleine Zahlen bleiben dann auf öffentlichen Seiten gesperrt."),
        required=False,
    )

    def offer(self, application: Application) -> None:
        known = CatalogueIndicator.objects.of_call(application.call_version)
        self.fields["catalogue"].queryset = known
        self.fields["measure"].queryset = application.measures.all()
        self.fields["leads_to"].queryset = application.indicators.all()

    def clean(self) -> dict[str, Any]:
        self.refuse_other_measures()
        self.refuse_wrong_effects()
        return self.refuse_wrong_targets()

    def refuse_other_measures(self) -> None:
        """What counts together must be measured alike: unit, level and direction."""
        catalogue = self.cleaned_data.get("catalogue")
        if catalogue is None:
            return
        rightly = {
            "unit": (catalogue.unit, catalogue.unit),
            "level": (catalogue.level, catalogue.get_level_display()),
            "rising": (
                catalogue.rising,
                _("Ein höherer Wert ist besser")
                if catalogue.rising
                else _("Ein niedrigerer Wert ist besser"),
            ),
        }
        for name, (value, word) in rightly.items():
            if name in self.cleaned_data and self.cleaned_data[name] != value:
                sentence = _("Der Indikator %(code)s des Programms verlangt hier „%(word)s“")
                self.add_error(name, sentence % {"code": catalogue.code, "word": word})

    def refuse_wrong_effects(self) -> None:
        """An effect leads away from the money: input, output, outcome, impact."""
        level, leads_to = (self.cleaned_data.get(name) for name in ("level", "leads_to"))
        if not level or leads_to is None:
            return
        order = list(Indicator.Level)
        if order.index(leads_to.level) <= order.index(level):
            sentence = _("Wählen Sie einen Indikator einer späteren Ebene als „%s“")
            self.add_error("leads_to", sentence % Indicator.Level(level).label)

    def refuse_wrong_targets(self) -> dict[str, Any]:
        values = self.cleaned_data
        sentence = _("Der Tag des Zielwerts liegt vor dem des Ausgangswerts")
        self.refuse_reversed("baseline_on", "target_on", sentence)
        start, end, rising = (values.get(name) for name in ("baseline", "target", "rising"))
        if start is None or end is None or rising is None or start == end:
            return values
        if rising != (end > start):
            self.add_error("target", _("Der Zielwert passt nicht zur gewählten Richtung"))
        return values
