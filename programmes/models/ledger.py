"""The ledger: every euro of a call's budget years, as movements between accounts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from core import clock
from programmes.models.call import BudgetYear


class Account(models.TextChoices):
    """Where the money of a budget year stands; it starts free and moves on from there."""

    FREE = "free", "Frei"
    RESERVED = "reserved", "Vorgemerkt"
    COMMITTED = "committed", "Gebunden"
    ORDERED = "ordered", "Angeordnet"
    PAID = "paid", "Ausgezahlt"
    RETURNED = "returned", "Zurückgezahlt"


class Booking(models.Model):
    """One movement, both sides in one row: what leaves `source` arrives at `target`.

    Rows are never changed or deleted; a mistake is booked back. The sums on `BudgetYear` and on
    an award's tranches are the balances, kept in the same transaction and held by constraints.
    """

    budget_year = models.ForeignKey(BudgetYear, models.PROTECT, related_name="bookings")
    source = models.CharField("Von", max_length=9, choices=Account.choices)
    target = models.CharField("Nach", max_length=9, choices=Account.choices)
    amount = models.DecimalField("Betrag", max_digits=14, decimal_places=2)
    booked_at = models.DateTimeField("Gebucht am", default=clock.now)
    record_type = models.CharField(max_length=60)
    record_key = models.CharField(max_length=40)

    class Meta:
        verbose_name = "Buchung"
        ordering = ["booked_at", "pk"]
        indexes = [models.Index(fields=["record_type", "record_key"], name="booking_record")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="booking_moves_money"),
            models.CheckConstraint(
                condition=~Q(source=F("target")), name="booking_has_two_accounts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()} → {self.get_target_display()}: {self.amount}"
