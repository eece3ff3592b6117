"""Pairs that the office fixes or forbids, with reason and who: rules for every proposal."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from accounts.permissions import may_read_office
from core import clock
from core.models import Keyed
from evaluation.models.candidacy import Candidacy
from evaluation.models.reviewer import Reviewer


class PairRuleQuerySet(models.QuerySet["PairRule"]):
    """Which rules somebody may see."""

    def visible_to(self, user: Any) -> PairRuleQuerySet:
        return self if may_read_office(user) else self.none()

    def in_force(self) -> PairRuleQuerySet:
        return self.filter(lifted_at=None)


class PairRule(Keyed):
    """One reviewer must, or must not, judge one candidacy. Lifted, never deleted (Vorgabe)."""

    class Kind(models.TextChoices):
        FIXED = "fixed", "Fest zugeteilt"
        FORBIDDEN = "forbidden", "Gesperrt"

    candidacy = models.ForeignKey(Candidacy, models.PROTECT, related_name="pair_rules")
    reviewer = models.ForeignKey(Reviewer, models.PROTECT, related_name="pair_rules")
    kind = models.CharField("Vorgabe", max_length=9, choices=Kind.choices)
    reason = models.TextField("Grund")
    set_at = models.DateTimeField(default=clock.now)
    set_by_key = models.CharField(max_length=40)
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects = PairRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "Vorgabe für ein Paar"
        ordering = ["-set_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidacy", "reviewer"],
                condition=Q(lifted_at__isnull=True),
                name="one_rule_in_force_a_pair",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.candidacy}, {self.reviewer}"
