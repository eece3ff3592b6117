"""What a municipality says is wrong in the facts of its assessment, and the office's answer."""

from __future__ import annotations

from typing import Any

from django.db import models

from accounts.models import APPLICANT_ROLES
from accounts.permissions import may_read_office, organisations_of
from core import clock
from core.models import Keyed
from evaluation.models.candidacy import Candidacy


class FactErrorQuerySet(models.QuerySet["FactError"]):
    """Which hints somebody may see."""

    def visible_to(self, user: Any) -> FactErrorQuerySet:
        if may_read_office(user):
            return self
        own = organisations_of(user, *APPLICANT_ROLES)
        return self.filter(candidacy__application__organisation__in=own)


class FactError(Keyed):
    """A hint at an error of fact, with its answer; both stay beside the review."""

    class Verdict(models.TextChoices):
        OPEN = "open", "Noch nicht beantwortet"
        RIGHT = "right", "Trifft zu"
        WRONG = "wrong", "Trifft nicht zu"

    candidacy = models.ForeignKey(Candidacy, models.PROTECT, related_name="fact_errors")
    code = models.CharField("Kriterium", max_length=40, blank=True)
    text = models.TextField("Hinweis")
    written_at = models.DateTimeField(default=clock.now)
    written_by_key = models.CharField(max_length=40)
    verdict = models.CharField(
        "Ergebnis", max_length=5, choices=Verdict.choices, default=Verdict.OPEN
    )
    answer = models.TextField("Antwort", blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_key = models.CharField(max_length=40, blank=True)

    objects = FactErrorQuerySet.as_manager()

    class Meta:
        verbose_name = "Hinweis auf einen Tatsachenfehler"
        ordering = ["written_at", "pk"]

    @property
    def is_open(self) -> bool:
        return self.verdict == self.Verdict.OPEN
