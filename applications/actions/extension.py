"""Give more time, to all or to one: proposed by one officer, confirmed by another."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from applications import mails
from applications.checks.extension import EXTENSION_CHECKS
from applications.deadlines import deadline_of
from applications.models import Application, DeadlineExtension
from applications.permissions import may_extend
from core import audit
from core.refusals import RuleViolation
from core.workflow import Attempt, perform
from programmes.models import Call, CallVersion


@dataclass(frozen=True)
class MoreTime:
    """Until when and why; without an application it is for all."""

    deadline_at: datetime
    reason: str
    application: Application | None = None


@transaction.atomic
def propose_extension(version: CallVersion, wanted: MoreTime, *, by: Any) -> DeadlineExtension:
    """Write the proposal down; nothing changes before a second officer confirms it."""
    if not may_extend(version, by):
        raise PermissionDenied
    application = wanted.application
    before = deadline_of(application) if application else version.closes_at
    extension = DeadlineExtension(
        call_version=version,
        application=application,
        deadline_before=before,
        deadline_at=wanted.deadline_at,
        reason=wanted.reason,
        proposed_by_key=by.actor_key,
    )
    attempt = Attempt(by=by)
    if findings := [one for check in EXTENSION_CHECKS for one in check(extension, attempt)]:
        raise RuleViolation(*findings)
    extension.save()
    change = {"after": {"Neue Frist": wanted.deadline_at}, "note": wanted.reason}
    audit.record(extension, "propose_extension", by=by, change=change)
    return extension


@transaction.atomic
def confirm_extension(extension: DeadlineExtension, *, by: Any) -> DeadlineExtension:
    """The deadline moves, and everybody who works on a draft hears of it."""
    rows = Call.objects.select_for_update(of=("self",))
    call = rows.get(pk=extension.call_version.call_id)
    extension = perform(extension, "confirm", Attempt(by=by, note=extension.reason))
    if extension.application is None:
        call.extended_until = max(
            extension.deadline_at, call.extended_until or extension.deadline_at
        )
        call.save(update_fields=["extended_until"])
    drafts = Application.objects.filter(status__in=Application.BEFORE_SUBMISSION)
    if extension.application:
        drafts = Application.objects.filter(pk=extension.application_id)
    for draft in drafts.filter(call_version__call=call).select_related("organisation"):
        mails.tell_extension(draft, extension)
    change = {"after": {"Neue Frist": extension.deadline_at}, "note": extension.reason}
    subject = extension.application or extension.call_version
    audit.record(subject, "extend_deadline", by=by, change=change)
    return extension


@transaction.atomic
def decline_extension(extension: DeadlineExtension, *, by: Any) -> DeadlineExtension:
    return perform(extension, "decline", Attempt(by=by))
