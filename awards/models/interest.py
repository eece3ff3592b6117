"""Interest on money used late: base rates, and claims decided by two people."""

from __future__ import annotations

from typing import Any

from django.db import models
from django_fsm import transition

from awards import permissions
from awards.models.award import Award
from awards.models.payment import Payment
from core import clock
from core.models import Keyed
from core.status import StatusField
from programmes.models.programme import amount_field


class BaseRate(models.Model):
    """The base rate of § 247 BGB from the first day of a half-year, in percent a year."""

    valid_from = models.DateField("Gültig ab", unique=True)
    percent = models.DecimalField("Basiszinssatz in Prozent", max_digits=5, decimal_places=2)
    source = models.CharField("Quelle", max_length=200)

    class Meta:
        verbose_name = "Basiszinssatz"
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return f"{self.valid_from:%d.%m.%Y}: {self.percent} %"


class InterestClaimQuerySet(models.QuerySet["InterestClaim"]):
    """Which claims somebody may see."""

    def visible_to(self, user: Any) -> InterestClaimQuerySet:
        return self.filter(payment__request__award__in=Award.objects.visible_to(user))


class InterestClaim(Keyed):
    """The interest on the late used part of one payment: proposed, then charged or waived."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Vorgeschlagen"
        CHARGED = "charged", "Festgesetzt"
        WAIVED = "waived", "Von der Erhebung abgesehen"

    payment = models.OneToOneField(Payment, models.PROTECT, related_name="interest_claim")
    status = StatusField("Stand", default=Status.PROPOSED, choices=Status.choices)
    amount = amount_field("Zinsen")
    calculation = models.JSONField("Berechnung", default=list)
    proposed_by_key = models.CharField(max_length=40)
    proposed_at = models.DateTimeField("Vorgeschlagen am", default=clock.now)
    decided_at = models.DateTimeField("Entschieden am", null=True, blank=True)
    reason = models.TextField("Begründung", blank=True)

    objects = InterestClaimQuerySet.as_manager()

    class Meta:
        verbose_name = "Zinsforderung"
        ordering = ["-proposed_at", "-pk"]

    def __str__(self) -> str:
        return f"Zinsen {self.payment}"

    @transition(
        status,
        source=Status.PROPOSED,
        target=Status.CHARGED,
        permission=permissions.may_decide_interest,
        custom={"label": "Zinsen festsetzen"},
    )
    def charge_interest(self) -> None:
        """Another person than the proposer claims the interest."""

    @transition(
        status,
        source=Status.PROPOSED,
        target=Status.WAIVED,
        permission=permissions.may_decide_interest,
        custom={"label": "Von Zinsen absehen"},
    )
    def waive_interest(self) -> None:
        """Another person than the proposer decides not to claim it, with a reason."""
