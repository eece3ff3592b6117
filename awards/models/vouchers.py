"""The list of vouchers of a proof of use (Belegliste)."""

from django.db import models

from applications.models import PlanLine
from awards.models.reports import Report


class Voucher(models.Model):
    """One payment: when, to whom, for what, how much, and for which line of the plan."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="vouchers")
    row = models.PositiveIntegerField("Zeile")
    number = models.CharField("Belegnummer", max_length=60)
    paid_on = models.DateField("Gezahlt am")
    payee = models.CharField("Empfänger", max_length=200)
    purpose = models.CharField("Zweck", max_length=300)
    plan_line = models.ForeignKey(PlanLine, models.PROTECT, related_name="vouchers")
    amount = models.DecimalField("Betrag", max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = "Beleg"
        ordering = ["report", "row"]
        constraints = [
            models.UniqueConstraint(fields=["report", "row"], name="one_voucher_a_row"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="voucher_above_zero"),
        ]

    def __str__(self) -> str:
        return self.number
