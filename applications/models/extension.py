"""A later deadline for all applicants of a call or for one: two people decide."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django_fsm import transition

from applications import permissions
from applications.checks.extension import EXTENSION_CHECKS
from applications.models.application import Application
from core import clock
from core.models import Keyed
from core.status import StatusField
from programmes.models import CallVersion


class DeadlineExtension(Keyed):
    """The deadline only ever moves to a later instant, with a reason everybody can read."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Vorgeschlagen"
        CONFIRMED = "confirmed", "Verlängert"
        DECLINED = "declined", "Abgelehnt"

    call_version = models.ForeignKey(CallVersion, models.PROTECT, related_name="extensions")
    application = models.ForeignKey(
        Application, models.PROTECT, null=True, blank=True, related_name="extensions"
    )
    status = StatusField("Stand", default=Status.PROPOSED, choices=Status.choices)
    deadline_before = models.DateTimeField("Bisherige Frist")
    deadline_at = models.DateTimeField("Neue Frist")
    reason = models.TextField("Begründung")
    proposed_by_key = models.CharField(max_length=40)
    proposed_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "Fristverlängerung"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(deadline_at__gt=F("deadline_before")), name="a_deadline_moves_later"
            )
        ]

    def __str__(self) -> str:
        return f"Fristverlängerung für {self.application or 'alle'}"

    @transition(
        status,
        source=Status.PROPOSED,
        target=Status.CONFIRMED,
        permission=permissions.is_second_for_extension,
        custom={"label": "Verlängerung bestätigen", "checks": EXTENSION_CHECKS},
    )
    def confirm(self) -> None:
        self.confirmed_at = clock.now()

    @transition(
        status,
        source=Status.PROPOSED,
        target=Status.DECLINED,
        permission=permissions.is_second_for_extension,
        custom={"label": "Verlängerung ablehnen"},
    )
    def decline(self) -> None:
        """The second person does not agree."""
