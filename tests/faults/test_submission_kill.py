"""A worker killed at any step of a submission loses nothing and doubles nothing (PostgreSQL)."""

import os
import signal

import pytest

from applications.actions import submission as actions
from applications.checks.entry import declarations
from applications.models import Application, Submission
from core import audit, clock
from core.models import OutboxMail, Snapshot
from programmes.models import ReceiptCounter
from tests import cast
from tests.applications.complete import complete
from tests.faults.processes import forked

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
KEY = "one-try"

STEPS = {
    "call locked": "lock_call_of_partners",
    "application locked": "lock_with_copy",
    "status moved": "hand_over",
    "number counted": "next_number",
    "content frozen": "freeze_submission",
    "before the commit": "mails.confirm_submission",
}
IN_THE_SUITE = ("content frozen", "committed")


def die(*_arguments, **_options):
    os.kill(os.getpid(), signal.SIGKILL)


def hand_in(application):
    by = cast.signatory(application.organisation)
    handover = actions.Handover(clock.now(), tuple(declarations(application)), key=KEY)
    return actions.submit_once(application, handover, by=by)


def killed_after(application, step):
    """Submit in a process of its own that is killed right after this step."""

    def work():
        place, _, name = STEPS[step].rpartition(".") if step in STEPS else ("", "", "")
        if name:
            owner = getattr(actions, place) if place else actions
            real = getattr(owner, name)
            setattr(owner, name, lambda *a, **o: (real(*a, **o), die()))
        hand_in(application)
        die()  # committed, but the answer never reaches the sender

    process = forked(work)
    process.join()
    assert process.exitcode == -signal.SIGKILL


@pytest.mark.parametrize(
    "step",
    [
        pytest.param(step, marks=() if step in IN_THE_SUITE else pytest.mark.drill)
        for step in (*STEPS, "committed")
    ],
)
def test_after_a_kill_the_retry_gives_the_one_receipt(step):
    application = complete()
    people = {cast.signatory().email, cast.editor().email}
    killed_after(application, step)
    stored = Submission.objects.count()
    assert stored == (1 if step == "committed" else 0)
    assert Application.objects.get().status == ("submitted" if stored else "draft")
    receipt = hand_in(Application.objects.get())
    assert hand_in(Application.objects.get()) == receipt == Submission.objects.get()
    assert ReceiptCounter.objects.get().last == 1
    assert Snapshot.objects.filter(kind="submission").count() == 1
    mails = OutboxMail.objects.filter(subject__contains=receipt.receipt_number)
    assert sorted(mail.recipient for mail in mails) == sorted(people)
    trail = [event.step for event in audit.trail(application)]
    assert (trail.count("submit"), trail.count("issue_receipt")) == (1, 1)
    assert list(audit.faults(application)) == []
