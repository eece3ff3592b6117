"""Organisations: the official directory, and partners outside it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from core import clock
from core.models import Keyed


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Who is in the directory, and who may apply."""

    def valid(self, on: date | None = None) -> OrganisationQuerySet:
        day = on or clock.today()
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        return self.filter(begun, Q(valid_until__isnull=True) | Q(valid_until__gte=day))

    def may_apply(self) -> OrganisationQuerySet:
        """Municipalities, Kreise and their unions; uninhabited areas do not apply."""
        kinds = Organisation.Kind
        applicants = [
            kinds.MUNICIPALITY,
            kinds.DISTRICT,
            kinds.UNION,
            kinds.PURPOSE_UNION,
        ]
        return self.valid().filter(kind__in=applicants, inhabitants__gt=0)


class Organisation(Keyed):
    """A body of the directory or a partner: one table, with validity and successor."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", "Gemeinde oder Stadt"
        DISTRICT = "district", "Landkreis oder Kreis"
        UNION = "union", "Gemeindeverband (Amt, Verbandsgemeinde, Samtgemeinde)"
        PURPOSE_UNION = "purpose_union", "Zweckverband"
        COMPANY = "company", "Unternehmen"
        MUNICIPAL_COMPANY = "municipal_company", "Kommunales Unternehmen"
        UNIVERSITY = "university", "Hochschule oder Forschung"
        ASSOCIATION = "association", "Verband"
        CIVIL_SOCIETY = "civil_society", "Zivilgesellschaft"
        LAND = "land", "Land"
        FEDERAL = "federal", "Bund"

    class SizeClass(models.TextChoices):
        """Stadt- und Gemeindetyp by inhabitants, as in domain.md 7 (BBSR limits)."""

        LARGE_CITY = "11", "Große Großstadt"
        CITY = "12", "Kleinere Großstadt"
        LARGE_TOWN = "21", "Größere Mittelstadt"
        TOWN = "22", "Kleinere Mittelstadt"
        LARGE_SMALL_TOWN = "30", "Größere Kleinstadt"
        SMALL_TOWN = "40", "Kleine Kleinstadt"
        RURAL = "50", "Landgemeinde"

    kind = models.CharField("Art", max_length=20, choices=Kind.choices)
    name = models.CharField("Name", max_length=200)
    ags = models.CharField("Gemeindeschlüssel (AGS)", max_length=8, blank=True)
    ars = models.CharField("Regionalschlüssel (ARS)", max_length=12, blank=True)
    type_code = models.CharField("Textkennzeichen", max_length=2, blank=True)
    land = models.CharField("Land", max_length=2, blank=True, db_index=True)
    district_key = models.CharField("Kreisschlüssel", max_length=5, blank=True, db_index=True)
    union = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="members_of_union"
    )
    inhabitants = models.PositiveIntegerField("Einwohnerinnen und Einwohner", default=0)
    inhabitants_on = models.DateField("Stand", null=True, blank=True)
    area_hectares = models.PositiveIntegerField("Fläche in Hektar", default=0)
    size_class = models.CharField(
        "Größenklasse",
        max_length=2,
        choices=SizeClass.choices,
        blank=True,
        db_index=True,
    )
    postal_code = models.CharField("Postleitzahl", max_length=5, blank=True)
    constituencies = models.CharField(
        "Wahlkreise", max_length=300, blank=True, help_text="Nummern zwischen Strichen: |93|94|"
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    source = models.CharField("Quelle", max_length=200, blank=True)
    confirmed_on = models.DateField("Bestätigt am", null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "Organisation"
        ordering = ["name", "ars"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "ars"],
                condition=Q(valid_until__isnull=True) & ~Q(ars=""),
                name="one_valid_entry_a_key",
            )
        ]
        indexes = [models.Index(fields=["name"])]

    def __str__(self) -> str:
        return self.name
