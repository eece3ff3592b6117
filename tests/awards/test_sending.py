"""Letters in bulk: previewed, one by one or all, in a job that sends nothing twice."""

import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied

from awards.actions import sending
from awards.actions.awarding import approve_for_sending
from awards.models import AwardNotice, LetterRun
from awards.sending import unsent
from core import jobs, pdf
from core.jobs_model import Job
from core.models import OutboxMail
from core.refusals import RuleViolation
from evaluation.models import FundingDecision, RejectionLetter
from tests import cast
from tests.awards import casting

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def approved(version, *towns):
    """The first town gets an award, the others are rejected; nothing is sent."""
    found = []
    for number, one in enumerate(casting.ranked(version, *towns)):
        wish = casting.award_of(one) if number == 0 else casting.rejection()
        decision = casting.co_signed(one, wish)
        found.append(approve_for_sending(decision, by=cast.head_of_unit()))
    return found


def ordered(version):
    keys = unsent(version.call).values_list("key", flat=True)
    return sending.order_letters(version.call, keys, by=cast.officer())


def letters_of(client):
    return " ".join(client.get("/kommune/bescheide/").content.decode().split())


@pytest.mark.django_db
def test_a_run_sends_every_waiting_letter_once_and_tells_who_asked(client):
    version = cast.open_call()
    decisions = approved(version, "Eberswalde", "Neustadt")
    editor = cast.editor(decisions[1].candidacy.application.organisation)
    client.force_login(editor, backend=BACKEND)
    assert "Ablehnung DSR" not in letters_of(client)
    ordered(version)
    assert jobs.run_next()
    assert (AwardNotice.objects.count(), RejectionLetter.objects.count()) == (1, 1)
    assert "2 von 2 Schreiben" in Job.objects.get().sentence
    assert "Ablehnung DSR" in letters_of(client)
    told = set(OutboxMail.objects.values_list("recipient", flat=True))
    assert {editor.email, cast.officer().email} <= told
    assert not unsent(version.call).exists()
    mails = OutboxMail.objects.count()
    sending.send_run(LetterRun.objects.get(), lambda percent, sentence: None)
    assert OutboxMail.objects.count() == mails


@pytest.mark.django_db
def test_a_letter_that_cannot_be_drawn_is_not_sent_and_the_others_are(monkeypatch):
    version = cast.open_call()
    approved(version, "Eberswalde", "Neustadt")
    real = pdf.render

    def broken(template, *arguments, **options):
        if template == "rejection_letter":
            raise pdf.PdfUnavailableError(template)
        return real(template, *arguments, **options)

    monkeypatch.setattr(pdf, "render", broken)
    run = ordered(version)
    jobs.run_next()
    assert AwardNotice.objects.count() == 1
    assert not RejectionLetter.objects.exists()
    failed = run.orders.exclude(problem="").get()
    assert "nicht als PDF" in failed.problem
    assert "1 von 2 Schreiben sind versandt, 1 nicht" in Job.objects.get().sentence


@pytest.mark.django_db
def test_only_officers_send_and_only_what_is_approved():
    version = cast.open_call()
    one = casting.ranked(version, "Eberswalde")[0]
    decision = casting.co_signed(one, casting.award_of(one))
    with pytest.raises(RuleViolation, match="nicht freigegeben"):
        sending.send_one(decision, by=cast.officer())
    with pytest.raises(RuleViolation, match="Wählen Sie mindestens"):
        sending.order_letters(version.call, [decision.key], by=cast.officer())
    with pytest.raises(PermissionDenied):
        sending.send_one(decision, by=cast.budget_officer())


@pytest.mark.django_db
def test_cancelling_stops_between_two_letters_and_a_new_run_sends_the_rest():
    version = cast.open_call()
    approved(version, "Eberswalde", "Neustadt")
    run = ordered(version)

    def stop_after_one(percent, sentence):
        raise jobs.JobStopped

    with pytest.raises(jobs.JobStopped):
        sending.send_run(run, stop_after_one)
    assert run.orders.exclude(sent_at=None).count() == 1
    assert unsent(version.call).count() == 1
    ordered(version)
    while jobs.run_next():
        pass
    assert AwardNotice.objects.count() + RejectionLetter.objects.count() == 2


# A process of its own from the beginning: a forked one would wait for threads of the PDF engine.
KILLED_AFTER_ONE = """
import os, signal, django
django.setup()
from awards.actions import sending
from awards.models import LetterRun
sending.send_run(LetterRun.objects.get(), lambda *said: os.kill(os.getpid(), signal.SIGKILL))
"""


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_sends_nothing_twice_and_loses_nothing(database_url):
    version = cast.open_call()
    approved(version, "Eberswalde", "Neustadt")
    run = ordered(version)
    environment = {**os.environ, "DATABASE_URL": database_url}
    environment["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    command = [sys.executable, "-c", KILLED_AFTER_ONE]
    ended = subprocess.run(command, check=False, env=environment, cwd=settings.BASE_DIR)
    assert ended.returncode == -signal.SIGKILL
    assert run.orders.exclude(sent_at=None).count() == 1
    sending.send_run(LetterRun.objects.get(), lambda percent, sentence: None)
    assert FundingDecision.objects.count() == 2
    assert AwardNotice.objects.count() + RejectionLetter.objects.count() == 2
