"""Ask any list of questions: fields, hints, reading what was typed, what stands against it.

It takes rows of the kind `programmes.models.AskedRow` and knows nothing about applications, so
surveys, reports or a preview of a call ask with it too:

    form = QuestionnaireForm(typed, questions=rows, answers=stored, complete=True)
    if form.is_valid(): save(form.values())          # plain values by code

Draw it with `{% include "programmes/_questionnaire.html" %}` inside the page's <form>. When
`form.wants_rows`, somebody asked for more rows of a table: draw the form again.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import AmountField, DateField, DecimalField, TextField, too_long, written
from core.templatetags.allmende import german
from core.text import plain
from programmes.answers import YES_NO, is_blank, too_much
from programmes.forms.tables import TableField

SHORT = 1500
MORE = "-more"
SIMPLE: dict[str, Any] = {"number": DecimalField, "money": AmountField, "date": DateField}


def field_for(question: Any, **options: Any) -> forms.Field:
    """Return the form field that asks a question; nothing is required while drafting."""
    options = {"label": question.label, "help_text": question.hint, "required": False, **options}
    if question.kind in SIMPLE:
        field: forms.Field = SIMPLE[question.kind](**options)
    elif question.kind in ("choice", "yes_no"):
        offered = [(option["value"], option["label"]) for option in question.options]
        wrong = gettext_lazy("Wählen Sie eine der angebotenen Antworten")
        field = forms.ChoiceField(
            choices=offered or list(YES_NO.items()),
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": wrong},
            **options,
        )
    elif question.kind == "table":
        field = TableField(columns=question.columns, limit=question.limit, **options)
    else:
        rows = 6 if question.limit and question.limit <= SHORT else 13
        field = TextField(limit=question.limit, rows=rows, strip=False, **options)
    field.optional = not question.required
    return field


def hint(question: Any) -> str:
    """Return the hint with the limit and the weight that the answer counts with."""
    parts = [question.hint]
    if question.limit and question.kind == "text":
        parts.append(_("Höchstens %s Zeichen.") % german(question.limit))
    if question.limit and question.kind == "table":
        parts.append(_("Höchstens %s Zeilen.") % question.limit)
    if criterion := getattr(question, "criterion", None):
        parts.append(
            _("Die Gutachten bewerten das mit %s von 100 Punkten.") % written(criterion.weight)
        )
    return " ".join(filter(None, parts))


def shown(question: Any, stored: Any) -> Any:
    """Return a stored answer as its form field takes it; JSON has no dates and decimals."""
    if stored in (None, ""):
        return stored
    try:
        if question.kind in ("number", "money"):
            return Decimal(str(stored))
        return date.fromisoformat(stored) if question.kind == "date" else stored
    except (ValueError, TypeError, InvalidOperation):
        return stored


def kept(value: Any) -> Any:
    """Return what to store: nothing instead of an empty text."""
    return None if is_blank(value) else value


def wants_rows(sent: Iterable[str]) -> bool:
    """Did somebody press the button that adds rows to a table?"""
    return any(name.endswith(MORE) for name in sent)


class QuestionnaireForm(forms.Form):
    """All questions on one page; `complete` also demands what is required and within limits."""

    def __init__(
        self,
        *args: Any,
        questions: Iterable[Any],
        answers: Mapping[str, Any] | None = None,
        complete: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = {question.code: question for question in questions}
        self.complete = complete
        for code, question in self.questions.items():
            stored = shown(question, (answers or {}).get(code))
            self.fields[code] = field_for(question, help_text=hint(question), initial=stored)

    def clean(self) -> dict[str, Any]:
        """Drop answers to what is not asked; demand the others when the form is complete."""
        given = {code: kept(value) for code, value in self.cleaned_data.items()}
        for code, question in self.questions.items():
            if code in self.errors:
                continue
            if not question.applies(plain(given)):
                given[code] = None
            elif self.complete and (sentence := fault(question, given[code])):
                self.add_error(code, sentence)
        return given

    @property
    def wants_rows(self) -> bool:
        return wants_rows(self.data)

    def values(self) -> dict[str, Any]:
        """Return the answers by code, as they are stored."""
        return {code: plain(self.cleaned_data.get(code)) for code in self.questions}

    def rows(self) -> Iterator[tuple[Any, forms.BoundField]]:
        """Yield each question with its field, for the page."""
        for code, question in self.questions.items():
            yield question, self[code]


def fault(question: Any, value: Any) -> str:
    """Say what keeps an answer from being complete."""
    if is_blank(value):
        return _("Beantworten Sie diese Frage") if question.required else ""
    return over_limit(question, value)


def over_limit(question: Any, value: Any) -> str:
    """Say at the field by how much an answer exceeds its limit; empty when it does not."""
    if question.kind == "text":
        return too_long(str(value or ""), question.limit)
    return too_much(question, value) if value else ""
