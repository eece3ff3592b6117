"""The daily root over all chains of the log: kept outside too, it shows a cut tail."""

from __future__ import annotations

from django.db import models

from core import clock
from core.models import Keyed, Snapshot


class DailyRoot(Keyed):
    """The Merkle root (RFC 9162) of one day over the end of every chain, with their number.

    The snapshot holds only the ends that changed since the root before.
    """

    day = models.DateField("Tag", unique=True)
    root = models.CharField("Wurzel", max_length=64)
    chains = models.PositiveIntegerField("Ketten")
    entries = models.PositiveBigIntegerField("Einträge")
    snapshot = models.OneToOneField(Snapshot, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("Gebildet am", default=clock.now)

    class Meta:
        verbose_name = "Tageswurzel des Protokolls"
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y}: {self.root}"
