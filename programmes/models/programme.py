"""The fund and its rules. A guideline version in force never changes."""

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from core.models import Keyed
from programmes.models.follow_up import FollowUpRules


class Programme(Keyed):
    """A federal funding programme, for instance „Digitale Städte und Regionen“."""

    slug = models.SlugField(unique=True)
    code = models.CharField("Kürzel", max_length=8, help_text="Beginn jeder Eingangsnummer")
    name = models.CharField("Name", max_length=200)
    purpose = models.TextField("Zweck")
    federal_interest = models.TextField("Bundesinteresse", blank=True)
    contact_phone = models.CharField("Telefon", max_length=60, blank=True)
    contact_hours = models.CharField("Sprechzeiten", max_length=120, blank=True)
    contact_email = models.EmailField("E-Mail", blank=True)
    small_number_limit = models.PositiveSmallIntegerField(
        "Kleinste veröffentlichte Zahl",
        default=5,
        help_text="k: kleinere Zahlen bleiben gesperrt",
    )

    forecast_least_awards = models.PositiveSmallIntegerField(
        "Hochrechnung: Zuwendungen je Jahrgang mindestens", default=5
    )
    forecast_least_years = models.PositiveSmallIntegerField(
        "Hochrechnung: Jahrgänge mindestens", default=3
    )

    class Meta:
        verbose_name = "Programm"

    def __str__(self) -> str:
        return self.name


class ReceiptCounter(models.Model):
    """The last receipt number of a programme, in a row of its own that is locked last.

    Who submits holds it from the number to the commit, and nothing else waits for it.
    """

    programme = models.OneToOneField(Programme, models.PROTECT, related_name="receipt_counter")
    last = models.PositiveIntegerField(default=0)


def rate_field(label: str, default: str) -> models.DecimalField:
    """A rate from 0 to 1 with six decimals."""
    return models.DecimalField(
        label,
        max_digits=7,
        decimal_places=6,
        default=Decimal(default),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))],
    )


def amount_field(label: str, default: str = "0") -> models.DecimalField:
    """Euros with cents, never negative."""
    return models.DecimalField(
        label,
        max_digits=14,
        decimal_places=2,
        default=Decimal(default),
        validators=[MinValueValidator(Decimal(0))],
    )


def amount_or_none(label: str) -> models.DecimalField:
    """Euros with cents, or nothing."""
    return models.DecimalField(
        label,
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )


class FundingTerms(models.Model):
    """Rates, caps and minima: set by the guideline, taken over by each call version."""

    class PaymentMode(models.TextChoices):
        ADVANCE = "advance", "für Zahlungen, die bald fällig sind"
        REIMBURSEMENT = "reimbursement", "als Erstattung bezahlter Rechnungen"
        MILESTONE = "milestone", "nach erreichten Meilensteinen"

    regular_rate = rate_field("Fördersatz", "0.65")
    emergency_rate = rate_field("Fördersatz bei Haushaltsnotlage", "0.90")
    cap_strategy = amount_field("Obergrenze Strategie (zuwendungsfähige Ausgaben)", "2500000")
    cap_implementation = amount_field(
        "Obergrenze Umsetzung (zuwendungsfähige Ausgaben)", "15000000"
    )
    minimum_grant = amount_field("Mindestzuwendung", "50000")
    minimum_own_share_rate = rate_field("Mindestens Eigenanteil", "0.10")
    payment_mode = models.CharField(
        "Auszahlung", max_length=13, choices=PaymentMode.choices, default=PaymentMode.ADVANCE
    )

    class Meta:
        abstract = True


def usual_aid_ceilings() -> list[dict[str, Any]]:
    """Return the ceilings for de-minimis aid that a guideline starts with, in euros."""
    rules: tuple[tuple[str, str, str | None, str], ...] = (
        (
            "general",
            "Allgemein: Verordnung (EU) 2023/2831",
            "300000",
            "Art. 3 Abs. 2 der Verordnung (EU) 2023/2831",
        ),
        (
            "services",
            "Daseinsvorsorge (DAWI): Verordnung (EU) 2023/2832",
            "750000",
            "Art. 3 Abs. 2 der Verordnung (EU) 2023/2832",
        ),
        ("other", "Andere (Landwirtschaft, Fischerei)", None, ""),
    )
    return [
        {"code": code, "label": label, "amount": amount, "years": 3, "source": source}
        for code, label, amount, source in rules
    ]


class GrantRules(models.Model):
    """Periods, limits and texts of the grants; a guideline in force keeps its own for life."""

    use_days = models.PositiveSmallIntegerField("Zu verwenden binnen (Tage)", default=42)
    retention_rate = rate_field("Einbehalt bis zum Verwendungsnachweis", "0.05")
    triviality_amount = amount_field("Bagatellgrenze", "500")
    small_interest_amount = amount_field("Zinsen werden erst erhoben ab", "500")
    interest_surcharge = models.DecimalField(
        "Zinsen über dem Basiszinssatz (Prozentpunkte)",
        max_digits=4,
        decimal_places=2,
        default=Decimal(5),
    )
    bank_wait_days = models.PositiveSmallIntegerField(
        "Wartezeit nach Wechsel des Kontos (Tage)", default=7
    )
    bound_use_years = models.PositiveSmallIntegerField("Zweckbindung (Jahre)", default=5)
    interim_due_month = models.PositiveSmallIntegerField("Zwischennachweis: Monat", default=4)
    interim_due_day = models.PositiveSmallIntegerField("Zwischennachweis: Tag", default=30)
    proof_months = models.PositiveSmallIntegerField("Verwendungsnachweis: Monate", default=12)
    aid_ceilings = models.JSONField(
        "Grenzen für De-minimis-Beihilfen", default=usual_aid_ceilings, blank=True
    )
    notice_texts = models.JSONField("Textbausteine des Bescheids", default=dict, blank=True)

    class Meta:
        abstract = True


class GuidelineVersion(Keyed, FundingTerms, GrantRules, FollowUpRules):
    """One version of the funding guideline (Förderrichtlinie), with the source of each number."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="guideline_versions")
    number = models.PositiveSmallIntegerField("Fassung")
    title = models.CharField("Titel", max_length=200)
    in_force_on = models.DateField("In Kraft ab")
    least_application_days = models.PositiveSmallIntegerField(
        "Mindestens Tage bis zur Frist", default=42
    )
    source = models.TextField("Quelle")
    remarks = models.TextField("Noch zu bestätigen", blank=True)
    general_conditions = models.CharField("Allgemeine Nebenbestimmungen", max_length=160)
    legal_basis = models.CharField("Rechtsgrundlage", max_length=300)
    remedies = models.TextField("Rechtsbehelfsbelehrung")
    conditions = models.JSONField("Besondere Nebenbestimmungen", default=list)
    catalogue = models.JSONField("Musterkatalog", default=dict)

    class Meta:
        verbose_name = "Förderrichtlinie (Fassung)"
        ordering = ["programme", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="one_guideline_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.title}, Fassung {self.number}"
