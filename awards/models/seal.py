"""Letters with an electronic seal: the bytes that were delivered, for good."""

from __future__ import annotations

from django.db import models

from core import clock
from core.models import Keyed, Snapshot


class SealedLetter(Keyed):
    """A letter as PDF with the seal of the office (Art. 36 eIDAS), never made a second time."""

    snapshot = models.OneToOneField(Snapshot, models.PROTECT, related_name="sealed_letter")
    title = models.CharField("Schreiben", max_length=120)
    content = models.BinaryField()
    sha256 = models.CharField("Prüfsumme (SHA-256)", max_length=64, unique=True)
    sealed_by = models.CharField("Zertifikat", max_length=300)
    certificate_sha256 = models.CharField("Fingerabdruck des Zertifikats", max_length=64)
    sealed_at = models.DateTimeField("Gesiegelt am", default=clock.now)

    class Meta:
        verbose_name = "Gesiegeltes Schreiben"

    def __str__(self) -> str:
        return self.title
