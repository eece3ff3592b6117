"""A call, its versions and the money of each budget year."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django_fsm import transition

from core import clock
from core.models import Keyed
from core.status import StatusField
from programmes import permissions
from programmes.checks import PUBLICATION_CHECKS, second_person_publishes
from programmes.models.message_rules import MessageRules
from programmes.models.programme import (
    FundingTerms,
    GuidelineVersion,
    Programme,
    amount_field,
    amount_or_none,
)
from programmes.models.selection_rules import SelectionRules


class CallQuerySet(models.QuerySet["Call"]):
    """Which calls somebody may see."""

    def visible_to(self, user: Any) -> CallQuerySet:
        """Everyone sees published calls; the office also those in preparation."""
        if permissions.may_read_calls_in_preparation(user):
            return self
        return self.filter(versions__status=CallVersion.Status.PUBLISHED).distinct()

    def open(self, at: datetime | None = None) -> CallQuerySet:
        moment = at or clock.now()
        return self.filter(
            Q(versions__deadline_at__gte=moment) | Q(extended_until__gte=moment),
            versions__status=CallVersion.Status.PUBLISHED,
            versions__opens_at__lte=moment,
        ).distinct()


class Call(Keyed):
    """One round of a programme (Förderaufruf). Its rules live in the versions."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="calls")
    slug = models.SlugField("Adresse", unique=True)
    title = models.CharField("Titel", max_length=200)
    created_at = models.DateTimeField(default=clock.now)
    extended_until = models.DateTimeField("Verlängert bis", null=True, blank=True)
    result_published_at = models.DateTimeField("Ergebnis veröffentlicht", null=True, blank=True)
    effort_answers = models.PositiveIntegerField("Angaben zum Aufwand", null=True)
    effort_median = models.DecimalField(
        "Aufwand, Median der Angaben (Stunden)", max_digits=7, decimal_places=1, null=True
    )

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = "Förderaufruf"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title

    @property
    def published_version(self) -> CallVersion | None:
        """The version in force: the latest published one."""
        published = self.versions.filter(status=CallVersion.Status.PUBLISHED)
        return published.order_by("-number").first()


class CallVersionQuerySet(models.QuerySet["CallVersion"]):
    """Which versions somebody may see."""

    def visible_to(self, user: Any) -> CallVersionQuerySet:
        if permissions.may_read_calls_in_preparation(user):
            return self
        return self.filter(status=CallVersion.Status.PUBLISHED)

    def newest(self) -> CallVersionQuerySet:
        """The latest of these versions of every call."""
        later = self.filter(call=OuterRef("call"), number__gt=OuterRef("number"))
        return self.exclude(Exists(later))

    def in_force(self) -> CallVersionQuerySet:
        """The latest published version of every call."""
        return self.filter(status=CallVersion.Status.PUBLISHED).newest()

    def open(self, at: datetime) -> CallVersionQuerySet:
        """Between beginning and deadline, or its extension."""
        in_time = Q(deadline_at__gte=at) | Q(call__extended_until__gte=at)
        return self.filter(in_time, opens_at__lte=at)

    def closed(self, at: datetime) -> CallVersionQuerySet:
        return self.filter(deadline_at__lt=at).exclude(call__extended_until__gte=at)


