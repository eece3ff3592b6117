"""What several people do at the same moment happens once (PostgreSQL, threads)."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from core import audit
from core.refusals import EditConflict, RuleViolation
from evaluation import actions
from evaluation.models import Assignment, Candidacy, Reviewer
from tests import cast
from tests.evaluation import casting

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
THREADS = 8


def at_once(work) -> Counter:
    """Run `work(number)` in eight threads at the same moment; count what came of it."""
    together = Barrier(THREADS)

    def one(number: int) -> str:
        try:
            connection.ensure_connection()
            together.wait()
            work(number)
            return "done"
        except (RuleViolation, IntegrityError) as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as threads:
        return Counter(threads.map(one, range(THREADS)))


def test_the_last_place_of_a_reviewer_is_given_once():
    version = cast.open_call()
    officer = cast.officer()
    candidacies = [casting.candidacy(version, f"Ort {number}") for number in range(THREADS)]
    gerda = casting.reviewer(capacity=1)
    assert officer.current_memberships

    def assign(number: int) -> None:
        actions.assign_reviewer(candidacies[number], gerda, by=officer)

    assert at_once(assign) == {"done": 1, "RuleViolation": THREADS - 1}
    assert Assignment.objects.count() == 1


def test_applications_are_taken_over_once():
    version, officer = cast.open_call(), cast.officer()
    casting.admitted(version)
    assert officer.current_memberships
    at_once(lambda number: actions.open_candidacies(version, by=officer))
    assert Candidacy.objects.count() == 1


def test_a_review_is_closed_once_with_one_result_in_the_trail():
    version, officer = cast.open_call(), cast.officer()
    one = casting.in_review(version, casting.reviewer(), casting.reviewer("Gero"))
    for assignment in one.assignments.all():
        casting.submitted(assignment, 4)
    assert officer.current_memberships

    def close(number: int) -> None:
        actions.close_review(Candidacy.objects.get(pk=one.pk), by=officer)

    assert at_once(close) == {"done": 1, "RuleViolation": THREADS - 1}
    steps = Counter(event.step for event in audit.trail(one))
    assert steps["store_result"] == 1


def test_a_review_is_started_once_however_many_windows_save():
    one = casting.in_review(cast.open_call(), casting.reviewer(), casting.reviewer("Gero"))
    assignment = one.assignments.order_by("pk").first()
    person = Reviewer.objects.get(pk=assignment.reviewer_id).person
    assert person.current_memberships
    judgements = casting.judgements(one.application.call_version)

    def save(number: int) -> None:
        fresh = Assignment.objects.get(pk=assignment.pk)
        other = casting.secret(f"FENSTER {number}")
        try:
            actions.record_review(
                fresh, by=person, version=0, judgements=judgements | {"I1": other}
            )
        except EditConflict as conflict:
            raise RuleViolation() from conflict

    assert at_once(save) == {"done": 1, "RuleViolation": THREADS - 1}
