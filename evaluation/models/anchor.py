"""Calibration round: one anchor that all reviewers of a call score first, outside the competition.

Its points live in tables of their own, so that no mean of a real application can meet them.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django_fsm import transition

from accounts.permissions import may_read_office
from applications.models import Submission
from core import clock
from core.models import Keyed
from core.status import StatusField
from evaluation import permissions
from evaluation.checks import ANCHOR_CHECKS
from evaluation.models.review import Assignment
from evaluation.models.reviewer import Reviewer
from programmes.models import CallVersion


class AnchorQuerySet(models.QuerySet["Anchor"]):
    """Which anchors somebody may see."""

    def visible_to(self, user: Any) -> AnchorQuerySet:
        """The office and auditors; reviewers those of the calls they judge."""
        if may_read_office(user):
            return self
        if not user.is_authenticated:
            return self.none()
        own = Assignment.objects.counting().filter(reviewer__person=user)
        calls = own.values("candidacy__application__call_version")
        return self.filter(Q(call_version__in=calls) | Q(reviews__reviewer__person=user)).distinct()


class Anchor(Keyed):
    """What is scored: an application handed in elsewhere, or a text the office wrote."""

    call_version = models.OneToOneField(CallVersion, models.PROTECT, related_name="anchor")
    title = models.CharField("Titel", max_length=200)
    text = models.TextField("Text", blank=True)
    submission = models.ForeignKey(
        Submission, models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(default=clock.now)
    opened_by_key = models.CharField(max_length=40)

    objects = AnchorQuerySet.as_manager()

    class Meta:
        verbose_name = "Kalibrierung"

    def __str__(self) -> str:
        return self.title


class AnchorReview(Keyed):
    """How one reviewer scored the anchor."""

    class Status(models.TextChoices):
        DRAFT = "draft", "In Arbeit"
        SUBMITTED = "submitted", "Abgegeben"

    anchor = models.ForeignKey(Anchor, models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(Reviewer, models.PROTECT, related_name="anchor_reviews")
    status = StatusField("Stand", default=Status.DRAFT, choices=Status.choices)
    version = models.PositiveIntegerField(default=1)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "Gutachten zur Kalibrierung"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["anchor", "reviewer"], name="one_anchor_review_a_reviewer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.anchor}: {self.reviewer}"

    @transition(
        status,
        source=Status.DRAFT,
        target=Status.SUBMITTED,
        permission=permissions.is_own_anchor_review,
        custom={"label": "Kalibrierung abgeben", "checks": ANCHOR_CHECKS},
    )
    def submit(self) -> None:
        self.submitted_at = clock.now()


class AnchorScore(models.Model):
    """Points for one criterion of the anchor, and why."""

    review = models.ForeignKey(AnchorReview, models.CASCADE, related_name="scores")
    code = models.CharField("Kriterium", max_length=40)
    points = models.DecimalField("Punkte", max_digits=3, decimal_places=1, null=True, blank=True)
    reason = models.TextField("Begründung", blank=True)
    private_note = models.TextField("Eigene Notiz", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "code"], name="one_anchor_score_a_criterion")
        ]
