"""Prepared figures and stored reports."""

from django.db import models

from core import clock
from core.models import Keyed, Snapshot
from programmes.models import CallVersion


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
    """One evaluation report as it was built: its inputs are the snapshot."""

    call_version = models.ForeignKey(CallVersion, models.PROTECT, related_name="report_runs")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    created_by_key = models.CharField(max_length=40)

    class Meta:
        verbose_name = "Auswertungsbericht"
        ordering = ["-created_at"]
