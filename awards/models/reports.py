"""What a recipient reports: interim proof, indicators, proof of use; frozen when signed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django_fsm import transition

from applications.models import Partner, PlanLine
from awards import follow_up_permissions as permissions
from awards.checks.reports import ACCEPTANCE_CHECKS, REPORT_CHECKS
from awards.models.award import AgreedIndicator, Award, ReportDate
from core import clock
from core.models import Keyed, Snapshot, StoredFile
from core.status import StatusField


class OfAwardQuerySet(models.QuerySet[Any]):
    """Records of awards: the recipient sees its own, the office and auditors all."""

    def visible_to(self, user: Any) -> OfAwardQuerySet:
        return self.filter(award__in=Award.objects.visible_to(user))


class ReportQuerySet(models.QuerySet["Report"]):
    """Which reports somebody may see."""

    def visible_to(self, user: Any) -> ReportQuerySet:
        return self.filter(duty__award__in=Award.objects.visible_to(user))


class Report(Keyed):
    """One report that the award's schedule asks for (Nachweis)."""

    Kind = ReportDate.Kind

    class Continuation(models.TextChoices):
        WHOLE = "whole", "vollständig, mit eigenen Mitteln"
        PART = "part", "in Teilen"
        NONE = "none", "nein"
        OPEN = "open", "noch nicht entschieden"

    class Status(models.TextChoices):
        DRAFT = "draft", "Zu erstellen"
        SUBMITTED = "submitted", "Eingereicht"
        SUPPLEMENT_REQUESTED = "supplement_requested", "Nachforderung"
        CHECKED = "checked", "Geprüft"
        ACCEPTED = "accepted", "Angenommen"

    IN_WORK = (Status.DRAFT, Status.SUPPLEMENT_REQUESTED)
    AT_OFFICE = (Status.SUBMITTED, Status.CHECKED)

    duty = models.OneToOneField(ReportDate, models.PROTECT, related_name="report")
    status = StatusField("Stand", default=Status.DRAFT, choices=Status.choices)
    progress = models.TextField("Was wurde erreicht?", blank=True)
    deviations = models.TextField("Was weicht vom Plan ab, und warum?", blank=True)
    outlook = models.TextField("Wie geht es weiter?", blank=True)
    necessity = models.TextField("Warum waren die Ausgaben notwendig und angemessen?", blank=True)
    publicity = models.TextField("Wie wurde die Öffentlichkeit unterrichtet?", blank=True)
    posts_planned = models.DecimalField(
        "Stellen laut Plan", max_digits=6, decimal_places=1, null=True, blank=True
    )
    posts_filled = models.DecimalField(
        "davon besetzt", max_digits=6, decimal_places=1, null=True, blank=True
    )
    transfers = models.PositiveSmallIntegerField(
        "Andere Kommunen, die Ergebnisse übernommen haben", null=True, blank=True
    )
    continuation = models.CharField(
        "Geht es nach der Förderung weiter?",
        max_length=8,
        choices=Continuation.choices,
        blank=True,
    )
    expected_draw = models.DecimalField(
        "Voraussichtlicher Abruf in diesem Jahr",
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
    )
    reminders = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    supplement_until = models.DateField("Nachforderung bis", null=True, blank=True)
    supplement_note = models.TextField("Was fehlt?", blank=True)
    checked_by_key = models.CharField(max_length=40, blank=True)
    submitted_at = models.DateTimeField("Eingang", null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "Nachweis"
        ordering = ["duty__due_on", "pk"]

    def __str__(self) -> str:
        return self.duty.get_kind_display() if self.is_proof else str(self.duty)

    @property
    def award(self) -> Award:
        return self.duty.award

    @property
    def organisation(self) -> Any:
        return self.duty.award.organisation

    @property
    def is_editable(self) -> bool:
        return self.status in self.IN_WORK

    @property
    def is_proof(self) -> bool:
        return self.duty.kind == ReportDate.Kind.PROOF

    @property
    def is_overdue(self) -> bool:
        return self.is_editable and self.duty.due_on < clock.today()

    @transition(
        status,
        source=[Status.DRAFT, Status.SUPPLEMENT_REQUESTED],
        target=Status.SUBMITTED,
        permission=permissions.may_sign_report,
        custom={"label": "Unterschreiben und einreichen", "checks": REPORT_CHECKS},
    )
    def submit(self) -> None:
        """The action freezes the content and gives the receipt."""

    @transition(
        status,
        source=Status.SUBMITTED,
        target=Status.CHECKED,
        permission=permissions.may_check_report,
        custom={"label": "Als geprüft vorlegen", "checks": ACCEPTANCE_CHECKS},
    )
    def check_off(self) -> None:
        """An officer has read it and finds nothing, or the proof's check note is written."""

    @transition(
        status,
        source=Status.CHECKED,
        target=Status.ACCEPTED,
        permission=permissions.may_accept_report,
        custom={"label": "Annehmen", "checks": ACCEPTANCE_CHECKS},
    )
    def accept(self) -> None:
        """A second person of the office agrees."""

    @transition(
        status,
        source=Status.SUBMITTED,
        target=Status.ACCEPTED,
        permission=permissions.may_accept_report,
        custom={"checks": ACCEPTANCE_CHECKS},
    )
    def settle_proof(self) -> None:
        """The final notice of a proof of use is issued."""

    @transition(
        status,
        source=[Status.SUBMITTED, Status.CHECKED],
        target=Status.SUPPLEMENT_REQUESTED,
        permission=permissions.may_check_report,
        custom={"label": "Nachforderung stellen"},
    )
    def request_supplement(self) -> None:
        """Something is missing: the recipient may change the report again."""


class Measurement(models.Model):
    """What an indicator reached in a report, against the value the notice fixed."""

    class Quality(models.TextChoices):
        MEASURED = "measured", "A – gemessen oder amtlich"
        COMPUTED = "computed", "B – berechnet"
        ESTIMATED = "estimated", "C – geschätzt"

    report = models.ForeignKey(Report, models.CASCADE, related_name="measurements")
    indicator = models.ForeignKey(AgreedIndicator, models.PROTECT, related_name="measurements")
    previous = models.DecimalField(
        "Zuletzt berichtet", max_digits=18, decimal_places=4, null=True, blank=True
    )
    actual = models.DecimalField("Erreicht", max_digits=18, decimal_places=4, null=True, blank=True)
    quality = models.CharField("Güte", max_length=9, choices=Quality.choices, blank=True)
    source = models.CharField("Quelle", max_length=200, blank=True)
    reason = models.CharField("Grund der Abweichung", max_length=1000, blank=True)
    next_step = models.CharField("Nächster Schritt", max_length=1000, blank=True)

    class Meta:
        ordering = ["indicator_id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "indicator"], name="one_value_an_indicator")
        ]

    def __str__(self) -> str:
        return self.indicator.name


class ReportLine(models.Model):
    """One line of the plan in a report: planned in the period, and what it came to."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="lines")
    plan_line = models.ForeignKey(PlanLine, models.PROTECT, related_name="report_lines")
    planned = models.DecimalField("Geplant", max_digits=14, decimal_places=2)
    declared = models.DecimalField(
        "Tatsächlich", max_digits=14, decimal_places=2, null=True, blank=True
    )

    class Meta:
        ordering = ["plan_line__side", "plan_line__position", "plan_line_id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "plan_line"], name="one_row_a_plan_line"),
            models.CheckConstraint(
                condition=models.Q(declared__gte=0) | models.Q(declared=None),
                name="declared_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return str(self.plan_line)


class PartnerProof(models.Model):
    """What a partner received, and how the recipient checked its proof (VV Nr. 12)."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="partner_proofs")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="proofs")
    passed_on = models.DecimalField(
        "Weitergeleitet", max_digits=14, decimal_places=2, null=True, blank=True
    )
    recognised = models.DecimalField(
        "Davon nachgewiesen", max_digits=14, decimal_places=2, null=True, blank=True
    )
    result = models.CharField("Ergebnis Ihrer Prüfung", max_length=1000, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["partner__position", "partner_id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "partner"], name="one_proof_a_partner")
        ]

    def __str__(self) -> str:
        return self.partner.name


class ReportSubmission(Keyed):
    """What was handed in, by whom and when; never changed."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField("Fassung")
    receipt_number = models.CharField("Eingangsnummer", max_length=60, unique=True)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    received_at = models.DateTimeField("Eingang")
    signed_by_key = models.CharField(max_length=40)

    class Meta:
        verbose_name = "Einreichung eines Nachweises"
        ordering = ["report", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"], name="one_report_submission_a_number"
            )
        ]

    def __str__(self) -> str:
        return self.receipt_number
