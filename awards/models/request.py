"""Payment requests (Mittelanforderungen): two signatures on each side."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django_fsm import transition

from accounts.permissions import is_cashier
from awards import permissions
from awards.checks.payments import APPROVAL_CHECKS, ORDER_CHECKS, SUBMISSION_CHECKS
from awards.models.award import Award, Tranche
from awards.models.bank import BankAccount
from awards.models.milestones import Milestone
from core import clock
from core.models import Keyed
from core.status import StatusField
from programmes.models.programme import amount_field


class PaymentRequestQuerySet(models.QuerySet["PaymentRequest"]):
    """Which requests somebody may see."""

    def visible_to(self, user: Any) -> PaymentRequestQuerySet:
        """Who sees the award; the cash office sees what is ordered and later."""
        mine = Q(award__in=Award.objects.visible_to(user))
        if is_cashier(user):
            mine |= Q(status__in=[PaymentRequest.Status.ORDERED, PaymentRequest.Status.PAID])
        return self.filter(mine)


class PaymentRequest(Keyed):
    """Money asked for: needed for which bills, checked, ordered and paid."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Entwurf"
        SUBMITTED = "submitted", "Eingereicht"
        CHECKED = "checked", "Sachlich richtig"
        ORDERED = "ordered", "Zur Auszahlung angeordnet"
        PAID = "paid", "Ausgezahlt"
        RETURNED = "returned", "Zurückgegeben"

    award = models.ForeignKey(Award, models.PROTECT, related_name="payment_requests")
    number = models.PositiveSmallIntegerField("Nummer")
    status = StatusField("Stand", default=Status.DRAFT, choices=Status.choices)
    tranche = models.ForeignKey(Tranche, models.PROTECT, related_name="payment_requests")
    bank_account = models.ForeignKey(
        BankAccount, models.PROTECT, null=True, blank=True, related_name="payment_requests"
    )
    spent = amount_field("Bisher bezahlte zuwendungsfähige Rechnungen")
    extra_income = amount_field("Einnahmen und Mittel Dritter über dem Plan")
    remark = models.TextField("Erläuterung", blank=True)
    amount = amount_field("Angefordert")
    approved_amount = amount_field("Anerkannt")
    cut_reason = models.TextField("Grund der Kürzung", blank=True)
    calculation = models.JSONField("Berechnung", default=list, blank=True)
    prepared_by_key = models.CharField(max_length=40)
    signed_by_key = models.CharField(max_length=40, blank=True)
    submitted_at = models.DateTimeField("Eingereicht am", null=True, blank=True)
    checked_by_key = models.CharField(max_length=40, blank=True)
    ordered_by_key = models.CharField(max_length=40, blank=True)
    ordered_at = models.DateTimeField("Angeordnet am", null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    objects = PaymentRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "Mittelanforderung"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["award", "number"], name="one_request_a_number"),
            models.CheckConstraint(
                condition=Q(approved_amount__lte=models.F("amount")) & Q(approved_amount__gte=0),
                name="never_approved_above_request",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award.funding_code} / {self.number}"

    @property
    def due(self) -> Decimal:
        """Euros of the bills this request names."""
        return sum((bill.amount for bill in self.bills.all()), Decimal("0.00"))

    @transition(
        status,
        source=[Status.DRAFT, Status.RETURNED],
        target=Status.SUBMITTED,
        permission=permissions.may_sign_request,
        custom={"label": "Mittel anfordern", "checks": SUBMISSION_CHECKS},
    )
    def submit_request(self) -> None:
        """The signatory signs what another person prepared."""

    @transition(
        status,
        source=Status.SUBMITTED,
        target=Status.CHECKED,
        permission=permissions.may_check_request,
        custom={"label": "Sachlich und rechnerisch richtig", "checks": APPROVAL_CHECKS},
    )
    def check_request(self) -> None:
        """The officer has examined need and amount, and perhaps cut it."""

    @transition(
        status,
        source=[Status.SUBMITTED, Status.CHECKED],
        target=Status.RETURNED,
        permission=permissions.may_return_request,
        custom={"label": "Zurückgeben"},
    )
    def return_request(self) -> None:
        """Back to the recipient, with the reason."""

    @transition(
        status,
        source=Status.CHECKED,
        target=Status.ORDERED,
        permission=permissions.may_order_payment,
        custom={"label": "Auszahlung anordnen", "checks": ORDER_CHECKS},
    )
    def order_payment(self) -> None:
        """A second person of the office gives the order to pay."""

    @transition(
        status,
        source=Status.ORDERED,
        target=Status.PAID,
        permission=permissions.may_confirm_payment,
        custom={"label": "Zahlung bestätigen"},
    )
    def confirm_payment(self) -> None:
        """The bank has executed the payment."""

    @transition(
        status,
        source=Status.ORDERED,
        target=Status.RETURNED,
        permission=permissions.may_confirm_payment,
        custom={"label": "Zahlung gescheitert"},
    )
    def fail_payment(self) -> None:
        """The bank refused the payment: the money is committed again, nothing was paid."""


class RequestedBill(models.Model):
    """A bill the money is for: due soon, paid already, or a milestone reached."""

    request = models.ForeignKey(PaymentRequest, models.CASCADE, related_name="bills")
    purpose = models.CharField("Wofür", max_length=200)
    due_on = models.DateField("Fällig am")
    amount = amount_field("Betrag")
    milestone = models.ForeignKey(
        Milestone, models.PROTECT, null=True, blank=True, related_name="bills"
    )

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["milestone"], name="one_bill_a_milestone"),
        ]
