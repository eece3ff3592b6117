"""The award and its terms: what the notice promised, as rows that later steps reckon with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q

from accounts.models import APPLICANT_ROLES, Organisation
from accounts.permissions import may_read_office, organisations_of
from applications.models import Indicator, Partner, PlanLine
from core import clock
from core.models import Keyed
from evaluation.models import FundingDecision
from programmes.models import BudgetYear, CallVersion, CatalogueIndicator, GuidelineVersion
from programmes.models.programme import amount_field, rate_field
from rulebook.grants import AwardTerms, FinancingType


class Financing(models.TextChoices):
    """The four kinds of financing; the values are those of the rulebook."""

    SHARE = "share", FinancingType.SHARE.value
    GAP = "gap", FinancingType.GAP.value
    FIXED = "fixed", FinancingType.FIXED.value
    FULL = "full", FinancingType.FULL.value


class AwardQuerySet(models.QuerySet["Award"]):
    """Which awards somebody may see."""

    def visible_to(self, user: Any) -> AwardQuerySet:
        if may_read_office(user):
            return self
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(organisation__in=organisations_of(user, *APPLICANT_ROLES)))


class Award(Keyed):
    """The grant of one approved decision (Zuwendung), with the terms in force.

    Terms change only by an amendment notice; each notice freezes the terms of its day.
    """

    decision = models.OneToOneField(FundingDecision, models.PROTECT, related_name="award")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="awards")
    funding_code = models.CharField("Förderkennzeichen", max_length=40, unique=True)
    file_reference = models.CharField("Aktenzeichen", max_length=60, unique=True)
    financing = models.CharField(
        "Finanzierungsart", max_length=5, choices=Financing.choices, default=Financing.SHARE
    )
    amount = models.DecimalField("Zuwendung", max_digits=14, decimal_places=2)
    eligible_amount = models.DecimalField("Zuwendungsfähig", max_digits=14, decimal_places=2)
    requested_rate = rate_field("Beantragter Fördersatz", "0")
    rate = models.DecimalField("Fördersatz", max_digits=7, decimal_places=6)
    own_funds = amount_field("Eigenmittel")
    other_funds = amount_field("Mittel Dritter und Einnahmen")
    purpose = models.TextField("Zweck", blank=True)
    starts_on = models.DateField("Bewilligungszeitraum von")
    ends_on = models.DateField("bis")
    bound_until = models.DateField("Zweckbindung bis", null=True)
    general_conditions = models.CharField("Allgemeine Nebenbestimmungen", max_length=160)
    conditions = models.JSONField("Besondere Nebenbestimmungen", default=list)
    stop_reason = models.TextField("Auszahlung angehalten, weil", blank=True)
    retention_released_on = models.DateField("Einbehalt freigegeben am", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = "Zuwendung"
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="award_period"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="award_not_negative"),
        ]

    def __str__(self) -> str:
        return self.funding_code

    @property
    def call_version(self) -> CallVersion:
        """The version of the call that the application answered."""
        return self.decision.candidacy.application.call_version

    @property
    def rules(self) -> GuidelineVersion:
        """The guideline the award was made under: its numbers hold for the award's whole life."""
        return self.call_version.guideline_version

    @property
    def is_paid_by_milestones(self) -> bool:
        return self.call_version.payment_mode == CallVersion.PaymentMode.MILESTONE

    @property
    def terms(self) -> AwardTerms:
        """The terms as the rulebook reckons with them."""
        return AwardTerms(
            FinancingType[self.financing.upper()],
            awarded=self.amount,
            eligible=self.eligible_amount,
            rate=self.rate,
            income=self.other_funds,
            own_funds=self.own_funds,
            triviality=self.rules.triviality_amount,
        )


class AwardExpense(models.Model):
    """The eligible expenses of one cost type; all of them sum to the award's eligible amount."""

    award = models.ForeignKey(Award, models.CASCADE, related_name="expenses")
    kind = models.CharField("Kostenart", max_length=12, choices=PlanLine.Kind.choices)
    amount = amount_field("Zuwendungsfähig")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["award", "kind"], name="one_expense_a_cost_type")
        ]


