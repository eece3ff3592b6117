"""Deadlines: reminders 14, 3 and 1 days before, once each, and a calendar with a secret address."""

from datetime import timedelta

import pytest
from django.urls import reverse

from applications.jobs import remind
from applications.models import CalendarFeed, DeadlineReminder
from core import clock, jobs
from core.jobs_model import Job
from core.models import OutboxMail
from tests import cast
from tests.applications.complete import complete, submit
from tests.applications.drafts import new_draft, signed_in

pytestmark = pytest.mark.django_db


def reminders(application, *days_before):
    """Run the job twice at each of these moments; return how many days before mails went out."""
    sent = []
    for days in days_before:
        OutboxMail.objects.all().delete()
        with clock.stopped_at(application.deadline - timedelta(days=days)):
            remind()
            remind()
        if OutboxMail.objects.filter(subject__contains="noch nicht eingereicht").count() == 1:
            sent.append(days)
    return sent


def test_a_draft_is_reminded_of_fourteen_three_and_one_days_before_and_once_each():
    draft = new_draft()
    assert reminders(draft, 20, 14, 10, 3, 2, 1, 0.5, -1) == [14, 3, 1]
    assert DeadlineReminder.objects.count() == 3


def test_a_stage_that_was_missed_is_not_made_up_for():
    assert reminders(new_draft(), 2, 1) == [2, 1]
    assert set(DeadlineReminder.objects.values_list("days", flat=True)) == {3, 1}


def test_what_is_submitted_is_not_reminded_of():
    application = complete()
    submit(application)
    assert reminders(application, 14, 1) == []


def test_the_workers_ask_for_it_once_a_day(settings):
    settings.ALLMENDE_DAILY_JOBS = ["applications.jobs.remind"]
    jobs.enqueue_daily()
    jobs.enqueue_daily()
    assert Job.objects.filter(function="applications.jobs.remind").count() == 1
    with clock.stopped_at(clock.now() + timedelta(days=1)):
        jobs.enqueue_daily()
    assert Job.objects.filter(function="applications.jobs.remind").count() == 2


def feed_of(client):
    client.post(reverse("calendar"))
    return reverse("calendar_feed", args=[CalendarFeed.objects.get().secret])


def test_a_calendar_reads_the_deadlines_without_signing_in(client):
    draft = new_draft()
    answer = client.get(feed_of(signed_in(cast.editor())))
    lines = answer.content.decode().split("\r\n")
    assert answer["Content-Type"] == "text/calendar"
    assert f"DTEND:{draft.deadline:%Y%m%dT%H%M%SZ}" in lines
    assert "SUMMARY:Antrag fertigstellen: Antrag ohne Titel" in lines
    assert max(len(line.encode()) for line in lines) <= 75
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])


def test_a_new_address_makes_the_old_one_invalid(client):
    new_draft()
    mine = signed_in(cast.editor())
    first, second = feed_of(mine), feed_of(mine)
    assert client.get(first).status_code == 404
    assert second in mine.get(reverse("calendar")).content.decode()
