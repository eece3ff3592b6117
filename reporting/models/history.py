"""What was funded before this software: published facts, each with its source."""

from __future__ import annotations

from django.db import models

from accounts.models import Organisation
from core.models import Keyed


class PastRound(models.Model):
    """One round of an earlier programme: its applicants are a published number."""

    programme = models.CharField("Programm", max_length=120)
    number = models.PositiveSmallIntegerField("Staffel")
    year = models.PositiveSmallIntegerField("Jahr")
    applicants = models.PositiveIntegerField("Bewerbungen", null=True)
    applicants_source = models.CharField("Quelle", max_length=300, blank=True)

    class Meta:
        verbose_name = "Frühere Staffel"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="one_round_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.year}"


class PastProject(Keyed):
    """One project that was funded then; its amount is marked for what it is."""

    class AmountKind(models.TextChoices):
        PUBLISHED = "published", "veröffentlicht"
        ROUNDED = "rounded", "gerundet veröffentlicht"
        AT_MOST = "at_most", "Obergrenze"
        AT_LEAST = "at_least", "Untergrenze"
        MISSING = "missing", "nicht veröffentlicht"

    round = models.ForeignKey(PastRound, models.PROTECT, related_name="projects")
    name = models.CharField("Vorhaben", max_length=200)
    kind = models.CharField("Art", max_length=20)
    land = models.CharField("Land", max_length=2, db_index=True)
    category = models.CharField("Kategorie", max_length=60)
    amount = models.DecimalField("Zuwendung", max_digits=14, decimal_places=2, null=True)
    amount_kind = models.CharField("Angabe", max_length=10, choices=AmountKind.choices)
    source = models.TextField("Quelle")

    class Meta:
        verbose_name = "Früher gefördertes Vorhaben"
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "name"], name="one_project_a_name")]

    def __str__(self) -> str:
        return self.name


class PastPlace(models.Model):
    """A place that carries such a project or takes part in it, as the directory knows it.

    `regional_key` has 5 digits for a Kreis, 9 for a union, 12 for a municipality: the key of
    what a place belongs to begins its own.
    """

    project = models.ForeignKey(PastProject, models.CASCADE, related_name="places")
    name = models.CharField("Name", max_length=200)
    is_lead = models.BooleanField(default=False)
    kind = models.CharField("Art", max_length=20, choices=Organisation.Kind.choices)
    land = models.CharField("Land", max_length=2)
    regional_key = models.CharField("Regionalschlüssel", max_length=12)
    district_key = models.CharField("Kreisschlüssel", max_length=5, db_index=True)
    inhabitants = models.PositiveIntegerField("Einwohnerinnen und Einwohner")
    inhabitants_on = models.DateField("Stand")
    postal_code = models.CharField("Postleitzahl", max_length=5, blank=True)
    constituencies = models.CharField("Wahlkreise", max_length=300, blank=True)

    class Meta:
        verbose_name = "Ort eines früheren Vorhabens"
        ordering = ["-is_lead", "name"]
        constraints = [
            models.UniqueConstraint(fields=["project", "regional_key"], name="one_place_a_project")
        ]


class PublishedFact(models.Model):
    """One published number or sentence about the programme, with its source."""

    key = models.CharField(max_length=120, unique=True)
    value = models.CharField(max_length=300)
    source = models.CharField(max_length=300)

    class Meta:
        verbose_name = "Veröffentlichte Angabe"
        ordering = ["pk"]
