"""One section of a draft for programs: the page's form, the page's action, the page's reasons."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.forms import MultipleChoiceField

from applications.actions import drafting
from applications.actions.applicant import as_known, save_applicant
from applications.actions.planning import save_plan
from applications.forms.answers import AnswerForm, DeclarationsForm
from applications.forms.applicant import ApplicantForm
from applications.forms.draft import SavedForm
from applications.forms.plan import PlanForm
from applications.forms.project import ProjectForm, TopicsForm
from applications.models import Answer, Applicant, Application
from applications.plan_rows import state_of
from core.forms import DecimalField, written
from core.refusals import Finding, RuleViolation
from core.text import clean, plain
from programmes.forms.tables import TableField
from programmes.models import Chapter, Question

POINT = re.compile(r"-?\d+\.\d{1,2}")
PAGE = "answer-"


@dataclass(frozen=True)
class Desk:
    """A section: what is stored, the form that reads input, the action that saves it."""

    code: str
    stored: Any
    form: Callable[..., Any]
    save: Callable[[Any], Any]

    def state(self) -> dict[str, Any]:
        """Return what is stored, and the version to send back with a change."""
        form = self.form(None)
        values = form.stored_values(self.stored)
        shown = {name: value for name, value in values.items() if name != "version"}
        return plain({"section": self.code, "version": form.hidden(self.stored), "values": shown})

    def write(self, version: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        """Save the values sent; the others stay. What cannot be read is refused with its place."""
        blank: SavedForm = self.form(None)
        typed = {**blank.stored_values(self.stored), **values, **version}
        form = self.form({name: as_typed(value, blank, name) for name, value in typed.items()})
        if not form.is_valid():
            raise RuleViolation(*faults(form, self.code))
        self.save(form)


def faults(form: Any, section: str) -> list[Finding]:
    return [
        Finding("unreadable", str(error), section, name)
        for name, errors in form.errors.items()
        for error in errors
    ]


def as_typed(value: Any, form: Any, name: str) -> Any:
    """Return a JSON value as somebody would type it into the page's form."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return written(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(form.fields.get(name), TableField):
        return value if isinstance(value, list) else []
    if isinstance(value, list) and isinstance(form.fields.get(name), MultipleChoiceField):
        return [clean(str(part)) for part in value]
    text = clean(str(value))
    if isinstance(form.fields.get(name), DecimalField) and POINT.fullmatch(text):
        return text.replace(".", ",")
    return text


def desk_of(application: Application, code: str, by: Any) -> Desk | None:
    """Return the section of that code; None when it does not exist or has rows of its own."""
    makers = {
        "organisation": applicant_desk,
        "project": project_desk,
        "topics": topics_desk,
        "declarations": declarations_desk,
        "plan": plan_desk,
    }
    if code in makers:
        return makers[code](application, by)
    asked = application.call_version.questions.exclude(chapter__place=Chapter.Place.DECLARATIONS)
    question = asked.filter(code=code.removeprefix(PAGE)).first()
    return answer_desk(application, question, by) if question and code.startswith(PAGE) else None


def applicant_desk(application: Application, by: Any) -> Desk:
    stored = Applicant.objects.filter(application=application).first()
    return Desk(
        "organisation",
        stored or as_known(application),
        ApplicantForm,
        lambda form: save_applicant(application, form.edit(), by=by),
    )


def project_desk(application: Application, by: Any) -> Desk:
    return Desk(
        "project",
        application.project,
        ProjectForm,
        lambda form: drafting.save_project(application, form.edit(), by=by),
    )


def topics_desk(application: Application, by: Any) -> Desk:
    offered = list(application.call_version.topics.all())
    stored = dict(application.topics.values_list("code", "is_primary"))

    def save(form: Any) -> None:
        drafting.choose_topics(application, form.chosen(), seen=form.seen_before(), by=by)

    return Desk(
        "topics", stored, lambda typed: TopicsForm(typed, topics=offered, stored=stored), save
    )


def declarations_desk(application: Application, by: Any) -> Desk:
    own = application.call_version.questions.filter(chapter__place=Chapter.Place.DECLARATIONS)
    questions = list(own)
    codes = {question.code for question in questions}
    stored = {one.code: one for one in application.answers.all() if one.code in codes}
    return Desk(
        "declarations",
        stored,
        lambda typed: DeclarationsForm(typed, questions=questions, answers=stored),
        lambda form: drafting.save_answers(application, form.edits(), by=by),
    )


def plan_desk(application: Application, by: Any) -> Desk:
    state, years = state_of(application), application.call_version.years

    def save(form: Any) -> None:
        save_plan(application, form.typed(), seen=form.cleaned_data["version"], by=by)

    return Desk("plan", state, lambda typed: PlanForm(typed, state=state, years=years), save)


def answer_desk(application: Application, question: Question, by: Any) -> Desk:
    stored = application.answers.filter(code=question.code).first()
    return Desk(
        f"{PAGE}{question.code}",
        stored or Answer(code=question.code, version=0),
        lambda typed: AnswerForm(typed, question=question, answer=stored),
        lambda form: drafting.save_answer(application, question, form.edit(), by=by),
    )
