"""The formal check: one result per rule, waivers as records, two officers."""

from __future__ import annotations

from django.db import models
from django_fsm import transition

from applications import permissions
from applications.checks import ADMISSION_CHECKS, REJECTION_CHECKS
from applications.models.application import Application
from core import clock
from core.models import Keyed, Snapshot
from core.status import StatusField


class FormalCheck(Keyed):
    """One officer checks, a second confirms."""

    class Status(models.TextChoices):
        OPEN = "open", "In Prüfung"
        ADMISSION_PROPOSED = "admission_proposed", "Zulassung vorgeschlagen"
        REJECTION_PROPOSED = "rejection_proposed", "Ablehnung vorgeschlagen"
        CONFIRMED = "confirmed", "Bestätigt"

    application = models.OneToOneField(Application, models.PROTECT, related_name="formal_check")
    status = StatusField(default=Status.OPEN, choices=Status.choices)
    checked_by_key = models.CharField(max_length=40)
    started_at = models.DateTimeField(default=clock.now)
    proposed_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    reasons = models.TextField("Gründe", blank=True)

    class Meta:
        verbose_name = "Formalprüfung"

    def __str__(self) -> str:
        return f"Formalprüfung {self.application}"

    @transition(
        status,
        source=Status.OPEN,
        target=Status.ADMISSION_PROPOSED,
        permission=permissions.is_checking_officer,
        custom={"label": "Zulassung vorschlagen", "checks": ADMISSION_CHECKS},
    )
    def propose_admission(self) -> None:
        """Every rule is met or waived."""

    @transition(
        status,
        source=Status.OPEN,
        target=Status.REJECTION_PROPOSED,
        permission=permissions.is_checking_officer,
        custom={"label": "Formale Ablehnung vorschlagen", "checks": REJECTION_CHECKS},
    )
    def propose_rejection(self) -> None:
        """At least one rule is not met, and the reasons are written."""

    @transition(
        status,
        source=[Status.ADMISSION_PROPOSED, Status.REJECTION_PROPOSED],
        target=Status.CONFIRMED,
        permission=permissions.is_second_officer,
        custom={"label": "Ergebnis bestätigen"},
    )
    def confirm(self) -> None:
        """The action moves the application in the same transaction."""

    @transition(
        status,
        source=[Status.ADMISSION_PROPOSED, Status.REJECTION_PROPOSED],
        target=Status.OPEN,
        permission=permissions.is_second_officer,
        custom={"label": "Zurück in die Prüfung"},
    )
    def return_to_check(self) -> None:
        """The second officer does not agree."""


class CheckResult(models.Model):
    """The result of one rule: what the machine found and what the officer says."""

    class Verdict(models.TextChoices):
        OPEN = "open", "Noch offen"
        MET = "met", "Erfüllt"
        NOT_MET = "not_met", "Nicht erfüllt"
        NOT_DUE = "not_due", "Noch nicht fällig"

    formal_check = models.ForeignKey(FormalCheck, models.CASCADE, related_name="results")
    code = models.CharField(max_length=40)
    found = models.JSONField("Feststellungen", default=list)
    verdict = models.CharField(max_length=8, choices=Verdict.choices, default=Verdict.OPEN)
    note = models.TextField("Vermerk", blank=True)
    changed_by_key = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["formal_check", "code"], name="one_result_a_rule")
        ]


class Waiver(Keyed):
    """An officer lets one rule pass, with a reason: a record, not an exception in code."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="waivers")
    code = models.CharField(max_length=40)
    reason = models.TextField("Begründung")
    granted_by_key = models.CharField(max_length=40)
    granted_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "Ausnahme"
        constraints = [
            models.UniqueConstraint(fields=["application", "code"], name="one_waiver_a_rule")
        ]


class FormalRejection(Keyed):
    """The notice of a formal rejection: frozen, with its reasons and the dates of the remedy."""

    formal_check = models.OneToOneField(FormalCheck, models.PROTECT, related_name="rejection")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    sent_on = models.DateField("Abgesandt")
    notified_on = models.DateField("Bekanntgegeben")
    remedy_until = models.DateField("Rechtsbehelf bis")

    class Meta:
        verbose_name = "Formaler Ablehnungsbescheid"
