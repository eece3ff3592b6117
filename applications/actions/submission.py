"""Hand an application to the signatory, submit it once, or take it back."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localtime

from accounts.permissions import represented_signatory
from applications import mails
from applications.actions.formal import look_again
from applications.actions.revision import take_over
from applications.actions.rows import lock_call
from applications.checks.entry import CHANGED
from applications.checks.revision import open_copy
from applications.checks.rule import load_what_is_once
from applications.deadlines import open_supplement
from applications.finance import plan_of
from applications.models import Application, FormalCheck, Submission, SupplementRequest
from applications.permissions import may_sign
from applications.receipts import receipt_number
from applications.snapshot import content_of
from core import audit, clock, snapshots
from core.refusals import Finding, RuleViolation
from core.workflow import Attempt, perform, perform_locked
from programmes.models import ReceiptCounter
from rulebook.receipts import fingerprint

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
    """The municipality expressly takes its application back, with an open revision of it."""
    note = " ".join(filter(None, [on_behalf(application, by), note]))
    application = perform(application, "withdraw", Attempt(by=by, note=note))
    if copy := open_copy(application):
        perform(copy, "discard", Attempt(by=by))
    application.supplements.filter(closed_at=None).update(closed_at=clock.now())
    return application


@dataclass(frozen=True)
class Handover:
    """What a signatory sends: when it arrived, the declarations ticked, the version read.

    `key` is the sender's own name for this try: the same key twice is the same submission.
    """

    at: datetime
    confirmed: Collection[str] = ()
    seen: int | None = None
    key: str = ""
    sha256: str = ""

    def sealed(self, application: Application) -> "Handover":
        """Return it with the checksum of what must not differ when its key comes again."""
        if not self.key:
            return self
        what = {"application": application.key, "confirmed": sorted(self.confirmed)}
        return replace(self, sha256=fingerprint(what | {"seen": self.seen}))


def submit_application(
    application: Application,
    *,
    by: Any,
    at: datetime,
    confirmed: Collection[str],
    seen: int | None = None,
) -> Submission:
    """Submit without a key of the sender's own."""
    return submit_once(application, Handover(at, confirmed, seen), by=by)


@transaction.atomic
def submit_once(application: Application, handover: Handover, *, by: Any) -> Submission:
    """Submit what is stored now and return the receipt; a second call returns the first one.

    A working copy replaces the content of its application, which keeps its number.
    """
    shared = lock_call_of_partners(application)
    main, written = lock_with_copy(application)
    handover = handover.sealed(written)
    if earlier := submission_for_key(handover, by):
        return earlier
    if written.status not in SETTLED:
        if not may_sign(written, by):
            raise PermissionDenied
        return main.submissions.select_related("snapshot").latest("number")
    # Counted before the step: if the locks ever failed, the constraint would refuse the second.
    # Without a number nothing was submitted yet.
    edition = main.submissions.count() + 1 if main.receipt_number else 1
    supplement = open_supplement(main)
    submitted = hand_over(main, written, handover, by)
    if names_partners(submitted) and not shared:
        raise RuleViolation(CHANGED)
    submission = freeze_submission(submitted, handover, by=by, edition=edition)
    if supplement:
        settle_supplement(supplement, submission, by)
    mails.confirm_submission(submitted, submission)
    return submission


def hand_over(main: Application, written: Application, handover: Handover, by: Any) -> Application:
    """Move what was written through its step; a working copy then replaces its application."""
    facts = {"confirmed": frozenset(handover.confirmed), "seen": handover.seen}
    attempt = Attempt(by=by, at=handover.at, note=on_behalf(written, by), facts=facts)
    submitted = perform_locked(written, "submit", attempt)
    if main.pk == written.pk:
        return submitted
    step = "answer_supplement" if open_supplement(main) else "replace_content"
    return take_over(main, submitted, step, attempt)


def on_behalf(application: Application, by: Any) -> str:
    """Say on the record for whom a deputy signs; nothing when people sign themselves."""
    absent = represented_signatory(by, application.organisation)
    return f"In Vertretung für {absent}." if absent else ""


