"""How far an application is: the state of each section, as the task list shows it.

A section is finished when it holds something and no rule finds anything in it; the rules are
those of the self-check. What is merely missing is work in progress, not a problem.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from applications.checks import open_points
from applications.checks.content import asked
from applications.checks.documents import economic_activity_declared
from applications.checks.rule import loaded
from applications.models import Application
from applications.sections import Section, section_code, sections_of
from applications.self_check import MISSING
from core.refusals import Finding
from core.workflow import Attempt
from programmes.answers import is_blank

OPTIONAL = frozenset({"organisation", "interactions", "partners", "aids"})
NOT_BEGUN, RUNNING, DONE = "Noch nicht begonnen", "In Bearbeitung", "Fertig"
PROBLEM, OPTIONAL_STATE = "Es gibt ein Problem", "Freiwillig"
TONES = {RUNNING: "info", PROBLEM: "bad"}


@dataclass(frozen=True)
class Task:
    """One line of the task list."""

    section: Section
    status: str
    hint: str = ""

    @property
    def tone(self) -> str:
        return TONES.get(self.status, "")

    @property
    def counts(self) -> bool:
        """Does the progress count it? An optional section counts once it is begun."""
        return self.status != OPTIONAL_STATE


@dataclass(frozen=True)
class Progress:
    """All tasks, and every finding of the self-check."""

    tasks: tuple[Task, ...]
    open_points: tuple[Finding, ...]

    @property
    def done(self) -> int:
        return sum(task.status == DONE for task in self.tasks)

    @property
    def total(self) -> int:
        return sum(task.counts for task in self.tasks)

    def chapters(self) -> dict[str, list[Task]]:
        """Return the tasks by chapter, in order."""
        found: dict[str, list[Task]] = {}
        for task in self.tasks:
            found.setdefault(task.section.chapter, []).append(task)
        return found


def progress_of(application: Application, attempt: Attempt) -> Progress:
    """Return the state of every section of the application."""
    findings = tuple(open_points(application, attempt))
    answers = {answer.code: answer for answer in application.answers.all()}
    values = {code: answer.value for code, answer in answers.items()}
    with_aid = economic_activity_declared(application)
    sections = sections_of(asked(application), with_aid=with_aid)
    begun = begun_sections(application, values)
    unfinished = {f"answer-{code}" for code, answer in answers.items() if not answer.done}
    tasks = [task_of(one, findings, one.code in begun, unfinished) for one in sections]
    return Progress(tuple(tasks), findings)


def begun_sections(application: Application, values: Mapping[str, Any]) -> set[str]:
    """Return the sections that hold something."""
    loaded(application)
    project = application.project
    parts: dict[str, Callable[[], Any]] = {
        "project": lambda: project.title or project.summary or project.phase or project.starts_on,
        "topics": application.topics.all,
        "organisation": lambda: getattr(application, "applicant", None),
        "contacts": application.contacts.all,
        "interactions": application.interactions.all,
        "partners": application.partners.all,
        "measures": application.measures.all,
        "indicators": application.indicators.all,
        "plan": application.plan_lines.all,
        "documents": application.documents.all,
        "aids": application.aids.all,
    }
    begun = {code for code, content in parts.items() if content()}
    questions = application.call_version.questions.all()
    answered = [q for q in questions if not is_blank(values.get(q.code))]
    return begun | {section_code(question) for question in answered}


def task_of(
    section: Section, findings: Iterable[Finding], is_begun: bool, unfinished: set[str]
) -> Task:
    """Return the line of one section."""
    own = [finding for finding in findings if finding.section == section.code]
    wrong = [finding for finding in own if not finding.code.startswith(MISSING)]
    if not is_begun:
        return Task(section, OPTIONAL_STATE if section.code in OPTIONAL else NOT_BEGUN)
    if wrong:
        return Task(section, PROBLEM, wrong[0].sentence)
    if own:
        return Task(section, RUNNING, own[0].sentence)
    return Task(section, RUNNING if section.code in unfinished else DONE)
