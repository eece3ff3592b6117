"""What the application says: project, topics, measures, indicators, answers, texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from applications.checks.rule import answers_of, case_of, loaded
from applications.sections import section_code
from core.refusals import Finding
from core.templatetags.allmende import german as number
from core.text import german
from core.workflow import Attempt
from programmes.answers import is_blank, problems

if TYPE_CHECKING:
    from applications.models import Application
    from programmes.models import Question

PROJECT_FIELDS = {
    "title": "Geben Sie Ihrem Vorhaben einen Titel.",
    "summary": "Beschreiben Sie Ihr Vorhaben kurz für die Öffentlichkeit.",
    "phase": "Wählen Sie die Phase: Strategie oder Umsetzung.",
    "starts_on": "Geben Sie an, wann Ihr Vorhaben beginnt.",
    "ends_on": "Geben Sie an, wann Ihr Vorhaben endet.",
    "level": "Wählen Sie die räumliche Ebene.",
}
LONGEST_SUMMARY = 1000
FEWEST_ACTION_FIELDS = 2


def project_described(application: Application, attempt: Attempt) -> list[Finding]:
    """Title, public summary, phase, period and level are given."""
    project = getattr(loaded(application), "project", None)
    found = [
        Finding(f"project_{name}", sentence, "project", name)
        for name, sentence in PROJECT_FIELDS.items()
        if not getattr(project, name, None)
    ]
    over = len(project.summary) - LONGEST_SUMMARY if project else 0
    if over > 0:
        sentence = f"Kürzen Sie die Kurzbeschreibung um {number(over)} Zeichen."
        found.append(Finding("too_long_summary", sentence, "project", "summary"))
    return found + list(period_problems(application, project))


def period_problems(application: Application, project: Any) -> Iterator[Finding]:
    """The project lies within the years of the call."""
    if not project or not project.starts_on or not project.ends_on:
        return
    version = application.call_version
    if project.ends_on < project.starts_on:
        yield Finding("period", "Das Ende liegt vor dem Beginn.", "project", "ends_on")
    if project.starts_on.year < version.first_year or project.ends_on.year > version.last_year:
        sentence = (
            f"Das Vorhaben muss zwischen {version.first_year} und {version.last_year} liegen."
        )
        yield Finding("period_years", sentence, "project", "starts_on")


def project_evidence(application: Application) -> str:
    project = getattr(loaded(application), "project", None)
    if not project or not project.starts_on or not project.ends_on:
        return ""
    period = f"{project.starts_on:%d.%m.%Y} bis {project.ends_on:%d.%m.%Y}"
    return f"{project.get_phase_display()}, {period}"


def topics_chosen(application: Application, attempt: Attempt) -> list[Finding]:
    """The programme funds integrated projects: at least two action fields, one of them primary."""
    chosen = {topic.code: topic for topic in loaded(application).topics.all()}
    offered = [topic for topic in application.call_version.topics.all() if topic.code in chosen]
    fields = [topic for topic in offered if topic.kind == "action_field"]
    found = []
    if len(fields) < FEWEST_ACTION_FIELDS:
        sentence = "Wählen Sie mindestens zwei Handlungsfelder."
        found.append(Finding("action_fields", sentence, "topics", "action_fields"))
    elif not any(chosen[topic.code].is_primary for topic in fields):
        found.append(
            Finding("primary", "Wählen Sie das führende Handlungsfeld.", "topics", "primary")
        )
    if len(fields) == len(offered):
        sentence = "Wählen Sie mindestens eine Herausforderung."
        found.append(Finding("challenges", sentence, "topics", "challenges"))
    return found


def topics_evidence(application: Application) -> str:
    chosen = {topic.code for topic in loaded(application).topics.all()}
    return ", ".join(t.name for t in application.call_version.topics.all() if t.code in chosen)


def measures_named(application: Application, attempt: Attempt) -> list[Finding]:
    if loaded(application).measures.all():
        return []
    return [Finding("measures", "Beschreiben Sie mindestens eine Maßnahme.", "measures")]


def measures_evidence(application: Application) -> str:
    return f"Maßnahmen: {len(loaded(application).measures.all())}"


def indicators_named(application: Application, attempt: Attempt) -> list[Finding]:
    """At least one output and one outcome, each with baseline, target, unit and source.

    The columns are filled for every stored indicator; so the levels are what may be missing.
    """
    levels = {indicator.level for indicator in loaded(application).indicators.all()}
    return [
        Finding(f"indicator_{level}", sentence, "indicators")
        for level, sentence in (
            ("output", "Nennen Sie mindestens einen Indikator für eine Leistung (Output)."),
            ("outcome", "Nennen Sie mindestens einen Indikator für eine Wirkung (Outcome)."),
        )
        if level not in levels
    ]


def indicators_evidence(application: Application) -> str:
    return f"Indikatoren: {len(loaded(application).indicators.all())}"


def asked(application: Application) -> list[Question]:
    """Return the questions that apply to this application, by its other answers and its grant."""
    questions = application.call_version.questions.all()
    case = case_of(application, questions)
    return [question for question in questions if question.is_asked(case)]


def place(question: Question) -> tuple[str, str]:
    """Return section and field of a question: declarations share a page, others have their own."""
    section = section_code(question)
    return section, question.code if section == "declarations" else "value"


def questions_answered(application: Application, attempt: Attempt) -> list[Finding]:
    """Every required question that applies has an answer; one due later only after its date."""
    answers = answers_of(application)
    return [
        Finding(
            f"unanswered_{question.code}",
            f"Beantworten Sie: „{question.label}“",
            *place(question),
        )
        for question in asked(application)
        if question.required
        and is_blank(answers.get(question.code))
        and (question.due_at is None or attempt.at > question.due_at)
    ]


def questions_evidence(application: Application) -> str:
    """Say how many questions have an answer, and until when others may follow."""
    answers = answers_of(application)
    given = [one for one in asked(application) if not is_blank(answers.get(one.code))]
    later = [one for one in asked(application) if one not in given]
    follow = [f"„{one.title}“ darf bis {german(one.due_at)} folgen." for one in later if one.due_at]
    return " ".join([f"Fragen beantwortet: {len(given)}.", *follow])


def texts_within_limits(application: Application, attempt: Attempt) -> list[Finding]:
    """A text is never cut, it has to be shortened by its authors; a choice must be offered."""
    answers = answers_of(application)
    return [
        Finding(f"{fault_of(question)}_{question.code}", sentence, *place(question))
        for question in asked(application)
        for sentence in problems(question, answers.get(question.code))
    ]


def fault_of(question: Question) -> str:
    return "too_long" if question.kind in ("text", "table") else "not_offered"


def limits_evidence(application: Application) -> str:
    limited = [question for question in asked(application) if question.limit]
    return f"Texte mit Höchstlänge: {len(limited)}"


def declared_as_needed(application: Application, attempt: Attempt) -> list[Finding]:
    """Some declarations are needed as they are, for instance that the facts are complete."""
    answers = answers_of(application)
    return [
        Finding(
            f"declaration_{question.code}",
            f"Diese Erklärung ist nötig: „{question.label}“",
            *place(question),
        )
        for question in asked(application)
        if question.expected and answers.get(question.code) not in (None, "", question.expected)
    ]


def declarations_evidence(application: Application) -> str:
    needed = [question for question in asked(application) if question.expected]
    return f"Nötige Erklärungen: {len(needed)}"
