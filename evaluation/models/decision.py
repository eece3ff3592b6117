"""The funding decision: proposed, co-signed, approved, by three different people."""

from __future__ import annotations

from typing import Any

from django.db import models
from django_fsm import transition

from accounts.models import APPLICANT_ROLES
from accounts.permissions import may_read_office, organisations_of
from core import clock
from core.models import Keyed, Snapshot
from core.status import StatusField
from evaluation import permissions
from evaluation.models.candidacy import Candidacy
from programmes.models import BudgetYear


class FundingDecisionQuerySet(models.QuerySet["FundingDecision"]):
    """Which decisions somebody may see."""

    def visible_to(self, user: Any) -> FundingDecisionQuerySet:
        return self if may_read_office(user) else self.none()


class FundingDecision(Keyed):
    """Award or rejection of one candidacy (Förderentscheidung)."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Vorgeschlagen"
        CO_SIGNED = "co_signed", "Mitgezeichnet"
        APPROVED = "approved", "Freigegeben"
        RETURNED = "returned", "Zurückgegeben"

    class Outcome(models.TextChoices):
        AWARD = "award", "Bewilligung"
        REJECTION = "rejection", "Ablehnung"

    candidacy = models.OneToOneField(Candidacy, models.PROTECT, related_name="decision")
    status = StatusField("Stand", default=Status.PROPOSED, choices=Status.choices)
    outcome = models.CharField("Vorschlag", max_length=9, choices=Outcome.choices)
    amount = models.DecimalField("Zuwendung", max_digits=14, decimal_places=2, default=0)
    eligible_amount = models.DecimalField(
        "Zuwendungsfähig", max_digits=14, decimal_places=2, default=0
    )
    rate = models.DecimalField("Fördersatz", max_digits=7, decimal_places=6, default=0)
    reason = models.TextField("Begründung")
    version = models.PositiveIntegerField(default=1)
    proposed_by_key = models.CharField(max_length=40)
    proposed_at = models.DateTimeField(default=clock.now)
    co_signed_by_key = models.CharField(max_length=40, blank=True)
    co_signed_at = models.DateTimeField(null=True, blank=True)
    approved_by_key = models.CharField(max_length=40, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)

    objects = FundingDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "Förderentscheidung"
        ordering = ["-proposed_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.candidacy}"

    @transition(
        status,
        source=Status.PROPOSED,
        target=Status.CO_SIGNED,
        permission=permissions.may_co_sign,
        custom={"label": "Mitzeichnen"},
    )
    def co_sign(self) -> None:
        """The budget officer (§ 9 BHO) agrees."""

    @transition(
        status,
        source=Status.CO_SIGNED,
        target=Status.APPROVED,
        permission=permissions.may_approve,
        custom={"label": "Freigeben"},
    )
    def approve(self) -> None:
        """The head of unit signs; reserved money becomes committed."""

    @transition(
        status,
        source=[Status.PROPOSED, Status.CO_SIGNED],
        target=Status.RETURNED,
        permission=permissions.may_return,
        custom={"label": "Zurückgeben"},
    )
    def return_to_officer(self) -> None:
        """Refused with a reason: goes back, reserved money is set free."""

    @transition(
        status,
        source=Status.APPROVED,
        target=Status.RETURNED,
        permission=permissions.may_revoke_rejection,
        custom={"label": "Ablehnung aufheben"},
    )
    def revoke_rejection(self) -> None:
        """Its facts were wrong; a new proposal follows after the new review."""

    @transition(
        status,
        source=Status.RETURNED,
        target=Status.PROPOSED,
        permission=permissions.may_propose_again,
        custom={"label": "Erneut vorschlagen"},
    )
    def propose_again(self) -> None:
        """The officer has changed it."""


class DecisionShare(models.Model):
    """How much of the award falls into one budget year."""

    decision = models.ForeignKey(FundingDecision, models.CASCADE, related_name="shares")
    budget_year = models.ForeignKey(BudgetYear, models.PROTECT, related_name="shares")
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["budget_year__year"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "budget_year"], name="one_share_a_year"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="share_not_negative"),
        ]


class RejectionLetterQuerySet(models.QuerySet["RejectionLetter"]):
    """Which letters somebody may see."""

    def visible_to(self, user: Any) -> RejectionLetterQuerySet:
        if may_read_office(user):
            return self
        own = organisations_of(user, *APPLICANT_ROLES)
        return self.filter(decision__candidacy__application__organisation__in=own)


class RejectionLetter(Keyed):
    """The letter to a rejected applicant: score, reasons per criterion, remedies; frozen."""

    decision = models.OneToOneField(
        FundingDecision, models.PROTECT, related_name="rejection_letter"
    )
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    sent_on = models.DateField()
    notified_on = models.DateField("Bekanntgegeben")
    remedy_until = models.DateField("Rechtsbehelf bis")

    objects = RejectionLetterQuerySet.as_manager()

    class Meta:
        verbose_name = "Ablehnungsschreiben"
