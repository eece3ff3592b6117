"""The pool of reviewers: who they are, what they know, whom they are tied to, when they can."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models import Organisation, Person
from accounts.permissions import may_read_office
from core import clock
from core.models import Keyed


class ReviewerQuerySet(models.QuerySet["Reviewer"]):
    """Which entries of the pool somebody may see."""

    def visible_to(self, user: Any) -> ReviewerQuerySet:
        """The office and auditors see the pool, reviewers only themselves."""
        if may_read_office(user):
            return self
        return self.filter(person=user) if user.is_authenticated else self.none()


class Reviewer(Keyed):
    """A person of the pool: expertise, home, employer and how much they can take on."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="reviewer")
    land = models.CharField("Land", max_length=2, blank=True)
    employer = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Arbeitgeber",
    )
    home = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Wohnort",
    )
    languages = models.CharField("Sprachen", max_length=120, blank=True, default="Deutsch")
    capacity = models.PositiveSmallIntegerField("Höchstens Gutachten", default=10)
    is_available = models.BooleanField("Verfügbar", default=True)
    absent_from = models.DateField("Abwesend ab", null=True, blank=True)
    absent_until = models.DateField("Abwesend bis", null=True, blank=True)
    invited_at = models.DateTimeField("Eingeladen", null=True, blank=True)
    accepted_at = models.DateTimeField("Zugesagt", null=True, blank=True, default=clock.now)
    trained_at = models.DateTimeField("Einführung gelesen", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ReviewerQuerySet.as_manager()

    class Meta:
        verbose_name = "Gutachterin oder Gutachter"
        ordering = ["person__name", "pk"]

    def __str__(self) -> str:
        return self.person.name

    def is_absent(self, on: date) -> bool:
        """Is the person away on this day? An open end lasts."""
        begun = self.absent_from is not None and self.absent_from <= on
        return begun and (self.absent_until is None or on <= self.absent_until)

    @property
    def hindrance(self) -> str:
        """Say why nothing can be assigned today; empty when it can."""
        if self.accepted_at is None:
            return "Hat die Einladung noch nicht angenommen."
        if self.is_absent(clock.today()):
            until = f" bis {self.absent_until:%d.%m.%Y}" if self.absent_until else ""
            return f"Ist abwesend{until}."
        free = self.is_available and self.person.is_active
        return "" if free else "Zurzeit nicht verfügbar."


class ReviewerExpertise(models.Model):
    """How well a reviewer knows an action field: 0 (not) to 3 (expert)."""

    reviewer = models.ForeignKey(Reviewer, models.CASCADE, related_name="expertise")
    topic_code = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reviewer", "topic_code"], name="one_expertise_a_topic"
            ),
            models.CheckConstraint(condition=models.Q(level__lte=3), name="expertise_up_to_three"),
        ]


class ReviewerTie(Keyed):
    """What binds a reviewer to an organisation beside work and home; ended, never deleted."""

    class Kind(models.TextChoices):
        ADVISER = "adviser", "Beratungsvertrag"
        PROJECT = "project", "Gemeinsames Vorhaben"
        OTHER = "other", "Andere Bindung"

    reviewer = models.ForeignKey(Reviewer, models.CASCADE, related_name="ties")
    kind = models.CharField("Art der Bindung", max_length=10, choices=Kind.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    ended_on = models.DateField("Beendet am", null=True, blank=True)

    class Meta:
        verbose_name = "Bindung"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reviewer", "kind", "organisation"],
                condition=Q(ended_on__isnull=True),
                name="one_open_tie_a_kind",
            )
        ]
