"""The list of funded projects as the office publishes it: proposed by one, published by another."""

from __future__ import annotations

from django.db import models
from django_fsm import transition

from awards import permissions
from core import clock
from core.models import Keyed, Snapshot
from core.status import StatusField
from programmes.models import Call


class ListPublication(Keyed):
    """What the public reads of a selection (Veröffentlichung); frozen with the proposal."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Zur Veröffentlichung vorgelegt"
        PUBLISHED = "published", "Veröffentlicht"
        RETURNED = "returned", "Zurückgegeben"

    call = models.ForeignKey(Call, models.PROTECT, related_name="publications")
    status = StatusField("Stand", default=Status.PROPOSED, choices=Status.choices)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)
    proposed_by_key = models.CharField(max_length=40)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by_key = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = "Veröffentlichung"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call"],
                condition=models.Q(status="proposed"),
                name="one_proposed_publication_a_call",
            )
        ]

    def __str__(self) -> str:
        return f"Ergebnis {self.call}"

    @transition(
        status,
        source=Status.PROPOSED,
        target=Status.PUBLISHED,
        permission=permissions.may_publish_list,
        custom={"label": "Veröffentlichen"},
    )
    def publish(self) -> None:
        self.published_at = clock.now()

    @transition(
        status,
        source=Status.PROPOSED,
        target=Status.RETURNED,
        permission=permissions.may_publish_list,
        custom={"label": "Zurückgeben"},
    )
    def give_back(self) -> None:
        """Something is missing: a new list is proposed."""
