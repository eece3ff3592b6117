"""The formal checks of a batch, by the same rules and with the same words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.utils.timezone import localtime

from accounts.models import Role
from applications.actions.formal import seen_by_machine
from applications.checks import RULES
from applications.checks.rule import nothing
from applications.letters import formal_rejection_content
from applications.models import Application, CheckResult, FormalCheck, FormalRejection
from core.actors import Actor
from core.models import Snapshot
from core.snapshots import frozen
from core.workflow import Attempt
from demo.cases import Case
from demo.fates import NOT_ASSESSABLE, UNCHECKED, Fate
from demo.formal import (
    CONFIRMED_AFTER,
    PROPOSED,
    PROPOSED_AFTER,
    REASONS,
    WITHDRAWAL,
    WITHDRAWN_AFTER,
    Verdict,
    word_on,
)
from demo.in_bulk.drafts import Desk, Written
from demo.in_bulk.trail import Step, employee, moved
from demo.play import Play
from rulebook.calendar import notified_on, remedy_until

Status = FormalCheck.Status
STATUS = {
    Fate.IN_CHECK: Status.OPEN,
    Fate.ADMISSION_PROPOSED: Status.ADMISSION_PROPOSED,
    Fate.REJECTION_PROPOSED: Status.REJECTION_PROPOSED,
}
# These look at all other applications, and find nothing in ours: no query for each.
FOUND_NOTHING = ("one_application", "no_overlap")
RULES_HERE = [
    replace(rule, check=nothing) if rule.code in FOUND_NOTHING else rule for rule in RULES
]


def write_checks(play: Play, handed_in: Written) -> None:
    """Store check and results of every application that an officer has opened."""
    checked = [(case, one) for case, one in handed_in if case.fate not in UNCHECKED]
    checks = [check_of(play, case, application) for case, application in checked]
    FormalCheck.objects.bulk_create(checks)
    CheckResult.objects.bulk_create(
        result
        for (case, application), check in zip(checked, checks, strict=True)
        for result in results_of(play, case, application, check)
    )
    confirmed = [check for check in checks if check.confirmed_at]
    rejected = Application.Status.FORMALLY_REJECTED
    notices = [notice_of(check) for check in confirmed if check.application.status == rejected]
    Snapshot.objects.bulk_create(notice.snapshot for notice in notices)
    FormalRejection.objects.bulk_create(notices)


def notice_of(check: FormalCheck) -> FormalRejection:
    """Return the notice of a formal rejection, sent on the day it was confirmed."""
    sent = localtime(check.confirmed_at).date()
    notified = notified_on(sent)
    return FormalRejection(
        formal_check=check,
        snapshot=frozen(check, "formal_rejection", formal_rejection_content(check)),
        sent_on=sent,
        notified_on=notified,
        remedy_until=remedy_until(notified, check.application.organisation.land),
    )


def check_of(play: Play, case: Case, application: Application) -> FormalCheck:
    """Return the check as far as it has come."""
    officer, _ = play.officers_for(case)
    start, proposed = play.checked_at(case), case.fate != Fate.IN_CHECK
    confirmed = proposed and case.fate not in PROPOSED
    return FormalCheck(
        application=application,
        status=STATUS.get(case.fate, Status.CONFIRMED),
        checked_by_key=officer.actor_key,
        started_at=start,
        proposed_at=start + PROPOSED_AFTER if proposed else None,
        confirmed_at=start + CONFIRMED_AFTER if confirmed else None,
        reasons=REASONS if case.fate in NOT_ASSESSABLE else "",
    )


def results_of(
    play: Play, case: Case, application: Application, check: FormalCheck
) -> Iterator[CheckResult]:
    """Yield what machine and officer say to each rule."""
    officer, _ = play.officers_for(case)
    attempt = Attempt(by=officer, at=check.started_at)
    for rule in RULES_HERE:
        seen = seen_by_machine(rule, application, attempt)
        if seen["verdict"] == Verdict.OPEN and case.fate != Fate.IN_CHECK:
            seen["verdict"], seen["note"] = word_on(case, rule.code)
            seen["changed_by_key"] = officer.actor_key
        yield CheckResult(formal_check=check, code=rule.code, **seen)


def steps_of(play: Play, desk: Desk, case: Case, application: Application) -> Iterable[Step]:
    """Yield what the trail keeps after the submission: withdrawal, check, result."""
    states = Application.Status
    if case.fate == Fate.WITHDRAWN:
        by: Actor = employee(desk.key_of(case, Role.SIGNATORY), Role.SIGNATORY, case)
        change = moved(states.SUBMITTED, states.WITHDRAWN, WITHDRAWAL)
        yield Step("withdraw", by, play.round.deadline_at + WITHDRAWN_AFTER, change)
    if case.fate in UNCHECKED:
        return
    officer, second = play.officers_for(case)
    start = play.checked_at(case)
    change = moved(states.SUBMITTED, states.IN_FORMAL_CHECK)
    yield Step("start_formal_check", officer, start, change)
    if application.status != states.IN_FORMAL_CHECK:
        rejected = application.status == states.FORMALLY_REJECTED
        change = moved(states.IN_FORMAL_CHECK, application.status, REASONS if rejected else "")
        name = "reject_formally" if rejected else "admit"
        yield Step(name, second, start + CONFIRMED_AFTER, change)
