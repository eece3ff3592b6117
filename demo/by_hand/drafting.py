"""Applications are written section by section, signed and submitted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from accounts.models import Person, Role
from applications.actions.applicant import save_applicant
from applications.actions.documents import hand_in_document
from applications.actions.drafting import (
    choose_topics,
    save_answer,
    save_answers,
    save_project,
    start_application,
)
from applications.actions.editing import Edit
from applications.actions.planning import save_plan
from applications.actions.rows import add_row
from applications.actions.submission import (
    offer_for_signature,
    submit_application,
    withdraw_application,
)
from applications.checks.entry import declarations
from applications.models import Application, Indicator, Interaction, Measure, Partner
from applications.plan_rows import state_of
from core import clock
from demo import content
from demo.cases import Case
from demo.fates import DRAFTS, Fate
from demo.formal import WITHDRAWAL, WITHDRAWN_AFTER
from demo.papers import upload
from demo.play import Play
from demo.rounds import at_work
from demo.teams import team_of

Step = Callable[[], object]


def play_draft(play: Play, case: Case) -> Application:
    """Write the application and bring it as far as the municipality does."""
    team = team_of(case.organisation)
    editor, signatory = team[Role.EDITOR], team[Role.SIGNATORY]
    start, end = play.round.started_at(case.number), play.round.submitted_at(case.number)
    with clock.stopped_at(start):
        application, _ = start_application(play.version.call, case.organisation, by=editor)
    steps = [*applicant(case, application, editor), *sections(play, case, application, editor)]
    for number, step in enumerate(steps):
        moment = at_work(start + (end - start) * number / len(steps))
        with clock.stopped_at(min(max(start, moment), end)):
            step()
    if case.fate == Fate.TO_SIGN:
        with clock.stopped_at(end):
            return offer_for_signature(application, by=editor)
    return application if case.fate in DRAFTS else sign(play, case, application, signatory, end)


def applicant(case: Case, application: Application, editor: Person) -> Iterator[Step]:
    """Yield what is said about the organisation beyond what was known."""
    if said := content.applicant_of(case):
        yield lambda: save_applicant(application, Edit(said, version=1), by=editor)


def sections(play: Play, case: Case, application: Application, editor: Person) -> Iterator[Step]:
    """Yield what the editor does, one save after the other."""
    project, topics = content.project_of(case, play.version), content.topics_of(case)
    yield lambda: save_project(application, Edit(project, version=1), by=editor)
    yield lambda: choose_topics(application, topics, seen={}, by=editor)
    rows = (
        (Interaction, content.interactions_of(case)),
        (Partner, content.partners_of(case)),
        (Measure, content.measures_of(case, play.version)),
    )
    for model, wanted in rows:
        for values in wanted:
            yield lambda model=model, values=values: add_row(  # type: ignore[misc]
                application, model, values, by=editor
            )
    for values in content.indicators_of(case, play.version):
        yield lambda values=values: add_row(  # type: ignore[misc]
            application, Indicator, linked(play, application, values), by=editor
        )
    yield from answers(play, case, application, editor)
    if plan := content.plan_of(case, play.version):
        yield lambda: save_plan(application, plan, seen=state_of(application).version, by=editor)
    for code in content.documents_of(case):
        yield lambda code=code: hand_in_document(  # type: ignore[misc]
            application, play.requirements[code], upload(code, play.papers[code]), by=editor
        )


def linked(play: Play, application: Application, values: content.Row) -> content.Row:
    """Connect an indicator with the rows that are there already."""
    written = {
        "measure": {row.position: row for row in application.measures.all()},
        "leads_to": {row.position: row for row in application.indicators.all()},
    }
    return content.linked(values, play.catalogue, written)


def answers(play: Play, case: Case, application: Application, editor: Person) -> Iterator[Step]:
    """Yield the pages of the question catalogue; the last text of a half draft is not done."""
    texts = content.texts_of(case)
    for number, (code, text) in enumerate(texts.items(), start=1):
        done = case.fate != Fate.HALF or number < len(texts)
        edit = Edit({"value": text, "done": done})
        yield lambda code=code, edit=edit: save_answer(  # type: ignore[misc]
            application, play.questions[code], edit, by=editor
        )
    edits = {
        play.questions[code]: Edit({"value": value})
        for code, value in content.declarations_of(case).items()
    }
    if edits:
        yield lambda: save_answers(application, edits, by=editor)


def sign(
    play: Play, case: Case, application: Application, signatory: Person, at: datetime
) -> Application:
    """Submit as the signatory does; a few take it back later."""
    with clock.stopped_at(at):
        submit_application(application, by=signatory, at=at, confirmed=declarations(application))
    if case.fate == Fate.WITHDRAWN:
        with clock.stopped_at(play.round.after_deadline(0) + WITHDRAWN_AFTER):
            return withdraw_application(application, by=signatory, note=WITHDRAWAL)
    return application
