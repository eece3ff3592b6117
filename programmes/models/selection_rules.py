"""How the jury decides and how long facts may be corrected: set by each call."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class SelectionRules(models.Model):
    """Rules of the panel session and of the time after the letters."""

    class TieRule(models.TextChoices):
        CHAIR = "chair", "die Stimme des Vorsitzes entscheidet"
        FAILS = "fails", "der Vorschlag ist abgelehnt"

    panel_quorum_rate = models.DecimalField(
        "Beschlussfähig ab Anteil der Stimmberechtigten im Raum",
        max_digits=7,
        decimal_places=6,
        default=Decimal("0.50"),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))],
    )
    panel_tie_rule = models.CharField(
        "Bei Stimmengleichheit", max_length=5, choices=TieRule.choices, default=TieRule.CHAIR
    )
    fact_error_days = models.PositiveSmallIntegerField(
        "Hinweise auf Tatsachenfehler (Tage ab Bekanntgabe)", default=14
    )

    class Meta:
        abstract = True
