"""Revise what was submitted: a working copy is written, and counts only when it is submitted."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from applications.actions.copying import copy_content, copy_documents
from applications.checks.revision import open_copy
from applications.deadlines import open_supplement
from applications.models import Application, Project
from applications.permissions import may_revise
from core import audit, clock
from core.workflow import Attempt, perform


@transaction.atomic
def open_revision(application: Application, *, by: Any) -> Application:
    """Open a working copy of a submitted application and return it; the submission counts on.

    While the office waits for a supplement, the working copy is the one that answers it.
    """
    locked = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if not may_revise(locked, by):
        raise PermissionDenied
    if copy := open_copy(locked):
        return copy
    if not open_supplement(locked):
        locked = perform(locked, "revise", Attempt(by=by))
    return open_copy_of(locked, by=by)


def open_copy_of(application: Application, *, by: Any) -> Application:
    """Return the working copy, the same one each time, saying what the application says."""
    copy = Application.with_copies.select_for_update(of=("self",)).filter(revises=application)
    existing = copy.first()
    if existing is None:
        existing = Application.objects.create(
            call_version=application.call_version,
            organisation=application.organisation,
            revises=application,
        )
        Project.objects.create(application=existing)
        audit.record(existing, "revise", by=by, change={"after": {"Antrag": str(application)}})
    elif existing.status not in Application.BEFORE_SUBMISSION:
        existing = perform(existing, "reopen", Attempt(by=by))
    existing.created_at = clock.now()
    existing.save(update_fields=["created_at"])
    copy_content(application, existing)
    copy_documents(application, existing, since=existing.created_at)
    return Application.with_copies.get(pk=existing.pk)  # without parts loaded before the copying


@transaction.atomic
def discard_revision(copy: Application, *, by: Any) -> Application:
    """Give the revision up: what was submitted counts."""
    return perform(copy, "discard", Attempt(by=by))


def take_over(application: Application, copy: Application, step: str, attempt: Attempt) -> Any:
    """Let the application say what its submitted working copy says."""
    application = perform(application, step, attempt)
    copy_content(copy, application)
    copy_documents(copy, application, since=copy.created_at)
    application.version += 1
    application.changed_at = attempt.at
    application.save(update_fields=["version", "changed_at"])
    return application
