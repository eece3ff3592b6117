"""Share the work: who looks after a section, comments on it, its internal approval."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Person
from applications.actions.editing import Edit, apply_edit, lock_draft
from applications.models import Application, SectionCare, SectionComment
from applications.permissions import is_own_case, may_edit
from applications.teamwork import digest_of, passages_of
from core import audit, clock
from core.refusals import Finding, RuleViolation

CLOSED = "Der Antrag ist eingereicht: Kommentare und Freigaben sind abgeschlossen."
CHANGED = (
    "Der Abschnitt wurde geändert, seit Sie ihn geöffnet haben. Bitte lesen Sie ihn noch einmal."
)


@dataclass(frozen=True)
class Share:
    """Who is responsible for a section, until when, and who approves it."""

    person: Person | None = None
    due_on: date | None = None
    approver: Person | None = None


@transaction.atomic
def share_section(
    application: Application, section: str, share: Share, *, seen: int, by: Any
) -> SectionCare:
    """Say who looks after a section; `seen` is the version the person started from."""
    application = lock_draft(application, section, by)
    care, _ = SectionCare.objects.get_or_create(application=application, section=section)
    if change := apply_edit(care, Edit(vars(share), seen)):
        audit.record(application, "share_section", by=by, change=change)
    return care


@transaction.atomic
def approve_section(application: Application, section: str, *, seen: str, by: Any) -> SectionCare:
    """The person who was asked approves what they read; a later change needs a new approval."""
    application = lock_before_submission(application)
    care = SectionCare.objects.select_for_update(of=("self",)).get(
        application=application, section=section
    )
    if care.approver != by or not is_own_case(application, by):
        raise PermissionDenied
    digest = digest_of(passages_of(application).get(section))
    if seen != digest:
        raise RuleViolation(Finding("changed", CHANGED))
    care.approved_at, care.approved_digest = clock.now(), digest
    care.save(update_fields=["approved_at", "approved_digest"])
    change = {"after": {"Abschnitt": section, "SHA-256": digest}}
    audit.record(application, "approve_section", by=by, change=change)
    return care


@transaction.atomic
def write_comment(application: Application, section: str, text: str, *, by: Any) -> SectionComment:
    """Leave a remark at a section: everybody who may read the draft."""
    application = lock_before_submission(application)
    if not is_own_case(application, by):
        raise PermissionDenied
    comment = SectionComment.objects.create(
        application=application, section=section, author=by, text=text
    )
    change = {"after": {"Abschnitt": section}, "note": text}
    audit.record(application, "write_comment", by=by, change=change)
    return comment


@transaction.atomic
def resolve_comment(comment: SectionComment, *, by: Any) -> SectionComment:
    """Settle a remark; it stays to be read."""
    application = lock_before_submission(comment.application)
    if not may_edit(application, by):
        raise PermissionDenied
    comment = SectionComment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if comment.resolved_at is None:
        comment.resolved_at, comment.resolved_by = clock.now(), by
        comment.save(update_fields=["resolved_at", "resolved_by"])
        change = {"before": {"Abschnitt": comment.section}, "note": comment.text}
        audit.record(application, "resolve_comment", by=by, change=change)
    return comment


def lock_before_submission(application: Application) -> Application:
    """Lock a draft, or one that waits for its signature; afterwards nothing is added."""
    rows = Application.with_copies.select_for_update(of=("self",)).select_related("organisation")
    locked = rows.get(pk=application.pk)
    if locked.status not in Application.BEFORE_SUBMISSION:
        raise RuleViolation(Finding("submitted", CLOSED))
    return locked
