"""However many click at once, one application gives one receipt (PostgreSQL, two processes)."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from applications.actions import submission as submitting
from applications.actions.submission import (
    hand_over,
    next_number,
    submit_application,
)
from applications.checks.entry import declarations
from applications.models import Application, Submission
from core import audit, clock
from core.models import OutboxMail
from core.refusals import RuleViolation
from programmes.models import ReceiptCounter
from tests import cast
from tests.applications.complete import bare_submission, complete
from tests.faults.processes import FORK, forked

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

PROCESSES, CLICKS = 2, 20


def in_two_processes(work):
    """Run `work()` 20 times at once, 10 in each of two processes; return the outcomes."""
    outcomes, together = FORK.Queue(), FORK.Barrier(CLICKS)

    def once(_):
        connection.ensure_connection()  # connecting takes longer than submitting
        together.wait()
        return work()

    def run():
        each = CLICKS // PROCESSES
        with ThreadPoolExecutor(each) as threads:
            found = list(threads.map(once, range(each)))
        for outcome in found:
            outcomes.put(outcome)
        outcomes.close()
        outcomes.join_thread()

    processes = [forked(run) for _ in range(PROCESSES)]
    found = [outcomes.get(timeout=120) for _ in range(CLICKS)]
    for process in processes:
        process.join()
    return found


def click(application, signatory):
    """Submit once and return the receipt's number, or the kind of refusal."""
    try:
        submission = submit_application(
            Application.objects.get(pk=application.pk),
            by=signatory,
            at=clock.now(),
            confirmed=list(declarations(application)),
        )
        return submission.receipt_number
    except (IntegrityError, RuleViolation, PermissionDenied) as refusal:
        return type(refusal).__name__
    finally:
        connection.close()


def race(application):
    signatory = cast.signatory(application.organisation)
    assert signatory.current_memberships  # loaded once, before the threads share the person
    return Counter(in_two_processes(lambda: click(application, signatory)))


def test_twenty_clicks_give_one_submission_and_everyone_the_same_receipt():
    application = complete()
    found = race(application)
    submission = Submission.objects.get()
    assert found == {submission.receipt_number: CLICKS}
    assert [event.step for event in audit.trail(application)].count("submit") == 1
    assert list(audit.faults(application)) == []
    people = OutboxMail.objects.filter(subject__contains=submission.receipt_number)
    assert len({mail.recipient for mail in people}) == people.count()
    assert ReceiptCounter.objects.get().last == 1


def test_many_towns_at_once_get_numbers_without_gap_or_double():
    version = cast.open_call()
    towns = [f"Ort {number}" for number in range(CLICKS)]
    applications = [bare_submission(version, name, status="draft") for name in towns]
    for application in applications:
        application.receipt_number = ""
        application.submitted_at = None
        application.save(update_fields=["receipt_number", "submitted_at"])
    keys = FORK.Queue()
    for application in applications:
        keys.put(application.pk)
    in_two_processes(lambda: numbered(keys.get()))
    serials = sorted(number.split("-")[2] for number in numbers())
    assert serials == [f"{serial:04d}" for serial in range(1, CLICKS + 1)]


def numbers():
    return Application.objects.values_list("receipt_number", flat=True)


def numbered(pk):
    """Give one application the next number, as a submission does inside its transaction."""
    try:
        with transaction.atomic():
            application = Application.objects.get(pk=pk)
            application.receipt_number = next_number(application, clock.now())
            application.save(update_fields=["receipt_number"])
        return "numbered"
    finally:
        connection.close()


@pytest.fixture
def no_locks(monkeypatch):
    """Nobody waits for a lock, and everybody has read before anybody writes."""

    def late(*arguments):
        time.sleep(0.5)
        return hand_over(*arguments)

    monkeypatch.setattr(submitting, "hand_over", late)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self.all())


def test_without_any_lock_the_database_still_refuses_a_second_receipt(no_locks):
    """Positive control: the locks are what makes the clicks wait for each other."""
    application = complete()
    found = race(application)
    assert found["IntegrityError"] > 0, found
    assert Submission.objects.count() == 1


def test_without_lock_and_constraint_the_race_is_lost(no_locks):
    """Positive control: with neither lock nor constraint there are several receipts."""
    application = complete()
    with connection.schema_editor() as editor:
        for constraint in (*Submission._meta.constraints, *Application._meta.constraints):
            if constraint.name in ("one_submission_a_number", "one_application_a_receipt_number"):
                model = Submission if constraint in Submission._meta.constraints else Application
                editor.remove_constraint(model, constraint)
        editor.execute("ALTER TABLE core_auditevent DROP CONSTRAINT one_entry_a_number")
    race(application)
    assert Submission.objects.count() > 1
