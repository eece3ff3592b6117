"""The ranking by the published score, frozen as a snapshot."""

from __future__ import annotations

from typing import Any

from django.db import models

from accounts.permissions import may_read_office
from core import clock
from core.models import Keyed, Snapshot
from evaluation.models.candidacy import Candidacy
from programmes.models import CallVersion


class RankingQuerySet(models.QuerySet["Ranking"]):
    """Which rankings somebody may see."""

    def visible_to(self, user: Any) -> RankingQuerySet:
        return self if may_read_office(user) else self.none()


class Ranking(Keyed):
    """One frozen ranking of a call version, with the line where the money ends."""

    call_version = models.ForeignKey(CallVersion, models.PROTECT, related_name="rankings")
    number = models.PositiveSmallIntegerField("Fassung")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    budget = models.DecimalField("Verfügbare Mittel", max_digits=14, decimal_places=2)
    lot_seed = models.PositiveIntegerField("Startwert des Loses", null=True, blank=True)
    frozen_at = models.DateTimeField(default=clock.now)
    frozen_by_key = models.CharField(max_length=40)

    objects = RankingQuerySet.as_manager()

    class Meta:
        verbose_name = "Rangfolge"
        ordering = ["call_version", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["call_version", "number"], name="one_ranking_a_number")
        ]


class RankingPlace(models.Model):
    """One candidacy's place in a frozen ranking."""

    ranking = models.ForeignKey(Ranking, models.CASCADE, related_name="places")
    candidacy = models.ForeignKey(Candidacy, models.PROTECT, related_name="places")
    position = models.PositiveIntegerField("Rang")
    tied = models.BooleanField("Gleichstand", default=False)
    funded = models.BooleanField("Über der Förderlinie", default=False)
    total = models.DecimalField("Punktzahl", max_digits=9, decimal_places=6)
    amount = models.DecimalField("Beantragt", max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ranking", "candidacy"], name="one_place_a_ranking")
        ]
