"""Declarations of bias: by the reviewer before reading, by the office when in doubt."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from accounts.models import Person
from core import audit, clock
from core.refusals import Finding, RuleViolation
from core.workflow import Attempt, perform
from evaluation import mails
from evaluation.models import Assignment, Candidacy, ConflictDeclaration, OpenedPart, Review

Answer = ConflictDeclaration.Answer
LONGEST = 200  # characters of the name of an opened part
STEPS = {
    Answer.CLEAR: "declare_clear",
    Answer.UNSURE: "declare_unsure",
    Answer.CONFLICT: "declare_conflict",
}


@transaction.atomic
def declare(assignment: Assignment, *, by: Person, answer: str, reason: str = "") -> Assignment:
    """Write what the reviewer declares; reading opens, waits or ends at once."""
    if answer != Answer.CLEAR and not reason.strip():
        raise RuleViolation(Finding("no_reason", "Nennen Sie den Grund.", field="reason"))
    candidacy = lock_candidacy(assignment)
    declared = perform(assignment, STEPS[Answer(answer)], Attempt(by=by, note=reason.strip()))
    ConflictDeclaration.objects.create(assignment=declared, answer=answer, reason=reason.strip())
    if answer != Answer.CLEAR:
        mails.report_declaration(declared)
    drop_result_without(declared, candidacy, by)
    return declared


@transaction.atomic
def decide_conflict(
    assignment: Assignment, *, by: Person, is_biased: bool, reason: str
) -> Assignment:
    """The office answers a reviewer's doubt, or learns of a bias itself."""
    if not reason.strip():
        raise RuleViolation(Finding("no_reason", "Nennen Sie den Grund.", field="reason"))
    candidacy = lock_candidacy(assignment)
    step = "declare_conflict" if is_biased else "clear_after_question"
    decided = perform(assignment, step, Attempt(by=by, note=reason.strip()))
    if is_biased:
        mails.announce_removal(decided)
        drop_result_without(decided, candidacy, by)
    else:
        mails.announce_clearance(decided)
    return decided


def note_opening(assignment: Assignment, name: str) -> None:
    """Keep that a reviewer has opened a part of the application, and how often."""
    now = clock.now()
    part, is_new = OpenedPart.objects.get_or_create(
        assignment=assignment, name=name[:LONGEST], defaults={"first_at": now, "last_at": now}
    )
    if not is_new:
        rows = OpenedPart.objects.filter(pk=part.pk)
        rows.update(times=F("times") + 1, last_at=now)


def lock_candidacy(assignment: Assignment) -> Candidacy:
    """Lock the parent first, so that no result is stored while a review falls away."""
    return Candidacy.objects.select_for_update().get(pk=assignment.candidacy_id)


def drop_result_without(assignment: Assignment, candidacy: Candidacy, by: Person) -> None:
    """Reopen the review when a result rests on a review that counts no more."""
    submitted = Review.objects.filter(assignment=assignment, status=Review.Status.SUBMITTED)
    closed = candidacy.status in (Candidacy.Status.REVIEWED, Candidacy.Status.RANKED)
    if assignment.status != Assignment.Status.CONFLICTED or not closed or not submitted.exists():
        return
    note = "Ein Gutachten zählt wegen Befangenheit nicht mehr."
    candidacy = perform(candidacy, "reopen_review", Attempt(by=by, note=note))
    before = {"total": candidacy.total, "is_fundable": candidacy.is_fundable}
    candidacy.total = candidacy.is_fundable = None
    candidacy.diverges, candidacy.tie_breaks = False, []
    candidacy.save(update_fields=["total", "is_fundable", "diverges", "tie_breaks"])
    after = {"total": None, "is_fundable": None}
    audit.record(candidacy, "drop_result", by=by, change={"before": before, "after": after})
