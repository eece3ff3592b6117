"""Bank accounts of recipients: entered by one person, confirmed by another."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django_fsm import transition

from accounts.models import APPLICANT_ROLES, Organisation
from accounts.permissions import may_read_office, organisations_of
from awards import permissions
from core import clock
from core.models import Keyed
from core.status import StatusField


class BankAccountQuerySet(models.QuerySet["BankAccount"]):
    """Which accounts somebody may see, and which money may go to."""

    def visible_to(self, user: Any) -> BankAccountQuerySet:
        if may_read_office(user):
            return self
        return self.filter(organisation__in=organisations_of(user, *APPLICANT_ROLES))

    def usable(self, on: date) -> BankAccountQuerySet:
        """Confirmed, and the waiting time is over; the latest first."""
        confirmed = self.filter(status=BankAccount.Status.CONFIRMED, usable_from__lte=on)
        return confirmed.order_by("-usable_from", "-pk")


class BankAccount(Keyed):
    """Where the money of an organisation goes. A change waits some days, so theft is noticed."""

    class Status(models.TextChoices):
        ENTERED = "entered", "Wartet auf Bestätigung"
        CONFIRMED = "confirmed", "Bestätigt"
        REFUSED = "refused", "Verworfen"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="bank_accounts")
    status = StatusField("Stand", default=Status.ENTERED, choices=Status.choices)
    holder = models.CharField("Kontoinhaber", max_length=70)
    iban = models.CharField("IBAN", max_length=34)
    bic = models.CharField("BIC", max_length=11, blank=True)
    entered_by_key = models.CharField(max_length=40)
    entered_at = models.DateTimeField("Eingetragen am", default=clock.now)
    confirmed_by_key = models.CharField(max_length=40, blank=True)
    usable_from = models.DateField("Verwendbar ab", null=True, blank=True)

    objects = BankAccountQuerySet.as_manager()

    class Meta:
        verbose_name = "Bankverbindung"
        ordering = ["-entered_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.holder}, {self.iban[:4]} … {self.iban[-4:]}"

    @transition(
        status,
        source=Status.ENTERED,
        target=Status.CONFIRMED,
        permission=permissions.may_confirm_account,
        custom={"label": "Bankverbindung bestätigen"},
    )
    def confirm_account(self) -> None:
        """A second person of the organisation has compared the numbers."""

    @transition(
        status,
        source=Status.ENTERED,
        target=Status.REFUSED,
        permission=permissions.may_refuse_account,
        custom={"label": "Bankverbindung verwerfen"},
    )
    def refuse_account(self) -> None:
        """Wrong or unknown: no money goes there."""
