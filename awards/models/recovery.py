"""Money that comes back: hearing, decision, instalments, waiver, interest (§ 49a VwVfG)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q, Sum
from django_fsm import transition

from accounts.permissions import is_cashier
from awards import follow_up_permissions as permissions
from awards.checks.recovery import DECISION_CHECKS, PAID_CHECKS, PROPOSAL_CHECKS
from awards.models.award import Award
from awards.models.reports import OfAwardQuerySet
from core import clock
from core.models import Keyed, Snapshot
from core.status import StatusField

ZERO = Decimal("0.00")


class RecoveryQuerySet(OfAwardQuerySet):
    """Which recoveries somebody may see."""

    def visible_to(self, user: Any) -> RecoveryQuerySet:
        """Who sees the award; the cash office sees what is owed or was paid."""
        mine = Q(award__in=Award.objects.visible_to(user))
        if is_cashier(user):
            mine |= Q(status__in=[*Recovery.OWED, Recovery.Status.PAID])
        return self.filter(mine)


class Recovery(Keyed):
    """One recovery from one award (Rückforderung)."""

    class Status(models.TextChoices):
        HEARING = "hearing", "Anhörung läuft"
        PROPOSED = "proposed", "Entscheidung vorgeschlagen"
        DUE = "due", "Zur Zahlung fällig"
        DEFERRED = "deferred", "Gestundet"
        WAIVER_PROPOSED = "waiver_proposed", "Erlass vorgeschlagen"
        WAIVED = "waived", "Erlassen"
        WRITE_OFF_PROPOSED = "write_off_proposed", "Niederschlagung vorgeschlagen"
        WRITTEN_OFF = "written_off", "Niedergeschlagen"
        PAID = "paid", "Bezahlt"
        DROPPED = "dropped", "Eingestellt"

    class Ground(models.TextChoices):
        FINAL_ACCOUNT = "final_account", "Schlussrechnung: zu viel ausgezahlt"
        NOT_USED = "not_used", "Nicht oder nicht mehr für den Zweck verwendet (§ 49 Abs. 3 Nr. 1)"
        CONDITION = "condition", "Auflage nicht erfüllt (§ 49 Abs. 3 Nr. 2)"
        UNLAWFUL = "unlawful", "Bescheid war rechtswidrig (§ 48)"
        PROCUREMENT = "procurement", "Schwerer Vergabeverstoß"
        BOUND_USE = "bound_use", "Zweckbindung verletzt"

    OWED = (
        Status.DUE,
        Status.DEFERRED,
        Status.WAIVER_PROPOSED,
        Status.WRITE_OFF_PROPOSED,
        Status.WRITTEN_OFF,
    )
    UNDECIDED = (Status.HEARING, Status.PROPOSED)

    award = models.ForeignKey(Award, models.PROTECT, related_name="recoveries")
    ground = models.CharField("Grund", max_length=13, choices=Ground.choices)
    status = StatusField("Stand", default=Status.HEARING, choices=Status.choices)
    amount = models.DecimalField("Rückforderung", max_digits=14, decimal_places=2)
    facts = models.TextField("Sachverhalt")
    calculation = models.JSONField("Rechenweg", default=list)
    known_on = models.DateField("Tatsachen bekannt seit")
    heard_until = models.DateField("Anhörung bis")
    statement = models.TextField("Stellungnahme der Kommune", blank=True)
    reasons = models.TextField("Gründe der Entscheidung", blank=True)
    ineffective_on = models.DateField("Bescheid unwirksam seit", null=True, blank=True)
    due_on = models.DateField("Zahlbar bis", null=True, blank=True)
    deferred_from = models.DateField("Gestundet seit", null=True, blank=True)
    write_off_reason = models.TextField("Gründe der Niederschlagung", blank=True)
    write_off_until = models.DateField("Niedergeschlagen bis", null=True, blank=True)
    waiver_reason = models.TextField("Gründe des Erlasses", blank=True)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    proposed_by_key = models.CharField(max_length=40, blank=True)
    waiver_by_key = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = RecoveryQuerySet.as_manager()

    class Meta:
        verbose_name = "Rückforderung"
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="recovery_above_zero")
        ]

    def __str__(self) -> str:
        return f"Rückforderung {self.award.funding_code}"

    @property
    def paid(self) -> Decimal:
        return self.repayments.aggregate(total=Sum("amount"))["total"] or ZERO

    @property
    def open_amount(self) -> Decimal:
        return self.amount - self.paid if self.status in self.OWED else ZERO

    @property
    def decide_by(self) -> date:
        """The last day of the one-year limit: it runs from the end of the hearing (§ 48 Abs. 4)."""
        begun = max(self.known_on, self.heard_until)
        try:
            return begun.replace(year=begun.year + 1)
        except ValueError:  # 29 February
            return date(begun.year + 1, 2, 28)

    @transition(
        status,
        source=Status.HEARING,
        target=Status.PROPOSED,
        permission=permissions.may_propose_recovery,
        custom={"label": "Entscheidung vorschlagen", "checks": PROPOSAL_CHECKS},
    )
    def propose(self) -> None:
        """The hearing is over; the officer writes amount and reasons."""

    @transition(
        status,
        source=Status.HEARING,
        target=Status.DROPPED,
        permission=permissions.may_propose_recovery,
        custom={"label": "Einstellen"},
    )
    def drop(self) -> None:
        """The hearing showed that nothing is to be paid back."""

    @transition(
        status,
        source=Status.PROPOSED,
        target=Status.DUE,
        permission=permissions.may_decide_recovery,
        custom={"label": "Erstattungsbescheid erlassen", "checks": DECISION_CHECKS},
    )
    def decide(self) -> None:
        """A second person signs; the letter is frozen."""

    @transition(
        status,
        source=Status.PROPOSED,
        target=Status.HEARING,
        permission=permissions.may_decide_recovery,
        custom={"label": "Zurückgeben"},
    )
    def give_back(self) -> None:
        """The second person does not agree."""

    @transition(
        status,
        source=Status.DUE,
        target=Status.DEFERRED,
        permission=permissions.may_decide_recovery,
        custom={"label": "Stunden oder Raten vereinbaren"},
    )
    def defer(self) -> None:
        """Paid later or in instalments; interest runs on."""

    @transition(
        status,
        source=[Status.DUE, Status.DEFERRED],
        target=Status.WAIVER_PROPOSED,
        permission=permissions.may_propose_recovery,
        custom={"label": "Erlass vorschlagen"},
    )
    def propose_waiver(self) -> None:
        """An officer gives the reasons (§ 59 BHO)."""

    @transition(
        status,
        source=Status.WAIVER_PROPOSED,
        target=Status.WAIVED,
        permission=permissions.may_waive,
        custom={"label": "Erlassen"},
    )
    def waive(self) -> None:
        """The budget officer agrees, a second person."""

    @transition(
        status,
        source=Status.WAIVER_PROPOSED,
        target=Status.DUE,
        permission=permissions.may_waive,
        custom={"label": "Erlass ablehnen"},
    )
    def refuse_waiver(self) -> None:
        """It stays to be paid."""

    @transition(
        status,
        source=[Status.DUE, Status.DEFERRED],
        target=Status.WRITE_OFF_PROPOSED,
        permission=permissions.may_propose_recovery,
        custom={"label": "Niederschlagung vorschlagen"},
    )
    def propose_write_off(self) -> None:
        """An officer says why the claim cannot be enforced for now (§ 59 Abs. 1 Nr. 2 BHO)."""

    @transition(
        status,
        source=Status.WRITE_OFF_PROPOSED,
        target=Status.WRITTEN_OFF,
        permission=permissions.may_waive,
        custom={"label": "Niederschlagen"},
    )
    def write_off(self) -> None:
        """The budget officer agrees: not pursued for now, but still owed."""

    @transition(
        status,
        source=Status.WRITE_OFF_PROPOSED,
        target=Status.DUE,
        permission=permissions.may_waive,
        custom={"label": "Niederschlagung ablehnen"},
    )
    def refuse_write_off(self) -> None:
        """It is pursued further."""

    @transition(
        status,
        source=Status.WRITTEN_OFF,
        target=Status.DUE,
        permission=permissions.may_propose_recovery,
        custom={"label": "Wieder einfordern"},
    )
    def pursue(self) -> None:
        """The debtor can pay again."""

    @transition(
        status,
        source=[Status.DUE, Status.DEFERRED, Status.WRITTEN_OFF],
        target=Status.PAID,
        permission=permissions.may_book_repayment,
        custom={"checks": PAID_CHECKS},
    )
    def close(self) -> None:
        """Everything has come in."""


class Repayment(models.Model):
    """Money that came in, with the interest that had grown on it."""

    recovery = models.ForeignKey(Recovery, models.PROTECT, related_name="repayments")
    received_on = models.DateField("Eingang")
    amount = models.DecimalField("Betrag", max_digits=14, decimal_places=2)
    interest = models.DecimalField("Zinsen", max_digits=14, decimal_places=2, default=ZERO)
    calculation = models.JSONField("Berechnung der Zinsen", default=list)
    booked_by_key = models.CharField(max_length=40)

    class Meta:
        verbose_name = "Rückzahlung"
        ordering = ["received_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="repayment_above_zero")
        ]


class Instalment(models.Model):
    """One part of a deferred recovery."""

    recovery = models.ForeignKey(Recovery, models.CASCADE, related_name="instalments")
    due_on = models.DateField("Fällig")
    amount: Any = models.DecimalField("Betrag", max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = "Rate"
        ordering = ["due_on", "pk"]
