"""Periods and limits of reporting, checking and recovery: a guideline keeps its own for life."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


def usual_cuts() -> list[dict[str, str]]:
    """Return the flat cuts for breaches of procurement law that a guideline starts with."""
    source = (
        "Pauschale Kürzung nach Schwere des Verstoßes, 20 bis 25 Prozent bei schweren Verstößen "
        "üblich (VG Augsburg Au 3 K 15.1070, VG Göttingen 1 A 221/14); noch zu bestätigen"
    )
    rates = (
        ("no_competition", "Auftrag ohne gebotenen Wettbewerb vergeben", "0.25"),
        ("wrong_procedure", "Falsche Verfahrensart ohne Begründung", "0.20"),
        ("split", "Auftrag aufgeteilt, um ein Verfahren zu umgehen", "0.25"),
        ("criteria", "Unzulässige Eignungs- oder Zuschlagskriterien", "0.10"),
        ("records", "Vergabe nicht oder unvollständig dokumentiert", "0.05"),
    )
    return [{"code": c, "label": label, "rate": r, "source": source} for c, label, r in rates]


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

    procurement_cuts = models.JSONField("Kürzungen bei Vergabeverstößen", default=usual_cuts)
    deferral_surcharge = models.DecimalField(
        "Stundungszinsen über dem Basiszinssatz (Prozentpunkte)",
        max_digits=4,
        decimal_places=2,
        default=Decimal(2),
        help_text="VV Nr. 1.4 zu § 59 BHO",
    )
    voucher_years = models.PositiveSmallIntegerField(
        "Belege aufbewahren (Jahre nach dem Verwendungsnachweis)", default=5
    )
    archive_years = models.PositiveSmallIntegerField(
        "Akte aufbewahren (Jahre nach dem Abschluss)", default=10
    )

    class Meta:
        abstract = True
