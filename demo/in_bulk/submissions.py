"""Receipts and frozen contents of the applications that were handed in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from accounts.models import Role
from applications.checks.rule import PARTS
from applications.models import Application, Submission
from applications.snapshot import content_of
from core.models import Snapshot
from core.snapshots import frozen
from demo.cases import Case
from demo.fates import DRAFTS
from demo.in_bulk.drafts import Desk, Written
from demo.in_bulk.trail import Step, employee, moved
from demo.play import Play

Status = Application.Status
SUBMISSIONS = Submission.objects.select_related("snapshot").defer("snapshot__content")


def write_submissions(desk: Desk, written: Written) -> Written:
    """Store snapshots and receipts; return what was handed in, with all its parts loaded."""
    cases = {one.pk: case for case, one in written if case.fate not in DRAFTS}
    loaded = Application.objects.filter(pk__in=cases).prefetch_related(*PARTS).order_by("pk")
    applications = list(loaded)
    submissions = [
        submission_of(desk, cases[application.pk], application) for application in applications
    ]
    Snapshot.objects.bulk_create(submission.snapshot for submission in submissions)
    Submission.objects.bulk_create(submissions)
    prefetch_related_objects(applications, Prefetch("submissions", SUBMISSIONS))
    return [(cases[application.pk], application) for application in applications]


def submission_of(desk: Desk, case: Case, application: Application) -> Submission:
    """Freeze the content of an application."""
    number, at = application.receipt_number, case.round.submitted_at(case.number)
    signatory = desk.key_of(case, Role.SIGNATORY)
    receipt = {"number": number, "received_at": at, "signed_by": signatory}
    content = {"receipt": receipt, **content_of(application)}
    return Submission(
        application=application,
        number=1,
        receipt_number=number,
        snapshot=frozen(application, "submission", content),
        received_at=at,
        committed_at=at,
        signed_by_key=signatory,
    )


def steps_of(play: Play, desk: Desk, case: Case, application: Application) -> Iterable[Step]:
    """Yield what the trail keeps of draft and submission."""
    editor = employee(desk.key_of(case, Role.EDITOR), Role.EDITOR, case)
    start = {"Aufruf": str(play.version), "Organisation": case.organisation.name}
    yield Step("start_application", editor, application.created_at, {"after": start})
    if case.fate in DRAFTS:
        return
    signatory = employee(desk.key_of(case, Role.SIGNATORY), Role.SIGNATORY, case)
    submission = application.submissions.all()[0]
    at = submission.received_at
    receipt: dict[str, Any] = {
        "receipt_number": submission.receipt_number,
        "sha256": submission.snapshot.sha256,
        "received_at": at,
    }
    yield Step("submit", signatory, at, moved(Status.DRAFT, Status.SUBMITTED))
    yield Step("issue_receipt", signatory, at, {"after": receipt})
