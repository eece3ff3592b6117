"""Cuts for breaches of procurement law, deferral, retention, and limits of the forecast."""

import programmes.models.follow_up
from decimal import Decimal
from django.db import migrations, models

from core.immutable import lift, protect

USED = protect(
    "programmes_guidelineversion",
    condition="EXISTS (SELECT 1 FROM programmes_callversion AS version "
    "WHERE version.status = 'published' AND version.guideline_version_id = OLD.id)",
)


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0004_rules_of_the_selection"),
    ]

    operations = [
        lift(USED),
        migrations.AddField(
            model_name="guidelineversion",
            name="archive_years",
            field=models.PositiveSmallIntegerField(
                default=10, verbose_name="Akte aufbewahren (Jahre nach dem Abschluss)"
            ),
        ),
        migrations.AddField(
            model_name="guidelineversion",
            name="deferral_surcharge",
            field=models.DecimalField(
                decimal_places=2,
                default=Decimal("2"),
                help_text="VV Nr. 1.4 zu § 59 BHO",
                max_digits=4,
                verbose_name="Stundungszinsen über dem Basiszinssatz (Prozentpunkte)",
            ),
        ),
        migrations.AddField(
            model_name="guidelineversion",
            name="procurement_cuts",
            field=models.JSONField(
                default=programmes.models.follow_up.usual_cuts,
                verbose_name="Kürzungen bei Vergabeverstößen",
            ),
        ),
        migrations.AddField(
            model_name="guidelineversion",
            name="voucher_years",
            field=models.PositiveSmallIntegerField(
                default=5, verbose_name="Belege aufbewahren (Jahre nach dem Verwendungsnachweis)"
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="forecast_least_awards",
            field=models.PositiveSmallIntegerField(
                default=5, verbose_name="Hochrechnung: Zuwendungen je Jahrgang mindestens"
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="forecast_least_years",
            field=models.PositiveSmallIntegerField(
                default=3, verbose_name="Hochrechnung: Jahrgänge mindestens"
            ),
        ),
        USED,
    ]
