"""The formal check by two officers."""

from __future__ import annotations

from accounts.models import Person
from applications.actions.formal import (
    confirm_formal_check,
    judge_rule,
    propose_admission,
    propose_rejection,
    start_formal_check,
)
from applications.models import Application, FormalCheck
from core import clock
from demo.cases import Case
from demo.fates import NOT_ASSESSABLE, UNCHECKED, Fate
from demo.formal import CONFIRMED_AFTER, PROPOSED, PROPOSED_AFTER, REASONS, Verdict, word_on
from demo.play import Play


def play_check(play: Play, case: Case, application: Application) -> None:
    """Check the application as far as its fate says."""
    if case.fate in UNCHECKED:
        return
    officer, second = play.officers_for(case)
    start = play.checked_at(case)
    with clock.stopped_at(start):
        check = start_formal_check(application, by=officer)
    if case.fate == Fate.IN_CHECK:
        return
    with clock.stopped_at(start + PROPOSED_AFTER):
        judge_open_rules(check, case, officer)
        if case.fate in NOT_ASSESSABLE:
            check = propose_rejection(check, reasons=REASONS, by=officer)
        else:
            check = propose_admission(check, by=officer)
    if case.fate not in PROPOSED:
        with clock.stopped_at(start + CONFIRMED_AFTER):
            confirm_formal_check(check, by=second)


def judge_open_rules(check: FormalCheck, case: Case, officer: Person) -> None:
    """Give the officer's word where the machine cannot judge."""
    for result in check.results.filter(verdict=Verdict.OPEN).order_by("pk"):
        verdict, note = word_on(case, result.code)
        judge_rule(check, result.code, verdict=verdict, note=note, by=officer)
