"""Mails leave once, only with their change, and wait for a mail server that is away."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from core import clock, outbox
from core.models import OutboxMail

pytestmark = pytest.mark.django_db
OURS = ["kim@allmende.example"]


@pytest.fixture(autouse=True)
def real_operation(settings):
    """Outside the demonstration mails leave."""
    settings.ALLMENDE_MODE = "production"


class Away(BaseEmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, email_messages):
        raise ConnectionRefusedError


def test_each_recipient_gets_one_mail_however_often_workers_look():
    outbox.send([*OURS, *OURS, "nele@allmende.example"], "Betreff", "Text")
    assert [outbox.deliver_waiting(), outbox.deliver_waiting()] == [2, 0]
    assert sorted(sent.to[0] for sent in mail.outbox) == [*OURS, "nele@allmende.example"]


def test_the_worker_delivers(database_url, tmp_path):
    outbox.send(OURS, "Betreff", "Grüße aus Eberswalde")
    environment = os.environ | {
        "ALLMENDE_MODE": "production",
        "ALLOWED_HOSTS": "allmende.example",
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "EMAIL_URL": f"filemail:///{tmp_path}/mails",
    }
    command = [sys.executable, "manage.py", "work", "--until-empty"]
    subprocess.run(command, env=environment, check=True, timeout=60)
    [sent] = (tmp_path / "mails").iterdir()
    assert "To: kim@allmende.example" in sent.read_text()
    assert OutboxMail.objects.get().sent_at


def test_a_change_that_is_rolled_back_sends_no_mail():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.send(OURS, "Betreff", "Text")
        raise ZeroDivisionError
    assert outbox.deliver_waiting() == 0
    assert mail.outbox == []


def test_a_mail_server_that_is_away_is_asked_less_often_and_loses_nothing(settings):
    outbox.send(OURS, "Betreff", "Text")
    begun = clock.now()
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    for minutes, attempts in [(0, 1), (1, 1), (2, 2), (3, 2), (4, 3), (8, 4)]:
        with clock.stopped_at(begun + timedelta(minutes=minutes)):
            assert outbox.deliver_waiting() == 0
        assert OutboxMail.objects.get().attempts == attempts
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with clock.stopped_at(begun + timedelta(minutes=16)):
        assert outbox.deliver_waiting() == 1


def test_in_the_demonstration_nothing_leaves(settings):
    settings.ALLMENDE_MODE = "demo"
    outbox.send(OURS, "Betreff", "Text")
    assert outbox.deliver_waiting() == 0
    assert OutboxMail.objects.get().sent_at is None
