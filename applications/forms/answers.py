"""Answers to the catalogue: one question a page, or all declarations on one page."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.actions.editing import Edit
from applications.forms.draft import DraftForm, SavedForm, is_true
from applications.models import Answer
from core.forms import (
    AmountField,
    DateField,
    DecimalField,
    TextField,
    too_long,
    written,
)
from core.templatetags.allmende import german
from programmes.models import Question

YES_NO = [("yes", gettext_lazy("Ja")), ("no", gettext_lazy("Nein"))]
SHORT = 1500


def field_for(question: Question, **options: Any) -> forms.Field:
    """Return the form field that asks a question; nothing is required while drafting."""
    kinds = Question.Kind
    options = {"label": question.label, "help_text": question.hint, "required": False, **options}
    if question.kind == kinds.TEXT:
        rows = 6 if question.limit and question.limit <= SHORT else 13
        field: forms.Field = TextField(limit=question.limit, rows=rows, strip=False, **options)
    elif question.kind in (kinds.CHOICE, kinds.YES_NO):
        offered = [(option["value"], option["label"]) for option in question.options]
        field = forms.ChoiceField(choices=offered or YES_NO, widget=forms.RadioSelect, **options)
    else:
        simple = {kinds.NUMBER: DecimalField, kinds.MONEY: AmountField, kinds.DATE: DateField}
        field = simple[kinds(question.kind)](**options)
    field.optional = not question.required
    return field


def hint(question: Question) -> str:
    """Return the hint with the limit and the weight that the answer counts with."""
    parts = [question.hint]
    if question.limit:
        parts.append(_("Höchstens %s Zeichen.") % german(question.limit))
    if question.criterion:
        weight = written(question.criterion.weight)
        parts.append(_("Die Gutachten bewerten das mit %s von 100 Punkten.") % weight)
    return " ".join(filter(None, parts))


def shown(question: Question, stored: Any) -> Any:
    """Return a stored answer as its form field takes it; JSON has no dates and decimals."""
    if stored in (None, ""):
        return stored
    if question.kind in (Question.Kind.NUMBER, Question.Kind.MONEY):
        return Decimal(stored)
    return date.fromisoformat(stored) if question.kind == Question.Kind.DATE else stored


def kept(value: Any) -> Any:
    """Return what to store: nothing instead of an empty text."""
    return None if value == "" or (isinstance(value, str) and not value.strip()) else value


class AnswerForm(DraftForm):
    """One question and whether its section is finished."""

    done = forms.TypedChoiceField(
        label=gettext_lazy("Ist dieser Abschnitt fertig?"),
        choices=[
            ("True", gettext_lazy("Ja, fertig")),
            ("False", gettext_lazy("Nein, ich mache später weiter")),
        ],
        coerce=is_true,
        empty_value=False,
        widget=forms.RadioSelect,
        required=False,
    )
    needed_later = ("done",)

    def __init__(self, *args: Any, question: Question, answer: Answer | None, **kwargs: Any):
        self.question = question
        self.objection = ""
        if answer and answer.version:
            kwargs["initial"] = self.stored_values(answer) | self.hidden(answer)
        super().__init__(*args, **kwargs)
        self.fields["value"] = field_for(question, help_text=hint(question))
        self.order_fields(["value", "done"])

    def clean(self) -> dict[str, Any]:
        """Keep a text that is too long or empty, but do not call it finished."""
        values = self.cleaned_data
        value = values["value"] = kept(values.get("value"))
        over = too_long(str(value or ""), self.question.limit)
        if values.get("done") and (over or (value is None and self.question.required)):
            values["done"] = False
            self.objection = over or _("Beantworten Sie die Frage, oder machen Sie später weiter")
        return values

    def stored_values(self, stored: Answer) -> dict[str, Any]:
        return {"value": shown(self.question, stored.value), "done": stored.done}

    def report(self) -> None:
        """Show, after saving, why the section is not finished yet."""
        if self.objection:
            self.add_error("value", self.objection)


class DeclarationsForm(SavedForm):
    """All declarations of the call; those with a condition stay visible without JavaScript."""

    def __init__(
        self, *args: Any, questions: list[Question], answers: Mapping[str, Answer], **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.questions = {question.code: question for question in questions}
        for question in questions:
            answer = answers.get(question.code)
            self.fields[question.code] = field_for(
                question,
                help_text=f"{question.hint} {self.condition(question)}".strip(),
                initial=shown(question, answer.value) if answer else None,
            )
            self.fields[f"{question.code}-version"] = forms.IntegerField(
                widget=forms.HiddenInput, required=False, initial=answer.version if answer else 0
            )

    def condition(self, question: Question) -> str:
        """Say in words when a question is to be answered."""
        asked = self.questions.get(question.condition_code)
        if asked is None:
            return ""
        wanted = question.condition_value.split("|")
        choices = dict(self.fields[asked.code].choices)
        answers = _(" oder ").join(f"„{choices.get(value, value)}“" for value in wanted)
        return _("Nur nötig, wenn Sie „%(title)s“ mit %(answers)s beantworten.") % {
            "title": asked.title,
            "answers": answers.replace(".“", "“"),
        }

    def rows(self) -> list[tuple[Question, Any]]:
        """Return each question with its field, for the page."""
        return [(question, self[code]) for code, question in self.questions.items()]

    def edits(self) -> dict[Question, Edit]:
        """Return what to save for each question; an answered declaration is finished."""
        values = self.cleaned_data
        return {
            question: Edit(
                {"value": kept(values[code]), "done": kept(values[code]) is not None},
                values[f"{code}-version"] or 0,
            )
            for code, question in self.questions.items()
        }

    def hidden(self, stored: Mapping[str, Answer]) -> dict[str, Any]:
        return {f"{code}-version": answer.version for code, answer in stored.items()}

    def stored_values(self, stored: Mapping[str, Answer]) -> dict[str, Any]:
        return {code: shown(self.questions[code], answer.value) for code, answer in stored.items()}

    def report(self) -> None:
        """Show, after saving, which texts are too long."""
        for code, question in self.questions.items():
            if over := too_long(str(self.cleaned_data.get(code) or ""), question.limit):
                self.add_error(code, over)
