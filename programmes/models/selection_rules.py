"""Who reviews together, how the jury decides, how long facts may be corrected: set by each call."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class SelectionRules(models.Model):
    """Rules of the assignment, of the panel session and of the time after the letters."""

    class TieRule(models.TextChoices):
        CHAIR = "chair", "die Stimme des Vorsitzes entscheidet"
        FAILS = "fails", "der Vorschlag ist abgelehnt"

    expert_level = models.PositiveSmallIntegerField(
        "Mindestens ein Gutachten mit Erfahrung im führenden Handlungsfeld, ab Stufe",
        default=0,
        validators=[MaxValueValidator(3)],
    )
    reviews_per_employer = models.PositiveSmallIntegerField(
        "Höchstens Gutachten je Antrag aus derselben Einrichtung", default=0
    )
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
    borderline_rate = models.DecimalField(
        "Grenzfall im Portfolio: ändert höchstens diesen Anteil der Punkte",
        max_digits=7,
        decimal_places=6,
        default=Decimal("0.01"),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))],
    )
    fact_error_days = models.PositiveSmallIntegerField(
        "Hinweise auf Tatsachenfehler (Tage ab Bekanntgabe)", default=14
    )

    class Meta:
        abstract = True
