"""The table of jobs: what is to be done later, by whom it is held, how far it is."""

import uuid

from django.db import models


class JobQuerySet(models.QuerySet["Job"]):
    """Questions operators ask."""

    def dead(self) -> "JobQuerySet":
        """Jobs given up after their last attempt: someone has to look at them."""
        return self.filter(state=Job.State.DEAD)

    def unfinished(self) -> "JobQuerySet":
        """Jobs that wait or run."""
        return self.filter(state__in=[Job.State.WAITING, Job.State.RUNNING])


class Job(models.Model):
    """One piece of work for later; core/jobs.py is the only code that changes it."""

    class State(models.TextChoices):
        WAITING = "WAITING", "Wartet"
        RUNNING = "RUNNING", "Läuft"
        DONE = "DONE", "Fertig"
        DEAD = "DEAD", "Gescheitert"
        CANCELLED = "CANCELLED", "Abgebrochen"

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    function = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    attempts_allowed = models.PositiveSmallIntegerField()
    enqueued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    # The holder is new with every attempt: a worker that was given up cannot write any more.
    holder = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    cancel_wanted = models.BooleanField(default=False)
    percent = models.PositiveSmallIntegerField(default=0)
    sentence = models.CharField(max_length=200, blank=True)
    error = models.TextField(blank=True)
    # Filled when a person waits for it: see `Order` in core/jobs.py.
    title = models.CharField(max_length=200, blank=True)
    asked_by_key = models.CharField(max_length=40, blank=True, db_index=True)
    mail_to = models.EmailField(blank=True)
    place = models.CharField(max_length=200, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "enqueued_at"]
        indexes = [
            models.Index(fields=["state", "due_at"], name="core_job_next"),
            models.Index(fields=["state", "lease_until"], name="core_job_lease"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="core_job_percent"),
            models.CheckConstraint(
                condition=~models.Q(state="RUNNING")
                | models.Q(holder__isnull=False, lease_until__isnull=False),
                name="core_job_running_is_held",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.function} ({self.get_state_display()})"

    @property
    def is_unfinished(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)