def lock_with_copy(application: Application) -> tuple[Application, Application]:
    """Lock the application and, if that is meant, its working copy, always in this order.

    What it points at is read after the lock, never with it: who waited for the lock would be given
    what stood there before.
    """
    rows = Application.with_copies.select_for_update(of=("self",))
    main = rows.get(pk=application.revises_id or application.pk)
    written = rows.get(pk=application.pk) if application.revises_id else main
    load_what_is_once(written)
    return main, written


def submission_for_key(handover: Handover, by: Any) -> Submission | None:
    """Return what the person submitted with this key; the key never stands for something else."""
    if not handover.key:
        return None
    own = Submission.objects.filter(signed_by_key=by.actor_key, idempotency_key=handover.key)
    earlier = own.select_related("snapshot").first()
    if earlier and earlier.request_sha256 != handover.sha256:
        sentence = "Dieser Schlüssel wurde schon für eine Einreichung mit anderem Inhalt benutzt."
        raise RuleViolation(Finding("key_used", sentence))
    return earlier


def settle_supplement(supplement: SupplementRequest, submission: Submission, by: Any) -> None:
    """The request is answered, late or not, and the machine looks at every rule again."""
    supplement.answer, supplement.closed_at = submission, submission.committed_at
    supplement.is_late = submission.received_at > supplement.due_at
    supplement.save(update_fields=["answer", "closed_at", "is_late"])
    if supplement.is_late:
        change = {"after": {"due_at": supplement.due_at, "received_at": submission.received_at}}
        audit.record(submission.application, "accept_late", by=by, change=change)
    look_again(FormalCheck.objects.get(application=submission.application), by=by)


def names_partners(application: Application) -> bool:
    """Does the application name partners that could take part in another one?"""
    return any(partner.organisation_id for partner in application.partners.all())


def lock_call_of_partners(application: Application) -> bool:
    """Lock the call where partners are named: nobody may bind them elsewhere meanwhile.

    Without partners applications have nothing in common, and none waits for another.
    """
    found = names_partners(application)
    if found:
        lock_call(application)
    return found


def next_number(application: Application, at: datetime) -> str:
    """Count on and return the new receipt number: without gap or double in the programme."""
    programme = application.call_version.call.programme
    counters = ReceiptCounter.objects.select_for_update()
    counter, _ = counters.get_or_create(programme=programme)
    counter.last += 1
    counter.save(update_fields=["last"])
    return receipt_number(programme.code, localtime(at).year, counter.last)


def freeze_submission(
    application: Application, handover: Handover, *, by: Any, edition: int = 1
) -> Submission:
    """Freeze the content, write the receipt, and note sums and number on the application.

    All is read before the number is taken: from there to the commit others wait for theirs.
    """
    at, content = handover.at, content_of(application)
    number = application.receipt_number or next_number(application, at)
    note_submission(application, number, at)
    absent = represented_signatory(by, application.organisation)
    receipt = {"number": number, "received_at": at, "signed_by": by.actor_key}
    receipt |= {"signed_for": absent.actor_key} if absent else {}
    submission = Submission.objects.create(
        application=application,
        number=edition,
        receipt_number=number,
        snapshot=snapshots.freeze(application, "submission", {"receipt": receipt, **content}),
        received_at=at,
        committed_at=clock.now(),
        signed_by_key=by.actor_key,
        signed_for_key=absent.actor_key if absent else "",
        idempotency_key=handover.key,
        request_sha256=handover.sha256,
    )
    after = {"receipt_number": number, "sha256": submission.snapshot.sha256, "received_at": at}
    audit.record(application, "issue_receipt", by=by, change={"after": after}, at=at)
    return submission


def note_submission(application: Application, number: str, at: datetime) -> None:
    """An answer to a supplement request does not change when the application itself came."""
    plan = plan_of(application)
    application.receipt_number = number
    if application.status == Application.Status.SUBMITTED:
        application.submitted_at = at
    application.requested_amount, application.eligible_amount = plan.grant, plan.eligible
    application.save(
        update_fields=["receipt_number", "submitted_at", "requested_amount", "eligible_amount"]
    )
