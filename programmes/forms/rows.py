"""One form per kind of row: topics, groups, criteria, questions, documents, budget years.

Questions have a file of their own: `programmes.forms.questions`.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from core.files import KINDS as FILE_KINDS
from core.files import ending_of, fault_of
from core.forms import TextField
from programmes.actions.edit import template_rule
from programmes.forms.base import DraftForm, german_field
from programmes.models import (
    BudgetYear,
    Chapter,
    Criterion,
    CriterionGroup,
    DocumentRequirement,
    FitQuestion,
    Topic,
)

FULL_ONLY = _("Entfällt bei Anträgen unter der Zuwendung, ab der der volle Katalog gilt")


class RowForm(DraftForm):
    """A row with a code that is unique in its version, and a place in the order."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.siblings = self._meta.model.objects.filter(call_version=self.version)
        if not self.instance.pk:
            last = self.siblings.aggregate(last=Max("position"))["last"] or 0
            self.initial["position"] = last + 1
        self.fields["code"].help_text = _("Kurz, nur Buchstaben ohne Umlaute, Ziffern, - und _")

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        try:
            validate_slug(code)
        except ValidationError:
            sentence = _("Verwenden Sie nur Buchstaben ohne Umlaute, Ziffern, - und _")
            raise ValidationError(sentence) from None
        if self.siblings.filter(code=code).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Diese Kennung gibt es schon"))
        return code


class TopicForm(RowForm):
    class Meta:
        model = Topic
        fields = ("kind", "name", "code", "position")
        formfield_callback = german_field


class CriterionGroupForm(RowForm):
    class Meta:
        model = CriterionGroup
        fields = ("name", "minimum", "code", "position")
        formfield_callback = german_field
        help_texts = {"minimum": _("0: kein Mindestwert für diese Gruppe")}


class CriterionForm(RowForm):
    """The anchors, stored as one value, are one text per whole score."""

    class Meta:
        model = Criterion
        fields = ("code", "name", "group", "question", "weight", "minimum", "position")
        formfield_callback = german_field
        help_texts = {
            "weight": _("Alle Gewichte ergeben zusammen 100"),
            "minimum": _("0: kein Mindestwert"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = self.version.criterion_groups.all()
        self.fields["group"].label = _("Gruppe")
        for score in self.instance.scores:
            self.fields[f"anchor_{score}"] = TextField(
                label=_("Anker für den Punktwert %s") % score,
                rows=2,
                required=False,
                initial=self.instance.anchors.get(str(score), ""),
            )
            self.fields[f"anchor_{score}"].optional = False

    def clean_minimum(self) -> Any:
        minimum = self.cleaned_data["minimum"]
        if minimum > self.instance.maximum:
            raise ValidationError(_("Der Mindestwert darf nicht über dem Höchstwert liegen"))
        return minimum

    def values(self) -> dict[str, Any]:
        values = super().values()
        texts = {str(score): values.pop(f"anchor_{score}") for score in self.instance.scores}
        return {**values, "anchors": {score: text for score, text in texts.items() if text}}


class ConditionalForm(RowForm):
    """A row that may depend on the answer to another question."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        questions = self.version.questions.exclude(code=self.instance.code or "")
        choices = [(question.code, question.label) for question in questions]
        self.fields["condition_code"] = forms.ChoiceField(
            label=_("Nur wenn Frage"), choices=[("", _("immer")), *choices], required=False
        )
        self.fields["condition_value"].help_text = _(
            "Wert der Antwort, mehrere mit | getrennt; bei Ja oder Nein: yes oder no"
        )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("condition_code") and not values.get("condition_value"):
            self.add_error("condition_value", _("Geben Sie an, bei welcher Antwort"))
        return values


class ChapterForm(RowForm):
    class Meta:
        model = Chapter
        fields = ("title", "intro", "place", "code", "position")
        formfield_callback = german_field


class DocumentForm(ConditionalForm):
    file_types = forms.MultipleChoiceField(
        label=_("Dateiarten"),
        choices=[(kind, kind.upper()) for kind in FILE_KINDS],
        widget=forms.CheckboxSelectMultiple,
    )

    partner_kinds = forms.MultipleChoiceField(
        label=_("Von Partnern dieser Art"),
        help_text=_("Nichts gewählt: Die Unterlage gehört zum Antrag selbst."),
        choices=Organisation.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    template = forms.FileField(
        label=_("Vorlage zum Ausfüllen"),
        help_text=_(
            "PDF, DOCX oder XLSX, höchstens so groß wie die Unterlage. Alle laden sie beim Aufruf "
            "herunter."
        ),
        allow_empty_file=True,
        max_length=None,
        required=False,
    )
    without_template = forms.BooleanField(label=_("Vorlage entfernen"), required=False)

    class Meta:
        model = DocumentRequirement
        fields = (
            "name",
            "hint",
            "required",
            "due_at",
            "file_types",
            "max_megabytes",
            "partner_kinds",
            "full_only",
            "condition_code",
            "condition_value",
            "code",
            "position",
        )
        formfield_callback = german_field
        help_texts = {
            "due_at": _("Ortszeit Berlin, zum Beispiel 31.03.2027 12:00; leer: mit dem Antrag"),
            "full_only": FULL_ONLY,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.template:
            del self.fields["without_template"]

    def clean_partner_kinds(self) -> list[str] | None:
        return self.cleaned_data["partner_kinds"] or None

    def clean_template(self) -> Any:
        upload, most = self.cleaned_data["template"], self.cleaned_data.get("max_megabytes")
        if upload and most:
            fault = fault_of(upload, ending_of(upload.name or ""), template_rule(most))
            if fault:
                raise ValidationError(fault)
        return upload

    def values(self) -> dict[str, Any]:
        """A template stays until another one is chosen, or none is wanted any more."""
        values = super().values()
        upload, is_gone = values.pop("template"), values.pop("without_template", False)
        return values | ({"template": upload or None} if upload or is_gone else {})


class FitQuestionForm(RowForm):
    class Meta:
        model = FitQuestion
        fields = ("text", "fitting_answer", "advice", "code", "position")
        formfield_callback = german_field


class BudgetYearForm(DraftForm):
    class Meta:
        model = BudgetYear
        fields = ("year", "amount", "source")
        formfield_callback = german_field

    def clean_year(self) -> int:
        year = self.cleaned_data["year"]
        others = self.version.call.budget_years.exclude(pk=self.instance.pk)
        if others.filter(year=year).exists():
            raise ValidationError(_("Dieses Jahr gibt es schon"))
        return year
