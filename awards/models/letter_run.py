"""Letters sent together: who asked, which decisions, what became of each."""

from __future__ import annotations

from django.db import models

from core import clock
from core.models import Keyed
from evaluation.models import FundingDecision
from programmes.models import Call


class LetterRun(Keyed):
    """One order to send letters; a job works through it (Versand)."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="letter_runs")
    asked_at = models.DateTimeField(default=clock.now)
    asked_by_key = models.CharField(max_length=40)
    job_key = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = "Versand"
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"Versand vom {self.asked_at:%d.%m.%Y}"


class LetterOrder(models.Model):
    """One letter of a run: sent, or why not."""

    run = models.ForeignKey(LetterRun, models.CASCADE, related_name="orders")
    decision = models.ForeignKey(FundingDecision, models.PROTECT, related_name="letter_orders")
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "decision"], name="one_order_a_decision")
        ]
