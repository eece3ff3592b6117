"""What the office notes while a project runs: visits; what the recipient owns: the inventory."""

from __future__ import annotations

from django.db import models

from awards.models.award import Award
from core import clock
from core.models import Keyed


class SiteVisit(Keyed):
    """A visit on the spot with what was seen (Vor-Ort-Besuch)."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="visits")
    visited_on = models.DateField("Besucht am")
    people = models.CharField("Teilnehmende", max_length=300)
    note = models.TextField("Vermerk")
    follow_up = models.TextField("Was folgt daraus?", blank=True)
    noted_by_key = models.CharField(max_length=40)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "Vor-Ort-Besuch"
        ordering = ["-visited_on", "-pk"]


class InventoryPiece(Keyed):
    """Something bought with the grant that is bound to its purpose (Inventar)."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="inventory")
    name = models.CharField("Gegenstand", max_length=200)
    place = models.CharField("Standort", max_length=200)
    bought_on = models.DateField("Angeschafft am")
    price = models.DecimalField("Preis netto", max_digits=14, decimal_places=2)
    bound_months = models.PositiveSmallIntegerField("Zweckbindung in Monaten")
    left_on = models.DateField("Nicht mehr genutzt seit", null=True, blank=True)
    left_reason = models.CharField("Grund", max_length=500, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "Gegenstand des Inventars"
        ordering = ["bought_on", "pk"]
