"""Milestones of awards that are paid by them: agreed, reported as reached, confirmed."""

from __future__ import annotations

from django.db import models
from django_fsm import transition

from awards import follow_up_permissions as permissions
from awards.checks.milestones import REPORT_CHECKS
from awards.models.award import Award
from awards.models.reports import OfAwardQuerySet
from core import clock
from core.models import Keyed, StoredFile
from core.status import StatusField
from programmes.models.programme import amount_field


class Milestone(Keyed):
    """What is to be reached by when, and the eligible expenses that it stands for."""

    class Status(models.TextChoices):
        PLANNED = "planned", "Vereinbart"
        REPORTED = "reported", "Als erreicht gemeldet"
        REACHED = "reached", "Erreicht"

    award = models.ForeignKey(Award, models.PROTECT, related_name="milestones")
    name = models.CharField("Meilenstein", max_length=200)
    amount = amount_field("Zuwendungsfähige Ausgaben")
    due_on = models.DateField("Zu erreichen bis")
    wanted = models.CharField("Woran man es erkennt", max_length=300)
    status = StatusField("Stand", default=Status.PLANNED, choices=Status.choices)
    reached_on = models.DateField("Erreicht am", null=True, blank=True)
    evidence = models.TextField("Nachweis", blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    reported_by_key = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = OfAwardQuerySet.as_manager()

    class Meta:
        verbose_name = "Meilenstein"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="milestone_above_zero")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_late(self) -> bool:
        return self.status == self.Status.PLANNED and self.due_on < clock.today()

    @transition(
        status,
        source=Status.PLANNED,
        target=Status.REPORTED,
        permission=permissions.may_write_report,
        custom={"label": "Als erreicht melden", "checks": REPORT_CHECKS},
    )
    def report(self) -> None:
        """The recipient says when it was reached and what shows it."""

    @transition(
        status,
        source=Status.REPORTED,
        target=Status.REACHED,
        permission=permissions.may_confirm_milestone,
        custom={"label": "Bestätigen"},
    )
    def confirm(self) -> None:
        """The office has seen the evidence: the milestone may be asked for."""

    @transition(
        status,
        source=Status.REPORTED,
        target=Status.PLANNED,
        permission=permissions.may_confirm_milestone,
        custom={"label": "Zurückgeben"},
    )
    def send_back(self) -> None:
        """The evidence is not enough."""
