"""Data for research: who agreed to what, frozen data sets, and every access to them."""

from __future__ import annotations

from django.db import models

from accounts.models import Person
from core import clock
from core.models import Keyed, StoredFile
from programmes.models import CallVersion


class DataUseAgreement(Keyed):
    """One person's agreement to the terms of use for one call's data, with the purpose."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="data_use_agreements")
    call_version = models.ForeignKey(CallVersion, models.PROTECT, related_name="+")
    purpose = models.CharField("Zweck der Auswertung", max_length=1000)
    agreed_at = models.DateTimeField("Zugestimmt am", default=clock.now)

    class Meta:
        verbose_name = "Nutzungsvereinbarung"
        constraints = [
            models.UniqueConstraint(fields=["person", "call_version"], name="one_agreement_a_call")
        ]


class DataSet(Keyed):
    """One frozen package of a call's data; its pseudonyms are its own."""

    call_version = models.ForeignKey(CallVersion, models.PROTECT, related_name="data_sets")
    number = models.PositiveSmallIntegerField("Fassung")
    requested_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField("Angefordert am", default=clock.now)
    job_key = models.CharField(max_length=40, blank=True)
    built_at = models.DateTimeField("Gebaut am", null=True, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    rows = models.JSONField("Zeilen je Tabelle", default=dict)
    k_anonymity = models.PositiveIntegerField("k-Anonymität", null=True, blank=True)

    class Meta:
        verbose_name = "Datensatz"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["call_version", "number"], name="one_data_set_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.call_version.call.slug} v{self.number}"


class DataSetAccess(models.Model):
    """One access to a data set: asked for or downloaded. Never changed, never deleted."""

    class Kind(models.TextChoices):
        REQUESTED = "requested", "angefordert"
        DOWNLOADED = "downloaded", "heruntergeladen"

    data_set = models.ForeignKey(DataSet, models.PROTECT, related_name="accesses")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField("Zugriff", max_length=10, choices=Kind.choices)
    purpose = models.CharField("Zweck", max_length=1000)
    at = models.DateTimeField("Zeitpunkt", default=clock.now, db_index=True)

    class Meta:
        verbose_name = "Zugriff"
        ordering = ["-at", "-pk"]
