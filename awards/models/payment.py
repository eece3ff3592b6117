"""Payments: handed to the bank in files, each at most once; later proven as used."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.db import models
from django.db.models import Q

from awards.models.request import PaymentRequest
from core import clock
from core.models import Keyed, Snapshot
from programmes.models.programme import amount_field


class PaymentFile(Keyed):
    """One file for the bank (SEPA pain.001): frozen bytes, never made a second time."""

    number = models.PositiveIntegerField("Nummer", unique=True)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    count = models.PositiveIntegerField("Zahlungen")
    total = amount_field("Summe")
    execution_on = models.DateField("Ausführung am")
    created_by_key = models.CharField(max_length=40)
    created_at = models.DateTimeField("Erstellt am", default=clock.now)
    read_back_at = models.DateTimeField("Rückmeldung gelesen am", null=True, blank=True)

    class Meta:
        verbose_name = "Zahlungsdatei"
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"Zahlungsdatei {self.number}"


class Payment(Keyed):
    """The order to pay one request; `reference` is the end-to-end id the bank sends back."""

    request = models.ForeignKey(PaymentRequest, models.PROTECT, related_name="payments")
    file = models.ForeignKey(
        PaymentFile, models.PROTECT, null=True, blank=True, related_name="payments"
    )
    reference = models.CharField("Verwendungszweck", max_length=35, unique=True)
    amount = amount_field("Betrag")
    ordered_on = models.DateField("Angeordnet am")
    paid_on = models.DateField("Wertstellung", null=True, blank=True)
    reminders = models.PositiveSmallIntegerField("Erinnerungen", default=0)
    failed_because = models.CharField("Zurückgewiesen, weil", max_length=200, blank=True)

    class Meta:
        verbose_name = "Auszahlung"
        ordering = ["ordered_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(failed_because=""),
                name="one_living_payment_a_request",
            ),
            models.CheckConstraint(
                condition=Q(paid_on=None) | (Q(file__isnull=False) & Q(failed_because="")),
                name="paid_only_through_a_file",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_moves_money"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def used(self) -> Decimal:
        """Euros proven as used."""
        return sum((use.amount for use in self.uses.all()), Decimal("0.00"))

    @property
    def unused(self) -> Decimal:
        return self.amount - self.used

    @property
    def use_until(self) -> date:
        """The last day on which the money counts as used in time; asked after payment only."""
        paid_on = self.paid_on or self.ordered_on
        return paid_on + timedelta(days=self.request.award.rules.use_days)


class PaymentUse(models.Model):
    """Euros of a payment that were used for their purpose on a day, as the recipient states."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="uses")
    used_on = models.DateField("Verwendet am")
    amount = amount_field("Betrag")
    recorded_by_key = models.CharField(max_length=40)
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "Verwendung"
        ordering = ["used_on", "pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="use_is_some_money")]
