"""Admitted applications become candidacies; reviewers are assigned; the review starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Person
from accounts.permissions import is_officer
from applications.models import Application
from core import audit
from core.refusals import Finding, RuleViolation
from core.workflow import Attempt, perform
from evaluation import mails
from evaluation.conflicts import ReviewerFacts, obstacles
from evaluation.models import Assignment, Candidacy, Reviewer
from evaluation.permissions import may_assign
from evaluation.pool import case_of, reviewers_of, with_facts
from programmes.models import Call, CallVersion

MOVED = "Neu verteilt, damit jeder Antrag genug Gutachten bekommt."


def lock_call(version: CallVersion) -> None:
    """Let one at a time assign in a call: nobody can be given more than their capacity."""
    Call.objects.select_for_update().get(pk=version.call_id)


@transaction.atomic
def open_candidacies(version: CallVersion, *, by: Person) -> list[Candidacy]:
    """Take over every admitted application of the call that has no candidacy yet."""
    if not is_officer(by):
        raise PermissionDenied
    lock_call(version)
    waiting = Application.objects.filter(
        call_version__call=version.call_id,
        status=Application.Status.ADMITTED,
        candidacy__isnull=True,
    )
    opened = []
    for application in waiting.order_by("submitted_at", "pk"):
        candidacy = Candidacy.objects.create(application=application)
        audit.record(candidacy, "open_candidacy", by=by, change={"after": candidacy.status})
        opened.append(candidacy)
    return opened


def assign_reviewer(candidacy: Candidacy, reviewer: Reviewer, *, by: Person) -> Assignment:
    """Ask one reviewer to judge one candidacy."""
    return assign_reviewers([(candidacy, reviewer)], by=by)[0]


@transaction.atomic
def assign_reviewers(
    pairs: Sequence[tuple[Candidacy, Reviewer]], *, by: Person
) -> list[Assignment]:
    """Assign all pairs of one call or none, each under every rule; one mail for each reviewer."""
    if not pairs:
        return []
    version = pairs[0][0].application.call_version
    lock_call(version)
    pool = {facts.key: facts for facts in reviewers_of(version)}
    asked = Candidacy.objects.filter(pk__in={candidacy.pk for candidacy, _ in pairs})
    candidacies = {candidacy.pk: candidacy for candidacy in with_facts(asked)}
    assigned = []
    for candidacy, reviewer in pairs:
        facts = pool[reviewer.key]
        assigned.append(assign_pair(candidacies[candidacy.pk], reviewer, facts, by))
        pool[reviewer.key] = replace(facts, load=facts.load + 1)
    mails.announce_assignments(assigned)
    return assigned


@transaction.atomic
def reassign(
    pairs: Sequence[tuple[Candidacy, Reviewer]],
    released: Sequence[tuple[Candidacy, Reviewer]],
    *,
    by: Person,
) -> list[Assignment]:
    """Take unbegun assignments back and make others, all or none."""
    for candidacy, reviewer in released:
        held = Assignment.objects.filter(candidacy=candidacy, reviewer=reviewer)
        unbegun = held.filter(status=Assignment.Status.ASSIGNED).first()
        if unbegun is None:
            sentence = f"{reviewer} hat mit {candidacy} begonnen. Berechnen Sie den Vorschlag neu."
            raise RuleViolation(Finding("begun", sentence))
        remove_assignment(unbegun, by=by, reason=MOVED)
    return assign_reviewers(pairs, by=by)


def assign_pair(
    candidacy: Candidacy, reviewer: Reviewer, facts: ReviewerFacts, by: Person
) -> Assignment:
    """Check one pair against the facts of this moment and write it."""
    if not may_assign(candidacy, by):
        raise PermissionDenied
    if findings := [*still_open(candidacy), *reasons_against(facts, candidacy)]:
        raise RuleViolation(*findings)
    assignment = Assignment.objects.create(
        candidacy=candidacy,
        reviewer=reviewer,
        due_on=candidacy.application.call_version.review_until,
        assigned_by_key=by.actor_key,
    )
    change = {"after": {"Person (Kennung)": reviewer.key, "due_on": assignment.due_on}}
    audit.record(assignment, "assign_reviewer", by=by, change=change)
    return assignment


def still_open(candidacy: Candidacy) -> list[Finding]:
    """A reviewer may join until the review is closed."""
    if candidacy.status in (Candidacy.Status.ADMITTED, Candidacy.Status.IN_REVIEW):
        return []
    sentence = f"Der Antrag {candidacy} ist bereits „{candidacy.get_status_display()}“."
    return [Finding("review_closed", sentence)]


def reasons_against(facts: ReviewerFacts, candidacy: Candidacy) -> list[Finding]:
    """Return why this reviewer cannot take this candidacy now."""
    return [
        Finding(found.code, f"{facts.name}, {candidacy}: {found.sentence}", "assignments")
        for found in obstacles(facts, case_of(candidacy))
    ]


@transaction.atomic
def remove_assignment(assignment: Assignment, *, by: Person, reason: str) -> Assignment:
    """Take an assignment back, with a reason; not once its review is handed in."""
    lock_call(assignment.candidacy.application.call_version)
    if not reason.strip():
        raise RuleViolation(Finding("no_reason", "Nennen Sie den Grund.", field="reason"))
    removed = perform(assignment, "remove", Attempt(by=by, note=reason.strip()))
    mails.announce_removal(removed)
    return removed


@transaction.atomic
def decline_assignment(assignment: Assignment, *, by: Person, reason: str) -> Assignment:
    """Give an assignment back, with a reason; reading ends at once."""
    lock_call(assignment.candidacy.application.call_version)
    if not reason.strip():
        raise RuleViolation(Finding("no_reason", "Nennen Sie den Grund.", field="reason"))
    declined = perform(assignment, "decline", Attempt(by=by, note=reason.strip()))
    mails.report_refusal(declined, reason.strip())
    return declined


def start_review(candidacy: Candidacy, *, by: Person) -> Candidacy:
    """Open the candidacy for reading and scoring."""
    return perform(candidacy, "start_review", Attempt(by=by))


@transaction.atomic
def start_reviews(version: CallVersion, *, by: Person) -> tuple[int, int]:
    """Start every review that may start; return how many started and how many could not."""
    if not is_officer(by):
        raise PermissionDenied
    waiting = Candidacy.objects.filter(
        application__call_version__call=version.call_id, status=Candidacy.Status.ADMITTED
    )
    done = refused = 0
    for candidacy in waiting:
        try:
            start_review(candidacy, by=by)
            done += 1
        except (RuleViolation, PermissionDenied):
            refused += 1
    return done, refused
