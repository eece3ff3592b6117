"""A long run that somebody waits for: progress, cancelling, and a mail when it is over."""

import pytest

from core import jobs
from core.jobs_model import Job
from core.models import OutboxMail
from tests import cast

pytestmark = pytest.mark.django_db


def asked(function="tests.core.jobs.fail", **arguments):
    by = cast.officer()
    wish = jobs.Order("Briefe versenden", by.actor_key, by.email, "/programm/auswahl/")
    return jobs.order(function, wish, **arguments)


def page_of(client, job, person):
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.get(f"/auftrag/{job.pk}/")


def test_the_page_renews_itself_until_the_run_is_over(client, tmp_path):
    job = asked("tests.core.jobs.note", path=str(tmp_path / "notes"))
    assert b"every 2s" in page_of(client, job, cast.officer()).content
    jobs.run_next()
    page = page_of(client, job, cast.officer()).content.decode()
    assert "every 2s" not in page
    assert "Fertig" in page
    assert "/programm/auswahl/" in page


def test_a_run_of_somebody_else_is_not_found(client):
    job = asked()
    assert page_of(client, job, cast.second_officer()).status_code == 404
    assert client.post(f"/auftrag/{job.pk}/abbrechen/").status_code == 404


def test_who_waits_gets_one_mail_when_the_run_is_done(tmp_path):
    asked("tests.core.jobs.note", path=str(tmp_path / "notes"))
    jobs.run_next()
    mail = OutboxMail.objects.get()
    assert mail.recipient == cast.officer().email
    assert "Briefe versenden: fertig." in mail.body


def test_who_waits_is_told_of_a_failure_only_after_the_last_attempt(time_machine):
    time_machine.move_to("2026-03-02 08:00:00+01:00", tick=False)
    job = asked()
    for _ in range(3):
        assert not OutboxMail.objects.exists()
        jobs.run_next()
        time_machine.shift(3600)
    job.refresh_from_db()
    assert job.state == Job.State.DEAD
    assert OutboxMail.objects.count() == 1


def test_cancelling_on_the_page_stops_the_run(client):
    job = asked()
    client.force_login(
        cast.officer(), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    page = client.post(f"/auftrag/{job.pk}/abbrechen/", follow=True).content.decode()
    assert "Abgebrochen" in page
    assert not jobs.run_next()
