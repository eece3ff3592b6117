"""After all reviews are in: a discussion, changed points, corrections; the first words stay."""

from __future__ import annotations

from django.db import models

from core import clock
from core.models import Keyed, Snapshot
from evaluation.models.candidacy import Candidacy
from evaluation.models.review import Assignment, Review, Score


class Consensus(Keyed):
    """The reviewers of one candidacy read each other and discuss (Beratung)."""

    candidacy = models.OneToOneField(Candidacy, models.PROTECT, related_name="consensus")
    opened_at = models.DateTimeField(default=clock.now)
    opened_by_key = models.CharField(max_length=40)

    class Meta:
        verbose_name = "Beratung"


class ConsensusRemark(models.Model):
    """What a reviewer says in the discussion."""

    consensus = models.ForeignKey(Consensus, models.PROTECT, related_name="remarks")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="remarks")
    text = models.TextField("Beitrag")
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["written_at", "pk"]


class ScoreChange(models.Model):
    """Points changed in the discussion, with a reason; the review itself stays as it was."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="changes")
    code = models.CharField("Kriterium", max_length=40)
    points = models.DecimalField("Neue Punkte", max_digits=3, decimal_places=1)
    reason = models.TextField("Begründung")
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["changed_at", "pk"]


class ReviewEdition(models.Model):
    """A review as it was when the office opened it again."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="editions")
    version = models.PositiveIntegerField()
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    reason = models.TextField("Grund")
    reopened_at = models.DateTimeField(default=clock.now)
    reopened_by_key = models.CharField(max_length=40)

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["review", "version"], name="one_edition_a_version")
        ]


class Redaction(models.Model):
    """What the municipality reads instead of a reason that gives a person away."""

    score = models.OneToOneField(Score, models.PROTECT, related_name="redaction")
    text = models.TextField("Fassung für die Kommune")
    reason = models.TextField("Grund")
    redacted_at = models.DateTimeField(default=clock.now)
    redacted_by_key = models.CharField(max_length=40)

    class Meta:
        verbose_name = "Schwärzung"
