"""The pool of reviewers: invited by the office, kept up to date by the reviewers themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.actions import add_member
from accounts.models import OFFICE_ROLES, Organisation, Person, Role
from accounts.permissions import has_role, is_officer
from core import audit, clock
from core.refusals import EditConflict, Finding, RuleViolation
from core.text import clean
from evaluation import mails
from evaluation.models import Assignment, Reviewer, ReviewerExpertise, ReviewerTie
from evaluation.permissions import is_own_profile
from programmes.models import CallVersion

REMINDED_BEFORE = 7  # days before the date by which a review is due


@dataclass(frozen=True)
class Profile:
    """What a reviewer says about themselves."""

    land: str
    employer: Organisation | None
    home: Organisation | None
    languages: str
    capacity: int
    absent_from: date | None
    absent_until: date | None


@transaction.atomic
def invite_reviewer(email: str, name: str, *, by: Person) -> Reviewer:
    """Ask somebody to join the pool; without an account they get one and choose a password."""
    if not is_officer(by) or by.acting is None:
        raise PermissionDenied
    address = email.strip().lower()
    person = Person.objects.filter(email__iexact=address).first()
    if findings := stands_against_inviting(person):
        raise RuleViolation(*findings)
    person = person or Person.objects.create_user(address, None, name=clean(name))
    add_member(by.acting.organisation, person, Role.REVIEWER, by=by)
    reviewer = Reviewer.objects.create(person=person, invited_at=clock.now(), accepted_at=None)
    audit.record(reviewer, "invite_reviewer", by=by, change={"after": {"person": person.key}})
    mails.invite(reviewer)
    return reviewer


def stands_against_inviting(person: Person | None) -> list[Finding]:
    """Nobody is invited twice, and the office does not judge what it decides."""
    if person is None:
        return []
    if Reviewer.objects.filter(person=person).exists():
        return [Finding("in_pool", f"{person} steht schon in der Liste.", field="email")]
    if has_role(person, *OFFICE_ROLES, Role.AUDITOR):
        sentence = f"{person} gehört zur Programmstelle und kann nicht begutachten."
        return [Finding("office_person", sentence, field="email")]
    return []


@transaction.atomic
def accept_invitation(reviewer: Reviewer, *, by: Person) -> Reviewer:
    """From now on applications may be assigned."""
    reviewer = locked(reviewer, by)
    if reviewer.accepted_at is None:
        reviewer.accepted_at = clock.now()
        reviewer.save(update_fields=["accepted_at"])
        after = {"after": {"accepted_at": reviewer.accepted_at}}
        audit.record(reviewer, "accept_invitation", by=by, change=after)
    return reviewer


@transaction.atomic
def confirm_training(reviewer: Reviewer, *, by: Person) -> Reviewer:
    """Keep when the reviewer says to have read the introduction."""
    reviewer = locked(reviewer, by)
    reviewer.trained_at = clock.now()
    reviewer.save(update_fields=["trained_at"])
    change = {"after": {"trained_at": reviewer.trained_at}}
    audit.record(reviewer, "confirm_training", by=by, change=change)
    return reviewer


def locked(reviewer: Reviewer, by: Person) -> Reviewer:
    """Return the entry locked, if it is this person's own."""
    reviewer = Reviewer.objects.select_for_update(of=("self",)).get(pk=reviewer.pk)
    if not is_own_profile(reviewer, by):
        raise PermissionDenied
    return reviewer


@transaction.atomic
def save_profile(
    reviewer: Reviewer, profile: Profile, expertise: Mapping[str, int], *, by: Person, version: int
) -> Reviewer:
    """Store what differs; expertise is kept for the topics named, others stay."""
    reviewer = locked(reviewer, by)
    if version != reviewer.version:
        raise EditConflict(reviewer)
    wanted = asdict(profile) | {"languages": clean(profile.languages)}
    wanted |= {"employer": profile.employer, "home": profile.home}
    before = {name: in_trail(getattr(reviewer, name)) for name in wanted}
    for name, value in wanted.items():
        setattr(reviewer, name, value)
    reviewer.version += 1
    reviewer.save(update_fields=[*wanted, "version"])
    after = {name: in_trail(value) for name, value in wanted.items()}
    keep_expertise(reviewer, expertise)
    after["Erfahrung"] = {code: level for code, level in sorted(expertise.items()) if level}
    audit.record(reviewer, "save_profile", by=by, change={"before": before, "after": after})
    return reviewer


def in_trail(value: object) -> object:
    return str(value) if isinstance(value, Organisation) else value


def keep_expertise(reviewer: Reviewer, expertise: Mapping[str, int]) -> None:
    ReviewerExpertise.objects.bulk_create(
        [
            ReviewerExpertise(reviewer=reviewer, topic_code=code, level=level)
            for code, level in expertise.items()
        ],
        update_conflicts=True,
        unique_fields=["reviewer", "topic_code"],
        update_fields=["level"],
    )


@transaction.atomic
def add_tie(reviewer: Reviewer, kind: str, organisation: Organisation, *, by: Person) -> None:
    """Name an organisation whose applications this reviewer must not judge."""
    reviewer = locked(reviewer, by)
    tie, created = ReviewerTie.objects.get_or_create(
        reviewer=reviewer, kind=kind, organisation=organisation, ended_on=None
    )
    if created:
        change = {"after": {"kind": tie.kind, "Organisation": organisation.name}}
        audit.record(reviewer, "add_tie", by=by, change=change)


@transaction.atomic
def end_tie(tie: ReviewerTie, *, by: Person) -> None:
    """The tie has ended; the row stays as evidence."""
    reviewer = locked(tie.reviewer, by)
    tie.ended_on = clock.today()
    tie.save(update_fields=["ended_on"])
    change = {"before": {"kind": tie.kind, "Organisation": tie.organisation.name}}
    audit.record(reviewer, "end_tie", by=by, change=change)


@transaction.atomic
def remind_reviewers(version: CallVersion, *, by: Person) -> int:
    """Write to everybody whose declaration or review is due soon or overdue; return how many."""
    if not is_officer(by):
        raise PermissionDenied
    open_work = Assignment.objects.open_work().filter(
        candidacy__application__call_version__call=version.call_id,
        due_on__lte=clock.today() + timedelta(days=REMINDED_BEFORE),
    )
    return mails.remind(open_work.select_related("reviewer__person", "candidacy__application"))
