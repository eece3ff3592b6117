"""What the programme wants to reach: goals, sub-goals and the catalogue of indicators.

An edition of the goal system belongs to a guideline version. In force it never changes: what is
to change later begins as the next edition, and every call keeps the one it was published with.
"""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django_fsm import transition

from core import clock
from core.models import Keyed
from core.status import StatusField
from programmes import permissions
from programmes.goal_checks import GOAL_CHECKS, second_person_puts_in_force
from programmes.models.call import CallVersion
from programmes.models.programme import GuidelineVersion

SDGS = 17


class EffectLevel(models.TextChoices):
    """How far from the money an indicator measures."""

    INPUT = "input", "Input"
    OUTPUT = "output", "Output"
    OUTCOME = "outcome", "Outcome"
    IMPACT = "impact", "Impact"


class GoalSystemQuerySet(models.QuerySet["GoalSystem"]):
    """Which editions somebody may see, and which one counts."""

    def visible_to(self, user: Any) -> GoalSystemQuerySet:
        """Everyone reads what is or was in force; the office also what is being prepared."""
        if permissions.may_read_calls_in_preparation(user):
            return self
        return self.filter(status=GoalSystem.Status.IN_FORCE)

    def in_force(self) -> GoalSystemQuerySet:
        return self.filter(status=GoalSystem.Status.IN_FORCE)

    def of_call(self, version: CallVersion) -> GoalSystem | None:
        """Return the edition a call works with: the one in force when it was published."""
        known = self.in_force().filter(guideline_version=version.guideline_version_id)
        if version.published_at:
            known = known.filter(in_force_at__lte=version.published_at)
        return known.order_by("-number").first()


class GoalSystem(Keyed):
    """One edition of the goals of a guideline version."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Entwurf"
        READY = "ready", "Vorgelegt"
        IN_FORCE = "in_force", "In Kraft"

    guideline_version = models.ForeignKey(
        GuidelineVersion, models.PROTECT, related_name="goal_systems"
    )
    number = models.PositiveSmallIntegerField("Ausgabe")
    status = StatusField(default=Status.DRAFT, choices=Status.choices)
    version = models.PositiveIntegerField(default=1)
    in_force_at = models.DateTimeField("In Kraft seit", null=True, blank=True)

    objects = GoalSystemQuerySet.as_manager()

    class Meta:
        verbose_name = "Zielsystem"
        ordering = ["guideline_version", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["guideline_version", "number"], name="one_goal_system_a_number"
            )
        ]

    def __str__(self) -> str:
        return f"Zielsystem, Ausgabe {self.number}"

    @transition(
        status,
        source=Status.DRAFT,
        target=Status.READY,
        permission=permissions.may_prepare_calls,
        custom={"label": "Zum Inkraftsetzen vorlegen", "checks": GOAL_CHECKS},
    )
    def offer(self) -> None:
        """The officer is done; a second person looks."""

    @transition(
        status,
        source=Status.READY,
        target=Status.DRAFT,
        permission=permissions.may_publish_calls,
        custom={"label": "Zur Überarbeitung zurückgeben"},
    )
    def give_back(self) -> None:
        """The second person wants changes."""

    @transition(
        status,
        source=Status.READY,
        target=Status.IN_FORCE,
        permission=permissions.may_publish_calls,
        custom={
            "label": "In Kraft setzen",
            "checks": (*GOAL_CHECKS, second_person_puts_in_force),
        },
    )
    def put_in_force(self) -> None:
        self.in_force_at = clock.now()


class GoalRow(models.Model):
    """A row of a goal system with a code that reports and data sets refer to."""

    code = models.SlugField("Kennung", max_length=20)
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class Goal(GoalRow):
    """A goal of the programme, or a sub-goal below it."""

    goal_system = models.ForeignKey(GoalSystem, models.CASCADE, related_name="goals")
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="sub_goals",
        verbose_name="Gehört zu",
        help_text="leer: ein Ziel des Programms",
    )
    name = models.CharField("Ziel", max_length=200)
    description = models.TextField("Was damit gemeint ist", blank=True)

    class Meta(GoalRow.Meta):
        verbose_name = "Ziel"
        constraints = [
            models.UniqueConstraint(fields=["goal_system", "code"], name="one_goal_a_code")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class CatalogueIndicatorQuerySet(models.QuerySet["CatalogueIndicator"]):
    """Which indicators a call works with."""

    def of_call(self, version: CallVersion) -> CatalogueIndicatorQuerySet:
        system = GoalSystem.objects.of_call(version)
        return self.filter(goal__goal_system=system).order_by("goal__position", "position")


class CatalogueIndicator(GoalRow):
    """How a goal is measured; municipalities choose from these or map their own to them."""

    class Aggregation(models.TextChoices):
        """How the values of several projects become one."""

        SUM = "sum", "Summe"
        MEAN = "mean", "Mittelwert"
        NONE = "none", "nicht zusammenfassen"

    goal = models.ForeignKey(
        Goal, models.CASCADE, related_name="indicators", verbose_name="Misst das Ziel"
    )
    name = models.CharField("Indikator", max_length=200)
    definition = models.TextField("Definition")
    unit = models.CharField("Einheit", max_length=60)
    rising = models.BooleanField("Ein höherer Wert ist besser", default=True)
    level = models.CharField("Ebene", max_length=8, choices=EffectLevel.choices)
    sdg = models.PositiveSmallIntegerField(
        "Nachhaltigkeitsziel (SDG)",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(SDGS)],
    )
    topic_code = models.CharField("Handlungsfeld (Kennung)", max_length=40, blank=True)
    formula = models.CharField("Rechenweg", max_length=300, blank=True)
    source = models.CharField("Quelle", max_length=200)
    aggregation = models.CharField(
        "Zusammenfassen", max_length=4, choices=Aggregation.choices, default=Aggregation.SUM
    )
    is_core = models.BooleanField(
        "Kernindikator",
        default=False,
        help_text="Nur Kernindikatoren zählen in die Zielerreichung des Programms.",
    )

    counts_people = models.BooleanField(
        "Zählt einzelne Menschen",
        default=False,
        help_text="Kleine Zahlen bleiben dann auf öffentlichen Seiten gesperrt.",
    )

    objects = CatalogueIndicatorQuerySet.as_manager()

    class Meta(GoalRow.Meta):
        verbose_name = "Indikator des Katalogs"
        constraints = [
            models.UniqueConstraint(fields=["goal", "code"], name="one_catalogue_indicator_a_code")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name} ({self.unit})"
