"""A complete application, written through the actions, for the tests of handing in."""

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Organisation
from applications.actions import drafting, planning, rows
from applications.actions.documents import hand_in_document
from applications.actions.editing import Edit
from applications.actions.submission import submit_application
from applications.checks.entry import declarations
from applications.models import Application, Contact, Indicator, Measure, Project, Submission
from applications.plan_rows import state_of
from core import clock
from tests import cast
from tests.applications.drafts import INDICATOR, new_draft
from tests.recorded import recorded

DECLARED = {
    "beginn": "not_started",
    "doppelfoerderung": "no",
    "haushaltsnotlage": "none",
    "beihilfe": "no",
    "vorsteuer": "no",
    "subvention": "yes",
    "datennutzung": "yes",
    "vollstaendig": "yes",
}


def pdf_file(name: str = "projektplan.pdf") -> SimpleUploadedFile:
    document = pikepdf.new()
    document.add_blank_page()
    stream = io.BytesIO()
    document.save(stream)
    return SimpleUploadedFile(name, stream.getvalue())


def write_plan(application: Application, **amounts: str) -> None:
    """Store euros by kind, all in the first year."""
    year = application.call_version.first_year
    typed = {kind: {year: Decimal(amount)} for kind, amount in amounts.items()}
    by = cast.editor(application.organisation)
    planning.save_plan(application, typed, seen=state_of(application).version, by=by)


@recorded
def complete(organisation: Organisation | None = None, **call: Any) -> Application:
    """Return a draft in which nothing is open."""
    return fill(new_draft(organisation, **call))


def fill(application: Application) -> Application:
    """Complete a draft, section by section, as its editor."""
    by, year = cast.editor(application.organisation), application.call_version.first_year
    project = {
        "title": "Kühle Wege",
        "summary": "Schatten und Wasser für alle.",
        "phase": "implementation",
        "starts_on": date(year, 1, 1),
        "ends_on": date(application.call_version.last_year, 12, 31),
        "level": "city",
    }
    name_representative(application, by)
    drafting.save_project(application, Edit(project, application.project.version), by=by)
    topics = {"wasser": True, "mobilitaet": False, "klimawandel": False}
    drafting.choose_topics(application, topics, seen={}, by=by)
    answer_everything(application, by)
    measure = {"name": "Bäume", "topic_code": "wasser", "description": "Pflanzen"}
    rows.add_row(application, Measure, measure, by=by)
    for level in ("output", "outcome"):
        rows.add_row(application, Indicator, INDICATOR | {"level": level}, by=by)
    write_plan(application, staff="1000000", grant="650000", own_cash="350000")
    plan = application.call_version.document_requirements.get(code="projektplan")
    hand_in_document(application, plan, pdf_file(), by=by)
    return Application.objects.get(pk=application.pk)


def name_representative(application: Application, by: Any) -> None:
    """Add who represents the town, unless its team told it when the draft began."""
    if application.contacts.filter(role=Contact.Role.REPRESENTATIVE).exists():
        return
    named = {"name": "Rita Rat", "office": "Bürgermeisterin", "email": "rat@stadt.example"}
    named |= {"role": Contact.Role.REPRESENTATIVE, "authority": Contact.Authority.LAW}
    rows.add_row(application, Contact, named, by=by)


def answer_everything(application: Application, by: Any) -> None:
    answers = {
        question: DECLARED.get(question.code, f"Antwort auf {question.code}.")
        for question in application.call_version.questions.all()
        if question.code in DECLARED or (question.kind == "text" and not question.condition_code)
    }
    edits = {question: Edit({"value": value}) for question, value in answers.items()}
    drafting.save_answers(application, edits, by=by)


def answer(application: Application, code: str, value: str) -> None:
    """Change one answer, as an editor would."""
    question = application.call_version.questions.get(code=code)
    stored = application.answers.filter(code=code).first()
    edit = Edit({"value": value}, stored.version if stored else 0)
    drafting.save_answer(application, question, edit, by=cast.editor(application.organisation))


def submit(application: Application, at: Any = None) -> Submission:
    """Submit as the signatory, with every declaration confirmed."""
    return submit_application(
        application,
        by=cast.signatory(application.organisation),
        at=at or clock.now(),
        confirmed=list(declarations(application)),
    )


@recorded
def submitted(organisation: Organisation | None = None, **call: Any) -> Application:
    application = complete(organisation, **call)
    submit(application)
    return Application.objects.get(pk=application.pk)


def bare_submission(version: Any, name: str, **fields: Any) -> Application:
    """Return a row as lists show it, without the work of filling it."""
    application = Application.objects.create(
        call_version=version,
        organisation=cast.town(name),
        receipt_number=f"DSR-{name}",
        **{"status": "submitted", "submitted_at": clock.now(), **fields},
    )
    Project.objects.create(application=application, title=f"Wege in {name}")
    return application
