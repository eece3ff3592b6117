"""Hand in a document; an earlier version of it stays."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max

from applications.actions.editing import record_change
from applications.checks.documents import PartnerRequirement, Requirement, why_closed
from applications.models import Application, Document, Partner
from applications.permissions import may_edit, may_write_partner
from core import clock
from core.files import UploadRule, store_upload
from core.refusals import RuleViolation


@transaction.atomic
def hand_in_document(
    application: Application, requirement: Requirement, upload: UploadedFile, *, by: Any
) -> Document:
    """Store the file as the current version of this document; refuse it with its reason."""
    application = lock_for_documents(application, requirement, by)
    rule = UploadRule(requirement.file_types, requirement.max_megabytes)
    stored = store_upload(upload, rule, by=by)
    before = put_aside(application, requirement.code)
    versions = application.documents.filter(code=requirement.code)
    last = versions.aggregate(last=Max("number"))["last"] or 0
    document = Document.objects.create(
        application=application,
        code=requirement.code,
        partner=partner_of(requirement),
        file=stored,
        number=last + 1,
        uploaded_at=clock.now(),
    )
    after = {requirement.name: f"{stored.name} (SHA-256 {stored.sha256})"}
    change = {"before": {requirement.name: before}, "after": after}
    record_change(application, "hand_in_document", by=by, change=change)
    return document


@transaction.atomic
def remove_document(application: Application, requirement: Requirement, *, by: Any) -> None:
    """Take the current version away; the file stays as an earlier version."""
    application = lock_for_documents(application, requirement, by)
    if before := put_aside(application, requirement.code):
        change = {"before": {requirement.name: before}}
        record_change(application, "remove_document", by=by, change=change)


def lock_for_documents(application: Application, requirement: Requirement, by: Any) -> Application:
    """Lock the application; refuse when this document cannot come any more, and strangers."""
    own = Application.with_copies.select_for_update(of=("self",)).select_related("organisation")
    locked = own.get(pk=application.pk)
    if findings := why_closed(locked, requirement, clock.now()):
        raise RuleViolation(*findings)
    partner = partner_of(requirement)
    if not (may_write_partner(partner, by) if partner else may_edit(locked, by)):
        raise PermissionDenied
    return locked


def partner_of(requirement: Requirement) -> Partner | None:
    """Return whose document this is; the application's own belong to nobody else."""
    return requirement.partner if isinstance(requirement, PartnerRequirement) else None


def put_aside(application: Application, code: str) -> str:
    """Make the current version an earlier one and return its name; empty when there is none."""
    current = (
        application.documents.filter(code=code, is_current=True).select_related("file").first()
    )
    if current is None:
        return ""
    current.is_current = False
    current.save(update_fields=["is_current"])
    return current.file.name
