"""The base rates of § 247 BGB up to the first half of 2026; later ones are entered by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import migrations

SOURCE = "§ 247 BGB, Bekanntgabe der Deutschen Bundesbank"
BELOW_ZERO = [date(year, month, 1) for year in range(2017, 2023) for month in (1, 7)]
RATES = {day: Decimal("-0.88") for day in (date(2016, 7, 1), *BELOW_ZERO)} | {
    date(2023, 1, 1): Decimal("1.62"),
    date(2023, 7, 1): Decimal("3.12"),
    date(2024, 1, 1): Decimal("3.62"),
    date(2024, 7, 1): Decimal("3.37"),
    date(2025, 1, 1): Decimal("2.27"),
    date(2025, 7, 1): Decimal("1.27"),
    date(2026, 1, 1): Decimal("1.27"),
}


def enter(apps: Any, schema_editor: Any) -> None:
    rates = apps.get_model("awards", "BaseRate").objects
    rates.bulk_create(
        rates.model(valid_from=day, percent=percent, source=SOURCE)
        for day, percent in RATES.items()
    )


class Migration(migrations.Migration):
    dependencies = [("awards", "0004_protect_payments")]

    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