class CallVersion(Keyed, FundingTerms, SelectionRules, MessageRules):
    """Everything a call asks and promises, frozen when published."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Entwurf"
        READY = "ready", "Zur Veröffentlichung vorgelegt"
        PUBLISHED = "published", "Veröffentlicht"

    class LateSupplements(models.TextChoices):
        REFUSE = "refuse", "werden nicht angenommen"
        ACCEPT = "accept", "werden angenommen und als verspätet vermerkt"

    call = models.ForeignKey(Call, models.PROTECT, related_name="versions")
    guideline_version = models.ForeignKey(
        GuidelineVersion, models.PROTECT, related_name="call_versions"
    )
    number = models.PositiveSmallIntegerField("Fassung")
    status = StatusField(default=Status.DRAFT, choices=Status.choices)
    version = models.PositiveIntegerField(default=1)
    summary = models.TextField("Worum es geht")
    opens_at = models.DateTimeField("Beginn")
    deadline_at = models.DateTimeField("Frist")
    formal_check_until = models.DateField("Formalprüfung bis", null=True, blank=True)
    review_until = models.DateField("Begutachtung bis", null=True, blank=True)
    decision_until = models.DateField("Entscheidung bis", null=True, blank=True)
    full_catalogue_from = amount_or_none("Voller Fragenkatalog ab (Zuwendung)")
    questions_until = models.DateTimeField("Fragen zum Aufruf bis", null=True, blank=True)
    change_note = models.TextField("Was sich ändert und warum", blank=True)
    effort_hours = models.PositiveSmallIntegerField("Geschätzter Aufwand in Stunden", default=12)
    eligible_kinds = models.JSONField("Wer sich bewerben kann", default=list)
    first_year = models.PositiveSmallIntegerField("Erstes Jahr der Förderung")
    last_year = models.PositiveSmallIntegerField("Letztes Jahr der Förderung")
    fundable_total = models.DecimalField(
        "Förderwürdig ab (Punkte)", max_digits=5, decimal_places=2, default=Decimal(60)
    )
    divergence_total = models.DecimalField(
        "Abweichung der Gutachten (Punkte)",
        max_digits=5,
        decimal_places=2,
        default=Decimal(15),
    )
    divergence_criterion = models.DecimalField(
        "Abweichung je Kriterium", max_digits=3, decimal_places=1, default=Decimal(2)
    )
    roles_per_organisation = models.PositiveSmallIntegerField(
        "Beteiligungen je Organisation",
        null=True,
        blank=True,
        help_text="als Antragstellerin oder Partner; leer: Partnerrollen zählen nicht",
    )
    reviews_per_application = models.PositiveSmallIntegerField("Gutachten je Antrag", default=2)
    reviewers_from_same_land = models.BooleanField("Gutachten aus demselben Land", default=False)
    half_points = models.BooleanField("Halbe Punkte", default=False)
    reason_length = models.PositiveSmallIntegerField(
        "Mindestlänge der Begründung bei 0, 1 und 5", default=100
    )
    late_supplements = models.CharField(
        "Verspätete Nachreichungen",
        max_length=6,
        choices=LateSupplements.choices,
        default=LateSupplements.REFUSE,
    )
    second_person_releases = models.BooleanField(
        "Freigabe durch eine zweite Person",
        default=False,
        help_text="wer zur Zeichnung gibt, reicht nicht selbst ein",
    )
    prepared_by_key = models.CharField(max_length=40, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = CallVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "Fassung des Aufrufs"
        ordering = ["call", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="one_call_version_a_number"),
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("deadline_at")),
                name="call_opens_before_deadline",
            ),
            models.CheckConstraint(
                condition=Q(first_year__lte=F("last_year")), name="call_years_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call}, Fassung {self.number}"

    def is_open(self, at: datetime) -> bool:
        """Is `at` within the application period? The deadline's own instant still is."""
        return self.opens_at <= at <= self.closes_at

    @property
    def closes_at(self) -> datetime:
        """The deadline, or the later one that two officers gave to all."""
        return max(self.deadline_at, self.call.extended_until or self.deadline_at)

    @property
    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)

    @transition(
        status,
        source=Status.DRAFT,
        target=Status.READY,
        permission=permissions.may_prepare_calls,
        custom={"label": "Zur Veröffentlichung vorlegen", "checks": PUBLICATION_CHECKS},
    )
    def offer_for_publication(self) -> None:
        """The officer is done; a second person looks."""

    @transition(
        status,
        source=Status.READY,
        target=Status.DRAFT,
        permission=permissions.may_publish_calls,
        custom={"label": "Zur Überarbeitung zurückgeben"},
    )
    def return_to_draft(self) -> None:
        """The second person wants changes."""

    @transition(
        status,
        source=Status.READY,
        target=Status.PUBLISHED,
        permission=permissions.may_publish_calls,
        custom={
            "label": "Veröffentlichen",
            "checks": (*PUBLICATION_CHECKS, second_person_publishes),
        },
    )
    def publish(self) -> None:
        self.published_at = clock.now()


class BudgetYear(models.Model):
    """The money of one call in one budget year: the lock and the sum.

    Whoever reserves or commits locks this row first; the constraint is the second wall.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="budget_years")
    year = models.PositiveSmallIntegerField("Haushaltsjahr")
    amount = amount_field("Verfügbar")
    reserved = amount_field("Vorgemerkt")
    committed = amount_field("Gebunden")
    source = models.CharField("Haushaltsstelle", max_length=60, blank=True)

    class Meta:
        verbose_name = "Haushaltsjahr"
        ordering = ["call", "year"]
        constraints = [
            models.UniqueConstraint(fields=["call", "year"], name="one_budget_a_year"),
            models.CheckConstraint(
                condition=Q(amount__gte=F("reserved") + F("committed"))
                & Q(reserved__gte=0)
                & Q(committed__gte=0),
                name="budget_never_exceeded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call} {self.year}"

    @property
    def free(self) -> Decimal:
        """Euros neither reserved nor committed."""
        return self.amount - self.reserved - self.committed
