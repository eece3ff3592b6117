"""Assignment, declaration of conflicts, review and scores: blind until one's own is handed in."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django_fsm import transition

from accounts.permissions import may_read_office
from core import clock
from core.models import Keyed
from core.status import StatusField
from evaluation import permissions
from evaluation.checks import REOPEN_CHECKS, REVIEW_CHECKS
from evaluation.models.candidacy import Candidacy
from evaluation.models.reviewer import Reviewer
from evaluation.scores import total_of


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Which assignments somebody may see."""

    def visible_to(self, user: Any) -> AssignmentQuerySet:
        """A reviewer sees only their own; office and auditors all."""
        if may_read_office(user):
            return self
        if not user.is_authenticated:
            return self.none()
        own = self.filter(reviewer__person=user)
        return own.exclude(status__in=[Assignment.Status.REMOVED])

    def counting(self) -> AssignmentQuerySet:
        """Neither removed nor conflicted nor declined."""
        return self.filter(status__in=Assignment.COUNTING)

    def open_work(self) -> AssignmentQuerySet:
        """What a reviewer still has to declare, read or hand in."""
        return self.counting().exclude(review__status=Review.Status.SUBMITTED)


class Assignment(Keyed):
    """One reviewer asked to judge one candidacy. Content opens only when cleared."""

    class Status(models.TextChoices):
        ASSIGNED = "assigned", "Erklärung zur Befangenheit fehlt"
        CLEARED = "cleared", "Nicht befangen"
        UNSURE = "unsure", "Unsicher, Programmstelle entscheidet"
        CONFLICTED = "conflicted", "Befangen"
        DECLINED = "declined", "Abgelehnt"
        REMOVED = "removed", "Zuteilung aufgehoben"

    COUNTING = (Status.ASSIGNED, Status.CLEARED, Status.UNSURE)

    candidacy = models.ForeignKey(Candidacy, models.PROTECT, related_name="assignments")
    reviewer = models.ForeignKey(Reviewer, models.PROTECT, related_name="assignments")
    status = StatusField("Stand", default=Status.ASSIGNED, choices=Status.choices)
    due_on = models.DateField("Bis", null=True, blank=True)
    assigned_at = models.DateTimeField(default=clock.now)
    assigned_by_key = models.CharField(max_length=40)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "Zuteilung"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidacy", "reviewer"],
                condition=~Q(status="removed"),
                name="one_assignment_a_pair",
            )
        ]

    def __str__(self) -> str:
        return f"{self.candidacy}: {self.reviewer}"

    @property
    def may_be_read(self) -> bool:
        return self.status == self.Status.CLEARED

    @transition(
        status,
        source=Status.ASSIGNED,
        target=Status.CLEARED,
        permission=permissions.is_assigned_reviewer,
        custom={"label": "Ich bin nicht befangen"},
    )
    def declare_clear(self) -> None:
        """The application may be read now."""

    @transition(
        status,
        source=Status.ASSIGNED,
        target=Status.UNSURE,
        permission=permissions.is_assigned_reviewer,
        custom={"label": "Ich bin unsicher"},
    )
    def declare_unsure(self) -> None:
        """The office decides."""

    @transition(
        status,
        source=[Status.ASSIGNED, Status.CLEARED, Status.UNSURE],
        target=Status.CONFLICTED,
        permission=permissions.is_assigned_reviewer_or_office,
        custom={"label": "Ich bin befangen"},
    )
    def declare_conflict(self) -> None:
        """Access ends at once, also late; an own review no longer counts."""

    @transition(
        status,
        source=Status.UNSURE,
        target=Status.CLEARED,
        permission=permissions.may_decide_conflict,
        custom={"label": "Keine Befangenheit"},
    )
    def clear_after_question(self) -> None:
        """The office sees no conflict."""

    @transition(
        status,
        source=[Status.ASSIGNED, Status.CLEARED, Status.UNSURE],
        target=Status.DECLINED,
        permission=permissions.may_decline,
        custom={"label": "Gutachten ablehnen"},
    )
    def decline(self) -> None:
        """Given back by the reviewer before a review was submitted; access ends."""

    @transition(
        status,
        source=[Status.ASSIGNED, Status.CLEARED, Status.UNSURE],
        target=Status.REMOVED,
        permission=permissions.may_remove_assignment,
        custom={"label": "Zuteilung aufheben"},
    )
    def remove(self) -> None:
        """Taken back by the office before a review was submitted."""


