"""Letters are sent one by one or together: frozen, checked as PDF, put into the inbox, mailed.

Each letter is a transaction of its own, and one that exists is never made again: a run whose
worker was killed goes on where it stopped and sends nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from accounts.models import Person
from accounts.permissions import is_officer
from awards.actions.awarding import send_award
from awards.models import LetterOrder, LetterRun
from awards.sending import unsent
from core import audit, clock, jobs, pdf
from core.actors import Actor
from core.letters import delivered
from core.models import Snapshot
from core.refusals import Finding, RuleViolation
from evaluation.actions.deciding import send_rejection
from evaluation.models import FundingDecision
from programmes.models import Call

JOB = "awards.jobs.send_letters"
UNDRAWABLE = "Das Schreiben ließ sich nicht als PDF erzeugen. Es wurde nicht versandt."


@transaction.atomic
def send_letter(decision: FundingDecision, *, by: Actor) -> Snapshot:
    """Send the letter of an approved decision, or return the one that was sent."""
    if decision.outcome == FundingDecision.Outcome.AWARD:
        snapshot = send_award(decision, by=by).snapshot
    else:
        snapshot = send_rejection(decision).snapshot
    try:
        delivered(snapshot)
    except pdf.PdfUnavailableError as failure:
        raise RuleViolation(Finding("pdf", UNDRAWABLE)) from failure
    return snapshot


@transaction.atomic
def send_one(decision: FundingDecision, *, by: Person) -> Snapshot:
    """Send one letter now."""
    if not is_officer(by):
        raise PermissionDenied
    if decision.status != FundingDecision.Status.APPROVED:
        raise RuleViolation(Finding("not_approved", "Die Entscheidung ist nicht freigegeben."))
    return send_letter(decision, by=by)


@transaction.atomic
def order_letters(call: Call, keys: Iterable[str], *, by: Person) -> LetterRun:
    """Ask a worker to send these letters, as far as they are approved and not sent."""
    if not is_officer(by):
        raise PermissionDenied
    decisions = list(unsent(call).filter(key__in=list(keys)).order_by("pk"))
    if not decisions:
        raise RuleViolation(Finding("none", "Wählen Sie mindestens ein Schreiben aus."))
    run = LetterRun.objects.create(call=call, asked_by_key=by.actor_key)
    LetterOrder.objects.bulk_create(LetterOrder(run=run, decision=one) for one in decisions)
    place = reverse("letters_to_send", args=[call.slug])
    wish = jobs.Order(f"Schreiben versenden: {call.title}"[:200], by.actor_key, by.email, place)
    run.job_key = str(jobs.order(JOB, wish, run=run.key).key)
    run.save(update_fields=["job_key"])
    audit.record(run, "order_letters", by=by, change={"note": f"{len(decisions)} Schreiben"})
    return run


def send_run(run: LetterRun, said: Callable[[int, str], None]) -> None:
    """Work through a run from where it stands; `said` reports and may stop it between two."""
    by = Person.objects.get(key=run.asked_by_key)
    many = run.orders.count()
    waiting = run.orders.filter(sent_at=None, problem="").select_related(
        "decision__candidacy__application__organisation"
    )
    for order in list(waiting):
        send_ordered(order, by)
        done = run.orders.exclude(sent_at=None).count()
        said(100 * done // many, f"{done} von {many} Schreiben sind versandt.")
    if failed := run.orders.exclude(problem="").count():
        said(100, f"{many - failed} von {many} Schreiben sind versandt, {failed} nicht.")


def send_ordered(order: LetterOrder, by: Person) -> None:
    """Send one letter of a run; what stands against it is kept beside it, the others go on."""
    try:
        with transaction.atomic():
            send_letter(order.decision, by=by)
            order.sent_at = clock.now()
            order.save(update_fields=["sent_at"])
    except RuleViolation as refusal:
        order.sent_at, order.problem = None, str(refusal)
        order.save(update_fields=["sent_at", "problem"])
