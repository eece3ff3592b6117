"""An admitted application on its way through review, ranking and decision."""

from __future__ import annotations

from typing import Any

from django.db import models
from django_fsm import transition

from accounts.permissions import may_read_office
from applications.models import Application
from core.models import Keyed
from core.status import StatusField
from evaluation import permissions
from evaluation.checks import RANKING_CHECKS, REVIEW_START_CHECKS


class CandidacyQuerySet(models.QuerySet["Candidacy"]):
    """Which candidacies somebody may see."""

    def visible_to(self, user: Any) -> CandidacyQuerySet:
        """Only the office and auditors: applicants see the decision, reviewers assignments."""
        return self if may_read_office(user) else self.none()


class Candidacy(Keyed):
    """What happens to an application after admission."""

    class Status(models.TextChoices):
        ADMITTED = "admitted", "Zugelassen"
        IN_REVIEW = "in_review", "In Begutachtung"
        REVIEWED = "reviewed", "Begutachtet"
        RANKED = "ranked", "In der Rangfolge"
        AWARDED = "awarded", "Bewilligt"
        REJECTED = "rejected", "Abgelehnt"

    application = models.OneToOneField(Application, models.PROTECT, related_name="candidacy")
    status = StatusField("Stand", default=Status.ADMITTED, choices=Status.choices)
    total = models.DecimalField(
        "Punktzahl",
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        db_index=True,
    )
    is_fundable = models.BooleanField("Förderwürdig", null=True, blank=True)
    diverges = models.BooleanField("Gutachten weichen ab", default=False)
    tie_breaks = models.JSONField(
        "Bei Gleichstand", default=list, help_text="Punkte als Text, in der Reihenfolge der Regel"
    )

    objects = CandidacyQuerySet.as_manager()

    class Meta:
        verbose_name = "Bewerbung"
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.application)

    @transition(
        status,
        source=Status.ADMITTED,
        target=Status.IN_REVIEW,
        permission=permissions.may_assign,
        custom={"label": "Begutachtung beginnen", "checks": REVIEW_START_CHECKS},
    )
    def start_review(self) -> None:
        """Enough reviewers without conflict are assigned."""

    @transition(
        status,
        source=Status.IN_REVIEW,
        target=Status.REVIEWED,
        permission=permissions.may_close_review,
        custom={"label": "Begutachtung abschließen", "checks": RANKING_CHECKS},
    )
    def close_review(self) -> None:
        """All reviews are in; the action stores total, fundable and divergence."""

    @transition(status, source=[Status.REVIEWED, Status.RANKED], target=Status.IN_REVIEW)
    def reopen_review(self) -> None:
        """A review that counted fell away through a late conflict; offered to nobody."""

    @transition(
        status,
        source=Status.REVIEWED,
        target=Status.RANKED,
        permission=permissions.may_rank,
        custom={"label": "In die Rangfolge aufnehmen"},
    )
    def enter_ranking(self) -> None:
        """The ranking that names this candidacy is frozen."""

    @transition(
        status,
        source=Status.RANKED,
        target=Status.AWARDED,
        permission=permissions.may_approve,
        custom={"label": "Bewilligung freigeben"},
    )
    def award(self) -> None:
        """The decision is approved by the third person."""

    @transition(
        status,
        source=Status.RANKED,
        target=Status.REJECTED,
        permission=permissions.may_approve,
        custom={"label": "Ablehnung freigeben"},
    )
    def reject(self) -> None:
        """The rejection is approved by the third person."""

    @transition(
        status,
        source=Status.REJECTED,
        target=Status.IN_REVIEW,
        permission=permissions.may_reopen_rejected,
        custom={"label": "Nach Tatsachenfehler neu begutachten"},
    )
    def reopen_rejected(self) -> None:
        """A fact in the assessment was wrong: the rejection falls with it."""
