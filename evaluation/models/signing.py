"""Signatures on funding decisions: one row each, bound to the text that was read."""

from __future__ import annotations

from django.db import models

from core import clock
from core.models import Keyed, Snapshot
from evaluation.models.decision import FundingDecision


class Signature(Keyed):
    """Signed, signed with changes, or refused; by whom, for whom, on which text (Mitzeichnung)."""

    class Step(models.TextChoices):
        PROPOSE = "propose", "Sachbearbeitung"
        CO_SIGN = "co_sign", "Haushalt"
        APPROVE = "approve", "Leitung"

    class Answer(models.TextChoices):
        SIGNED = "signed", "Gezeichnet"
        CHANGES = "changes", "Gezeichnet mit Änderung"
        REFUSED = "refused", "Nicht gezeichnet"

    decision = models.ForeignKey(FundingDecision, models.PROTECT, related_name="signatures")
    step = models.CharField("Schritt", max_length=8, choices=Step.choices)
    answer = models.CharField("Antwort", max_length=8, choices=Answer.choices)
    note = models.TextField("Vermerk", blank=True)
    text = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    signed_by_key = models.CharField(max_length=40)
    signed_for_key = models.CharField("In Vertretung", max_length=40, blank=True)
    signed_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "Unterschrift"
        ordering = ["signed_at", "pk"]
