"""Hand an application to the signatory, submit it once, or take it back."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localtime

from applications import mails
from applications.finance import plan_of
from applications.models import Application, Submission
from applications.permissions import may_sign
from applications.receipts import receipt_number
from applications.snapshot import content_of
from core import audit, clock, snapshots
from core.workflow import Attempt, perform
from programmes.models import Call

SETTLED = (*Application.BEFORE_SUBMISSION, Application.Status.WITHDRAWN)


@transaction.atomic
def offer_for_signature(application: Application, *, by: Any) -> Application:
    """The editors are done; the signatories hear of it."""
    application = perform(application, "offer_for_signature", Attempt(by=by))
    mails.ask_for_signature(application)
    return application


@transaction.atomic
def return_to_draft(application: Application, *, by: Any, note: str = "") -> Application:
    """Something is still to be changed; the note says what."""
    return perform(application, "return_to_draft", Attempt(by=by, note=note))


@transaction.atomic
def withdraw_application(application: Application, *, by: Any, note: str = "") -> Application:
    """The municipality expressly takes its application back."""
    return perform(application, "withdraw", Attempt(by=by, note=note))


@transaction.atomic
def submit_application(
    application: Application,
    *,
    by: Any,
    at: datetime,
    confirmed: Collection[str],
    seen: int | None = None,
) -> Submission:
    """Submit what is stored now and return the receipt; a second call returns the first one.

    `at` is the time of arrival, `confirmed` the declarations that the signatory ticked, `seen`
    the version the signatory read.
    """
    calls = lock_calls_of_programme(application)
    locked = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if locked.status not in SETTLED:
        if not may_sign(locked, by):
            raise PermissionDenied
        return locked.submissions.select_related("snapshot").latest("number")
    # Counted before the step: if the locks ever failed, the constraint would refuse the second.
    edition = locked.submissions.count() + 1
    facts = {"confirmed": frozenset(confirmed), "seen": seen}
    submitted = perform(locked, "submit", Attempt(by=by, at=at, facts=facts))
    number = next_number(submitted, calls, at)
    submission = freeze_submission(submitted, number, by=by, at=at, edition=edition)
    mails.confirm_submission(submitted, submission)
    return submission


def lock_calls_of_programme(application: Application) -> list[Call]:
    """Lock the programme's calls: receipt numbers run through them without gap or double."""
    own = Call.objects.filter(versions__applications=application).values("programme")
    calls = Call.objects.select_for_update(of=("self",)).filter(programme__in=own)
    return list(calls.order_by("pk"))


def next_number(application: Application, calls: list[Call], at: datetime) -> str:
    """Count on and return the new receipt number."""
    own = next(call for call in calls if call.pk == application.call_version.call_id)
    own.last_receipt_number = 1 + max(call.last_receipt_number for call in calls)
    own.save(update_fields=["last_receipt_number"])
    programme = application.call_version.call.programme
    return receipt_number(programme.code, localtime(at).year, own.last_receipt_number)


def freeze_submission(
    application: Application, number: str, *, by: Any, at: datetime, edition: int = 1
) -> Submission:
    """Freeze the content, write the receipt, and note sums and number on the application."""
    plan = plan_of(application)
    application.receipt_number, application.submitted_at = number, at
    application.requested_amount, application.eligible_amount = plan.grant, plan.eligible
    receipt = {"number": number, "received_at": at, "signed_by": by.actor_key}
    content = {"receipt": receipt, **content_of(application)}
    submission = Submission.objects.create(
        application=application,
        number=edition,
        receipt_number=number,
        snapshot=snapshots.freeze(application, "submission", content),
        received_at=at,
        committed_at=clock.now(),
        signed_by_key=by.actor_key,
    )
    application.save(
        update_fields=["receipt_number", "submitted_at", "requested_amount", "eligible_amount"]
    )
    after = {"receipt_number": number, "sha256": submission.snapshot.sha256, "received_at": at}
    audit.record(application, "issue_receipt", by=by, change={"after": after}, at=at)
    return submission