class Tranche(models.Model):
    """The award's money of one budget year: what may be drawn, and where it stands.

    `ordered`, `paid` and `returned` are balances: what is paid is ordered no more.
    """

    award = models.ForeignKey(Award, models.CASCADE, related_name="tranches")
    budget_year = models.ForeignKey(BudgetYear, models.PROTECT, related_name="tranches")
    is_cash = models.BooleanField("Kassenmittel", help_text="sonst Verpflichtungsermächtigung")
    granted = amount_field("Bewilligt")
    ordered = amount_field("Angeordnet")
    paid = amount_field("Ausgezahlt")
    returned = amount_field("Zurückgezahlt")

    class Meta:
        verbose_name = "Jahresrate"
        ordering = ["budget_year__year"]
        constraints = [
            models.UniqueConstraint(fields=["award", "budget_year"], name="one_tranche_a_year"),
            models.CheckConstraint(
                condition=Q(granted__gte=F("ordered") + F("paid") + F("returned"))
                & Q(ordered__gte=0)
                & Q(paid__gte=0)
                & Q(returned__gte=0),
                name="tranche_never_exceeded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award} {self.budget_year.year}"

    @property
    def left(self) -> Decimal:
        """Euros that may still be drawn from this year."""
        return self.granted - self.ordered - self.paid - self.returned


class OnwardGrant(models.Model):
    """What the recipient passes on to a partner (VV Nr. 12), with the aid law it rests on."""

    class AidBasis(models.TextChoices):
        NONE = "none", "Keine Beihilfe"
        DE_MINIMIS = "de_minimis", "De-minimis-Beihilfe"
        EXEMPTION = "exemption", "Gruppenfreistellung (AGVO)"

    award = models.ForeignKey(Award, models.CASCADE, related_name="onward_grants")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="onward_grants")
    name = models.CharField("Partner", max_length=200)
    amount = amount_field("Weiterleitung bis zu")
    aid_basis = models.CharField(
        "Beihilfe", max_length=10, choices=AidBasis.choices, default=AidBasis.NONE
    )

    class Meta:
        ordering = ["pk"]


class AgreedIndicator(models.Model):
    """An indicator as the notice agreed it; reports give its actual values every year."""

    award = models.ForeignKey(Award, models.CASCADE, related_name="indicators")
    name = models.CharField("Name", max_length=200)
    level = models.CharField("Ebene", max_length=8, choices=Indicator.Level.choices)
    unit = models.CharField("Einheit", max_length=60)
    rising = models.BooleanField("Ein höherer Wert ist besser", default=True)
    baseline = models.DecimalField("Ausgangswert", max_digits=18, decimal_places=4)
    baseline_on = models.DateField("Stand des Ausgangswerts")
    target = models.DecimalField("Zielwert", max_digits=18, decimal_places=4)
    target_on = models.DateField("Zielwert bis")
    source = models.CharField("Quelle", max_length=200)
    catalogue = models.ForeignKey(
        CatalogueIndicator,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agreed",
        verbose_name="Indikator des Programms",
    )
    counts_people = models.BooleanField("Zählt einzelne Menschen", default=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class ReportDateQuerySet(models.QuerySet["ReportDate"]):
    """Which reports are late."""

    def overdue(self, on: date) -> ReportDateQuerySet:
        return self.filter(due_on__lt=on, received_on=None)


class ReportDate(models.Model):
    """A report of the schedule: which period it covers and when it is due."""

    class Kind(models.TextChoices):
        INTERIM = "interim", "Zwischennachweis"
        INDICATORS = "indicators", "Indikatorenbericht"
        PROOF = "proof", "Verwendungsnachweis"

    award = models.ForeignKey(Award, models.CASCADE, related_name="report_dates")
    kind = models.CharField("Art", max_length=10, choices=Kind.choices)
    period_from = models.DateField("Berichtszeitraum von")
    period_until = models.DateField("bis")
    due_on = models.DateField("Fällig am")
    received_on = models.DateField("Eingegangen am", null=True, blank=True)

    objects = ReportDateQuerySet.as_manager()

    class Meta:
        verbose_name = "Berichtstermin"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["award", "kind", "period_until"], name="one_report_a_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.period_until:%Y}"
