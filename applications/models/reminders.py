"""Reminders of a deadline that were sent, and each person's secret calendar address."""

from django.db import models

from accounts.models import Person
from applications.models.application import Application
from core import clock


class DeadlineReminder(models.Model):
    """One mail before one deadline: sent once, however often the job runs."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="reminders")
    deadline_at = models.DateTimeField()
    days = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "deadline_at", "days"], name="one_reminder_a_stage"
            )
        ]


class CalendarFeed(models.Model):
    """The address under which a calendar reads a person's deadlines; a new one replaces it."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="calendar_feed")
    secret = models.CharField(max_length=64, unique=True)
