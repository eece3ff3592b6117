"""Periods and limits of reporting, checking and recovery: a guideline keeps its own for life."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class FollowUpRules(models.Model):
    """Numbers for the time after the award (VV Nr. 10 and 11 zu § 44 BHO, §§ 28, 48 VwVfG)."""

    supplement_days = models.PositiveSmallIntegerField("Nachforderung (Tage)", default=21)
    cursory_months = models.PositiveSmallIntegerField("Kursorische Prüfung (Monate)", default=3)
    in_depth_months = models.PositiveSmallIntegerField("Vertiefte Prüfung (Monate)", default=9)
    sample_size = models.PositiveSmallIntegerField("Stichprobe (Belege)", default=30)
    procurement_cut_rate = models.DecimalField(
        "Pauschale Kürzung bei Vergabeverstoß",
        max_digits=7,
        decimal_places=6,
        default=Decimal("0.25"),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))],
    )
    line_tolerance_rate = models.DecimalField(
        "Abweichung einer Position ohne Antrag",
        max_digits=7,
        decimal_places=6,
        default=Decimal("0.20"),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))],
    )
    hearing_days = models.PositiveSmallIntegerField("Anhörung (Tage)", default=28)
    repay_days = models.PositiveSmallIntegerField("Rückzahlung (Tage)", default=30)

    class Meta:
        abstract = True