class ConflictDeclaration(models.Model):
    """What a reviewer declared, when, and why. One row for each declaration."""

    class Answer(models.TextChoices):
        CLEAR = "clear", "Ich bin nicht befangen"
        CONFLICT = "conflict", "Ich bin befangen"
        UNSURE = "unsure", "Ich bin unsicher"

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="declarations")
    answer = models.CharField(max_length=8, choices=Answer.choices)
    reason = models.TextField("Grund", blank=True)
    declared_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["declared_at", "pk"]


class OpenedPart(models.Model):
    """What a reviewer has opened of an application: shown to the office after a late conflict."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="opened_parts")
    name = models.CharField("Teil", max_length=200)
    first_at = models.DateTimeField(default=clock.now)
    last_at = models.DateTimeField(default=clock.now)
    times = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["first_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "name"], name="one_row_an_opened_part")
        ]


class ReviewQuerySet(models.QuerySet["Review"]):
    """Which reviews somebody may see."""

    def visible_to(self, user: Any) -> ReviewQuerySet:
        """One's own; the office what is handed in, unless a review of one's own is still due."""
        if not user.is_authenticated:
            return self.none()
        own = Q(assignment__reviewer__person=user)
        if not may_read_office(user):
            return self.filter(own)
        due = Assignment.objects.counting().filter(reviewer__person=user)
        blind = due.exclude(review__status=Review.Status.SUBMITTED).values("candidacy")
        handed_in = Q(status=Review.Status.SUBMITTED) & ~Q(assignment__candidacy__in=blind)
        return self.filter(own | handed_in)

    def counting(self) -> ReviewQuerySet:
        """Handed in, and by somebody who is not biased."""
        return self.filter(
            status=Review.Status.SUBMITTED, assignment__status=Assignment.Status.CLEARED
        )


class Review(Keyed):
    """One reviewer's judgement of one candidacy (Gutachten)."""

    class Status(models.TextChoices):
        DRAFT = "draft", "In Arbeit"
        SUBMITTED = "submitted", "Abgegeben"

    class Confidence(models.TextChoices):
        LOW = "low", "gering"
        MEDIUM = "medium", "mittel"
        HIGH = "high", "hoch"

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="review")
    status = StatusField("Stand", default=Status.DRAFT, choices=Status.choices)
    version = models.PositiveIntegerField(default=1)
    total = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    confidence = models.CharField(
        "Eigene Sicherheit", max_length=6, blank=True, default="", choices=Confidence.choices
    )
    started_at = models.DateTimeField(default=clock.now)
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "Gutachten"

    def __str__(self) -> str:
        return f"Gutachten {self.key}"

    @transition(
        status,
        source=Status.DRAFT,
        target=Status.SUBMITTED,
        permission=permissions.may_write_review,
        custom={"label": "Gutachten abgeben", "checks": REVIEW_CHECKS},
    )
    def submit(self) -> None:
        self.submitted_at, self.total = clock.now(), total_of(self)

    @transition(
        status,
        source=Status.SUBMITTED,
        target=Status.DRAFT,
        permission=permissions.may_reopen_review,
        custom={"label": "Gutachten wieder öffnen", "checks": REOPEN_CHECKS},
    )
    def reopen(self) -> None:
        """The office lets the reviewer change it; the first version is kept."""
        self.submitted_at = self.total = None


class Score(models.Model):
    """Points and reasons for one criterion. Reasons are read by the municipality."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="scores")
    code = models.CharField("Kriterium", max_length=40)
    points = models.DecimalField("Punkte", max_digits=3, decimal_places=1, null=True, blank=True)
    reason = models.TextField("Begründung", blank=True)
    private_note = models.TextField("Eigene Notiz", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "code"], name="one_score_a_criterion")
        ]

    @property
    def public_reason(self) -> str:
        """What the municipality reads."""
        redaction = getattr(self, "redaction", None)
        return redaction.text if redaction else self.reason
