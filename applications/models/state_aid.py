"""De-minimis aid that the applicant and its partners received before."""

from django.db import models

from applications.models.application import Application
from applications.models.project import Partner, Position


class Aid(Position):
    """One earlier de-minimis aid, as its notice says it; without a partner the applicant's own.

    `regulation` is a code among the ceilings of the guideline.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="aids")
    partner = models.ForeignKey(
        Partner,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="aids",
        verbose_name="Wer sie erhielt",
    )
    giver = models.CharField("Wer sie gab", max_length=200)
    granted_on = models.DateField("Tag des Bescheids")
    amount = models.DecimalField("Betrag", max_digits=14, decimal_places=2)
    regulation = models.CharField("Verordnung", max_length=20)
    sector = models.CharField("Wirtschaftszweig", max_length=120, blank=True)
    reference = models.CharField("Aktenzeichen", max_length=80, blank=True)

    def __str__(self) -> str:
        return f"{self.giver}, {self.granted_on:%d.%m.%Y}"
