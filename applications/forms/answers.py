"""Answers to the catalogue: one question a page, or all declarations on one page."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.actions.editing import Edit
from applications.forms.draft import DraftForm, SavedForm, is_true
from applications.models import Answer
from programmes.answers import is_blank
from programmes.forms.questionnaire import fault, field_for, hint, kept, over_limit, shown
from programmes.models import Question


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
    needed_later: ClassVar[tuple[str, ...]] = ("done",)

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
        over = over_limit(self.question, value)
        if values.get("done") and (over or (is_blank(value) and self.question.required)):
            values["done"] = False
            self.objection = over or _("Beantworten Sie die Frage, oder machen Sie später weiter")
        return values

    def stored_values(self, stored: Answer) -> dict[str, Any]:
        return {"value": shown(self.question, stored.value), "done": stored.done}

    def report(self) -> None:
        """Show, after saving, why the section is not finished yet."""
        if self.objection:
            self.add_error("value", self.objection)


class LateAnswerForm(AnswerForm):
    """One question after the application was submitted: an answer has to be whole."""

    needed_later: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["done"]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if "value" not in self.errors and (wrong := fault(self.question, values["value"])):
            self.add_error("value", wrong)
        return values


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
                help_text=f"{hint(question)} {self.condition(question)}".strip(),
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
        """Show, after saving, what is too long."""
        for code, question in self.questions.items():
            if over := over_limit(question, self.cleaned_data.get(code)):
                self.add_error(code, over)
