"""The discussion after all reviews are in: opened by the office, kept as additional records."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Person
from core import audit
from core.refusals import Finding, RuleViolation
from core.text import clean
from core.workflow import Attempt
from evaluation import mails
from evaluation.actions.conflicts import lock_candidacy
from evaluation.actions.reviewing import Judgement, off_the_scale
from evaluation.checks import every_review_submitted
from evaluation.models import (
    Assignment,
    Candidacy,
    Consensus,
    ConsensusRemark,
    Review,
    ScoreChange,
)
from evaluation.permissions import may_assign, may_consult
from evaluation.scores import counting_points, points_of, result_of, yardstick


@transaction.atomic
def open_consensus(candidacy: Candidacy, *, by: Person) -> Consensus:
    """Let the reviewers read each other: only when all are in and they diverge."""
    candidacy = Candidacy.objects.select_for_update(of=("self",)).get(pk=candidacy.pk)
    if not may_assign(candidacy, by):
        raise PermissionDenied
    if findings := stands_against_consensus(candidacy, Attempt(by=by)):
        raise RuleViolation(*findings)
    consensus = Consensus.objects.create(candidacy=candidacy, opened_by_key=by.actor_key)
    audit.record(candidacy, "open_consensus", by=by, change={})
    mails.invite_to_consensus(candidacy.assignments.counting())
    return consensus


def stands_against_consensus(candidacy: Candidacy, attempt: Attempt) -> list[Finding]:
    if candidacy.status != Candidacy.Status.IN_REVIEW:
        return [Finding("review_closed", "Die Begutachtung läuft nicht.")]
    if hasattr(candidacy, "consensus"):
        return [Finding("opened", "Die Beratung ist schon eröffnet.")]
    if missing := every_review_submitted(candidacy, attempt):
        return missing
    rules = yardstick(candidacy.application.call_version)
    if result_of(counting_points(candidacy), rules).diverges:
        return []
    return [Finding("agree", "Die Gutachten weichen nicht voneinander ab.")]


@transaction.atomic
def add_remark(assignment: Assignment, text: str, *, by: Person) -> ConsensusRemark:
    """Say something in the discussion."""
    assignment = consulting(assignment, by)
    if not text.strip():
        raise RuleViolation(Finding("empty", "Schreiben Sie einen Beitrag.", field="text"))
    remark = ConsensusRemark.objects.create(
        consensus=assignment.candidacy.consensus, assignment=assignment, text=clean(text).strip()
    )
    audit.record(assignment.candidacy, "add_remark", by=by, change={})
    return remark


@transaction.atomic
def change_score(
    assignment: Assignment, code: str, points: Decimal, reason: str, *, by: Person
) -> ScoreChange:
    """Change the points on one criterion after the discussion; the first ones are kept."""
    assignment = consulting(assignment, by)
    review = Review.objects.select_for_update(of=("self",)).get(assignment=assignment)
    findings = off_the_scale(review, {code: Judgement(points)})
    if not reason.strip():
        findings.append(Finding("no_reason", "Begründen Sie die Änderung.", field="reason"))
    if findings:
        raise RuleViolation(*findings)
    before = points_of(review).get(code)
    change = ScoreChange.objects.create(
        review=review, code=code, points=points, reason=clean(reason).strip()
    )
    trail = {"before": {code: before}, "after": {code: points}}
    audit.record(review, "change_score", by=by, change=trail)
    return change


def consulting(assignment: Assignment, by: Person) -> Assignment:
    """Return the assignment of somebody who takes part, while the review is open."""
    candidacy = lock_candidacy(assignment)
    assignment = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    if not may_consult(assignment, by):
        raise PermissionDenied
    if candidacy.status != Candidacy.Status.IN_REVIEW:
        raise RuleViolation(Finding("review_closed", "Die Begutachtung ist abgeschlossen."))
    return assignment
