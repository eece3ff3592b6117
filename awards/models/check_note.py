"""The check note on an application (Antragsprüfungsvermerk, VV Nr. 3 zu § 44 BHO)."""

from __future__ import annotations

from typing import Any

from django.db import models

from accounts.permissions import may_read_office
from awards.models.award import Financing
from core import clock
from core.models import Keyed
from evaluation.models import Candidacy


class CheckNoteQuerySet(models.QuerySet["CheckNote"]):
    """Which check notes somebody may see."""

    def visible_to(self, user: Any) -> CheckNoteQuerySet:
        return self if may_read_office(user) else self.none()


class CheckNote(Keyed):
    """What the officer examined before an award: without it nothing is awarded."""

    candidacy = models.OneToOneField(Candidacy, models.PROTECT, related_name="check_note")
    necessity = models.TextField("Notwendigkeit und Angemessenheit")
    offices = models.TextField("Beteiligung anderer (fachlicher) Stellen")
    eligible_extent = models.TextField("Umfang der zuwendungsfähigen Ausgaben")
    financing = models.CharField(
        "Finanzierungsart", max_length=5, choices=Financing.choices, default=Financing.SHARE
    )
    financing_reason = models.TextField("Wahl der Finanzierungsart")
    secured = models.TextField("Sicherung der Gesamtfinanzierung")
    consequences = models.TextField("Spätere Belastungen des Bundes")
    aid = models.TextField("Beihilferecht")
    written_by_key = models.CharField(max_length=40)
    written_at = models.DateTimeField("Geschrieben am", default=clock.now)
    version = models.PositiveIntegerField(default=1)

    objects = CheckNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "Antragsprüfungsvermerk"

    def __str__(self) -> str:
        return f"Antragsprüfungsvermerk {self.candidacy}"
