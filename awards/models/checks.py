"""How the office checks a proof of use: sample, verdicts, check note, final account and notice."""

from __future__ import annotations

from typing import Any

from django.db import models
from django_fsm import transition

from accounts.permissions import may_read_office
from applications.models import PlanLine
from awards import follow_up_permissions as permissions
from awards.checks.proofs import NOTE_CHECKS
from awards.models.award import Award
from awards.models.reports import OfAwardQuerySet, ReportSubmission
from core import clock
from core.models import Keyed, Snapshot
from core.status import StatusField


class ProofCheckQuerySet(models.QuerySet["ProofCheck"]):
    """Only the office and auditors: the recipient reads the final notice."""

    def visible_to(self, user: Any) -> ProofCheckQuerySet:
        return self if may_read_office(user) else self.none()


class ProofCheck(Keyed):
    """The check of one submitted proof of use (Prüfung des Verwendungsnachweises, VV Nr. 11)."""

    class Status(models.TextChoices):
        OPEN = "open", "In Prüfung"
        PROPOSED = "proposed", "Prüfvermerk vorgelegt"
        SETTLED = "settled", "Schlussbescheid erlassen"
        SUPERSEDED = "superseded", "Überholt durch Nachforderung"

    GOING_ON = (Status.OPEN, Status.PROPOSED)

    submission = models.OneToOneField(ReportSubmission, models.PROTECT, related_name="proof_check")
    status = StatusField("Stand", default=Status.OPEN, choices=Status.choices)
    cursory_due_on = models.DateField("Kursorisch bis")
    in_depth_due_on = models.DateField("Vertieft bis")
    seed = models.BigIntegerField("Startzahl der Ziehung", null=True, blank=True)
    sample_size = models.PositiveIntegerField("Umfang der Stichprobe", null=True, blank=True)
    interval = models.DecimalField(
        "Abstand der Ziehung", max_digits=20, decimal_places=6, null=True, blank=True
    )
    not_in_depth_reason = models.TextField("Warum keine vertiefte Prüfung?", blank=True)
    purpose_reached = models.BooleanField("Zweck erreicht", null=True, blank=True)
    note = models.TextField("Prüfvermerk", blank=True)
    recognised = models.DecimalField(
        "Anerkannte Ausgaben", max_digits=14, decimal_places=2, null=True, blank=True
    )
    income = models.DecimalField(
        "Einnahmen und Mittel Dritter", max_digits=14, decimal_places=2, null=True, blank=True
    )
    final_amount = models.DecimalField(
        "Endgültige Zuwendung", max_digits=14, decimal_places=2, null=True, blank=True
    )
    explanation = models.JSONField("Rechenweg", default=list)
    version = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField(default=clock.now)
    checked_by_key = models.CharField(max_length=40, blank=True)

    objects = ProofCheckQuerySet.as_manager()

    class Meta:
        verbose_name = "Prüfung des Verwendungsnachweises"
        ordering = ["cursory_due_on", "pk"]

    def __str__(self) -> str:
        return f"Prüfung {self.submission}"

    @property
    def report(self) -> Any:
        return self.submission.report

    @property
    def has_sample(self) -> bool:
        return self.seed is not None

    @transition(
        status,
        source=Status.OPEN,
        target=Status.PROPOSED,
        permission=permissions.may_check_proof,
        custom={"label": "Prüfvermerk vorlegen", "checks": NOTE_CHECKS},
    )
    def propose(self) -> None:
        """The officer's note is complete; a second person decides."""

    @transition(
        status,
        source=Status.PROPOSED,
        target=Status.OPEN,
        permission=permissions.may_settle_proof,
        custom={"label": "Zurückgeben"},
    )
    def give_back(self) -> None:
        """The second person wants something looked at again."""

    @transition(
        status,
        source=Status.PROPOSED,
        target=Status.SETTLED,
        permission=permissions.may_settle_proof,
        custom={"label": "Schlussbescheid erlassen"},
    )
    def settle(self) -> None:
        """The action freezes the final notice beside this."""

    @transition(
        status,
        source=[Status.OPEN, Status.PROPOSED],
        target=Status.SUPERSEDED,
        permission=permissions.may_check_proof,
    )
    def supersede(self) -> None:
        """A supplement was asked for: the next submission gets a check of its own."""


class CheckedVoucher(models.Model):
    """One voucher of the frozen submission that was looked at, and what was found."""

    class Verdict(models.TextChoices):
        PENDING = "pending", "Noch offen"
        ACCEPTED = "accepted", "Anerkannt"
        CUT = "cut", "Gekürzt"
        PARKED = "parked", "Zurückgestellt"

    class Error(models.TextChoices):
        NOT_ELIGIBLE = "not_eligible", "Nicht zuwendungsfähig"
        PERIOD = "period", "Außerhalb des Bewilligungszeitraums"
        DOUBLE = "double", "Doppelt abgerechnet"
        NO_VOUCHER = "no_voucher", "Beleg fehlt oder ist unvollständig"
        VAT = "vat", "Abziehbare Vorsteuer"
        DISCOUNT = "discount", "Skonto oder Rabatt nicht abgezogen"
        PROCUREMENT = "procurement", "Vergabeverstoß (pauschale Kürzung)"
        OTHER = "other", "Sonstiger Fehler"

    check_of = models.ForeignKey(ProofCheck, models.CASCADE, related_name="vouchers")
    row = models.PositiveIntegerField("Zeile")
    number = models.CharField("Belegnummer", max_length=60)
    paid_on = models.DateField("Gezahlt am")
    payee = models.CharField("Empfänger", max_length=200)
    purpose = models.CharField("Zweck", max_length=300)
    plan_line = models.ForeignKey(PlanLine, models.PROTECT, related_name="+")
    amount = models.DecimalField("Betrag", max_digits=14, decimal_places=2)
    drawn = models.BooleanField("Gezogen", default=True)
    verdict = models.CharField(
        "Ergebnis", max_length=8, choices=Verdict.choices, default=Verdict.PENDING
    )
    accepted = models.DecimalField(
        "Anerkannt", max_digits=14, decimal_places=2, null=True, blank=True
    )
    error = models.CharField("Art des Fehlers", max_length=12, choices=Error.choices, blank=True)
    reason = models.CharField("Begründung", max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "Geprüfter Beleg"
        ordering = ["check_of", "row"]
        constraints = [
            models.UniqueConstraint(fields=["check_of", "row"], name="one_verdict_a_voucher"),
            models.CheckConstraint(
                condition=models.Q(accepted=None)
                | models.Q(accepted__gte=0, accepted__lte=models.F("amount")),
                name="accepted_within_the_amount",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class FinalNotice(Keyed):
    """The explicit final notice (Schlussbescheid): what the grant comes to in the end."""

    award = models.OneToOneField(Award, models.PROTECT, related_name="final_notice")
    check_of = models.OneToOneField(ProofCheck, models.PROTECT, related_name="notice")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    final_amount = models.DecimalField("Endgültige Zuwendung", max_digits=14, decimal_places=2)
    paid_amount = models.DecimalField("Ausgezahlt", max_digits=14, decimal_places=2)
    sent_on = models.DateField("Abgesandt")
    notified_on = models.DateField("Bekanntgegeben")
    remedy_until = models.DateField("Rechtsbehelf bis")
    final_on = models.DateField("Bestandskräftig am")

    objects = OfAwardQuerySet.as_manager()

    class Meta:
        verbose_name = "Schlussbescheid"

    @property
    def balance(self) -> Any:
        """Above zero the recipient gets more, below zero it pays back."""
        return self.final_amount - self.paid_amount
