"""What a researcher types about a wave and its questions, and what stands before an answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy as _

from accounts.models import APPLICANT_ROLES, Role
from core.forms import DateField, LineField, TextField
from programmes.models import Call
from reporting.models import SurveyQuestion, SurveyWave

LEAST_CHOICES = 2
KINDS = [choice for choice in SurveyQuestion.Kind.choices if choice[0] != "table"]


class WaveForm(forms.ModelForm):
    """Basics of a wave; `version` is the state that was seen."""

    title = LineField(label=_("Name der Befragung"), max_length=160)
    purpose = TextField(
        label=_("Zweck"), help_text=_("Wozu werden die Antworten ausgewertet?"), rows=4
    )
    consent = TextField(
        label=_("Einwilligung oder Rechtsgrundlage"),
        help_text=_("Steht vor der ersten Frage und wird angekreuzt."),
        rows=4,
    )
    roles = forms.MultipleChoiceField(
        label=_("Welche Rollen die E-Mail bekommen"),
        choices=[(role.value, role.label) for role in Role if role in APPLICANT_ROLES],
        widget=forms.CheckboxSelectMultiple,
    )
    closes_on = DateField(label=_("Antworten möglich bis"))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = SurveyWave
        fields = (
            *("title", "purpose", "consent", "obligatory", "call", "audience", "roles"),
            *("closes_on", "reminder_days"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        calls: Any = self.fields["call"]
        calls.queryset = Call.objects.filter(versions__status="published").distinct()
        calls.empty_label = _("alle Aufrufe")
        self.initial["seen"] = self.instance.version

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class SurveyQuestionForm(forms.ModelForm):
    """One question; the answers of a choice are one line each."""

    label = LineField(label=_("Frage"), max_length=300)
    hint = TextField(label=_("Hinweis"), rows=2, required=False)
    choices_as_text = TextField(
        label=_("Auswahl"),
        help_text=_("Nur bei der Art „Auswahl“: je Zeile „wert | Beschriftung“"),
        rows=5,
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = SurveyQuestion
        fields = ("code", "label", "hint", "kind", "limit", "required")

    def __init__(self, wave: SurveyWave, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wave = wave
        kinds: Any = self.fields["kind"]
        kinds.choices = KINDS
        self.fields["code"].help_text = _("Name der Spalte in den Daten, zum Beispiel nutzen_1")
        others = wave.questions.exclude(pk=self.instance.pk)
        self.fields["condition_code"] = forms.ChoiceField(
            label=_("Nur wenn Frage"),
            choices=[("", _("immer")), *((one.code, one.label) for one in others)],
            initial=self.instance.condition_code,
            required=False,
        )
        self.fields["condition_value"] = LineField(
            label=_("diese Antwort hat"),
            help_text=_("Wert der Antwort; bei Ja oder Nein: yes oder no"),
            initial=self.instance.condition_value,
            max_length=40,
            required=False,
        )
        self.initial["seen"] = wave.version
        self.initial["choices_as_text"] = "\n".join(
            f"{option['value']} | {option['label']}" for option in self.instance.options
        )
        self.order_fields(["code", "label", "hint", "kind", "choices_as_text"])

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        try:
            validate_slug(code)
        except ValidationError:
            sentence = _("Verwenden Sie nur Buchstaben ohne Umlaute, Ziffern, - und _")
            raise ValidationError(sentence) from None
        if self.wave.questions.filter(code=code).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Diese Kennung gibt es schon"))
        return code

    def clean_choices_as_text(self) -> list[dict[str, str]]:
        options = []
        for line in filter(None, self.cleaned_data["choices_as_text"].splitlines()):
            value, bar, label = (part.strip() for part in line.partition("|"))
            if not (value and bar and label):
                raise ValidationError(_("Schreiben Sie je Zeile „wert | Beschriftung“"))
            options.append({"value": value, "label": label})
        return options

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        few = len(values.get("choices_as_text") or []) < LEAST_CHOICES
        if values.get("kind") == SurveyQuestion.Kind.CHOICE and few:
            self.add_error("choices_as_text", _("Nennen Sie mindestens zwei Antworten"))
        if values.get("condition_code") and not values.get("condition_value"):
            self.add_error("condition_value", _("Geben Sie an, bei welcher Antwort"))
        return values

    def values(self) -> dict[str, Any]:
        names = (*self.Meta.fields, "condition_code", "condition_value")
        fields = {name: self.cleaned_data[name] for name in names}
        return {**fields, "options": self.cleaned_data["choices_as_text"]}


class ConsentForm(forms.Form):
    """Nobody answers before the purpose is read and agreed to."""

    consent = forms.BooleanField(
        error_messages={"required": _("Kreuzen Sie an, dass Sie das gelesen haben und zustimmen")}
    )

    def __init__(self, wave: SurveyWave, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].label = (
            _("Ich habe Zweck und Rechtsgrundlage gelesen.")
            if wave.obligatory
            else _("Ich habe den Zweck gelesen und willige ein. Die Teilnahme ist freiwillig.")
        )


class AnswersFileForm(forms.Form):
    """A file with answers from another survey tool."""

    file = forms.FileField(
        label=_("CSV-Datei"),
        help_text=_("Spalten: einladung, eingewilligt (ja), dann je Frage ihre Kennung"),
        error_messages={"required": _("Wählen Sie eine CSV-Datei aus")},
    )
