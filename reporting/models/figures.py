"""Prepared figures, stored reports, and what the administration of a programme costs."""

from __future__ import annotations

from django.db import models

from accounts.models import Person
from core import clock
from core.models import Keyed, Snapshot, StoredFile
from programmes.models import Call, CallVersion
from programmes.models.programme import amount_field


class PreparedFigure(models.Model):
    """One figure of one call version, computed by a job, with its time."""

    call_version = models.ForeignKey(CallVersion, models.CASCADE, related_name="figures")
    code = models.CharField(max_length=40)
    content = models.JSONField()
    computed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["call_version", "code"], name="one_figure_a_code")
        ]


class ReportRun(Keyed):
    """One evaluation report as it was built: what it rests on, its tables and its files.

    `inputs` are the rows that were read; `snapshot` keeps figures, versions and checksums.
    """

    call_version = models.ForeignKey(CallVersion, models.PROTECT, related_name="report_runs")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, blank=True, related_name="+")
    inputs = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("Angefordert am", default=clock.now)
    created_by_key = models.CharField(max_length=40)
    requested_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    address = models.CharField("Adresse der Seite", max_length=300, blank=True)
    job_key = models.CharField(max_length=40, blank=True)
    built_at = models.DateTimeField("Gebaut am", null=True, blank=True)

    class Meta:
        verbose_name = "Auswertungsbericht"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"Auswertungsbericht {self.call_version.call.slug} {self.key}"


class RunFile(models.Model):
    """One file of a report: the document, the workbook, one chart."""

    run = models.ForeignKey(ReportRun, models.PROTECT, related_name="files")
    name = models.CharField("Name", max_length=60)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "name"], name="one_file_a_name_and_run")
        ]

    def __str__(self) -> str:
        return self.name


class AdministrationCost(Keyed):
    """What the ministry and its project agency spent themselves on a call in a year."""

    class Kind(models.TextChoices):
        STAFF = "staff", "Eigenes Personal"
        AGENCY = "agency", "Projektträger"
        MATERIAL = "material", "Sachausgaben"
        OTHER = "other", "Sonstiges"

    call = models.ForeignKey(Call, models.PROTECT, related_name="administration_costs")
    year = models.PositiveSmallIntegerField("Jahr")
    kind = models.CharField("Art", max_length=8, choices=Kind.choices)
    amount = amount_field("Ausgaben")
    source = models.CharField("Quelle", max_length=200)
    entered_by_key = models.CharField(max_length=40)
    entered_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "Verwaltungsausgaben"
        ordering = ["year", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "year", "kind"], name="one_cost_a_year_and_kind"
            ),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="cost_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}"
