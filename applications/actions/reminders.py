"""Remind of deadlines by mail, and give a person an address for their calendar."""

import secrets
from datetime import timedelta

from django.db import transaction

from accounts.models import Person
from applications import mails
from applications.models import Application, CalendarFeed, DeadlineReminder
from core import clock

STAGES = (1, 3, 14)  # days before the deadline, the last reminder first


def remind_of_deadlines() -> int:
    """Send what is due and was not sent; return how many applications were reminded."""
    drafts = Application.with_copies.filter(status__in=Application.BEFORE_SUBMISSION)
    parts = ("organisation", "project", "call_version__call", "revises")
    known = drafts.select_related(*parts).prefetch_related("call_version__extensions")
    return sum(remind(application) for application in known.iterator(chunk_size=500))


@transaction.atomic
def remind(application: Application) -> bool:
    """Send the reminder of the present stage; one missed earlier is not made up for."""
    deadline, now = application.deadline, clock.now()
    stage = next((days for days in STAGES if deadline - timedelta(days=days) <= now), None)
    if stage is None or deadline < now:
        return False
    _, is_new = DeadlineReminder.objects.get_or_create(
        application=application, deadline_at=deadline, days=stage
    )
    if is_new:
        mails.remind_of_deadline(application, deadline)
    return is_new


@transaction.atomic
def renew_calendar_address(person: Person) -> CalendarFeed:
    """Give the person a new secret address; the old one shows nothing any more."""
    feed, _ = CalendarFeed.objects.update_or_create(
        person=person, defaults={"secret": secrets.token_urlsafe(32)}
    )
    return feed
