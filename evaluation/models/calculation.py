"""A calculation: statistics, a portfolio or a proposal, frozen with all it rests on."""

from __future__ import annotations

from typing import Any

from django.db import models

from accounts.permissions import may_read_office
from core import clock
from core.models import Keyed, Snapshot
from programmes.models import CallVersion


class CalculationQuerySet(models.QuerySet["Calculation"]):
    """Which calculations somebody may see."""

    def visible_to(self, user: Any) -> CalculationQuerySet:
        return self if may_read_office(user) else self.none()


class Calculation(Keyed):
    """Asked for by an officer, computed by a job; never a decision (Berechnung).

    A proposal for the assignment is computed for its page and frozen when it is applied.
    """

    class Kind(models.TextChoices):
        STATISTICS = "statistics", "Statistik der Gutachten"
        PORTFOLIO = "portfolio", "Portfolio"
        PROPOSAL = "proposal", "Vorschlag der Zuteilung"

    ASKED_FOR = (Kind.STATISTICS, Kind.PORTFOLIO)

    call_version = models.ForeignKey(CallVersion, models.PROTECT, related_name="calculations")
    kind = models.CharField("Art", max_length=12, choices=Kind.choices)
    options = models.JSONField("Vorgaben", default=dict)
    seed = models.PositiveIntegerField("Startwert")
    created_at = models.DateTimeField(default=clock.now)
    created_by_key = models.CharField(max_length=40)
    job_key = models.CharField(max_length=40, blank=True)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, blank=True, related_name="+")

    objects = CalculationQuerySet.as_manager()

    class Meta:
        verbose_name = "Berechnung"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}"
