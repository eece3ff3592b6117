from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from core.immutable import lift

PROTECTIONS = import_module("programmes.migrations.0015_second_person_releases").PROTECTIONS

# Each programme goes on behind the highest number of its calls; back again each call may hold it.
COUNT_ON = """
INSERT INTO programmes_receiptcounter (programme_id, last)
SELECT programme_id, MAX(last_receipt_number) FROM programmes_call GROUP BY programme_id
"""
GIVE_BACK = """
UPDATE programmes_call SET last_receipt_number = (
  SELECT last FROM programmes_receiptcounter AS counter
  WHERE counter.programme_id = programmes_call.programme_id
)
WHERE programme_id IN (SELECT programme_id FROM programmes_receiptcounter)
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0016_aid_ceilings")]

    operations = [
        *map(lift, reversed(PROTECTIONS)),
        migrations.CreateModel(
            name="ReceiptCounter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("last", models.PositiveIntegerField(default=0)),
                (
                    "programme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipt_counter",
                        to="programmes.programme",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(COUNT_ON, GIVE_BACK),
        migrations.RemoveField(model_name="call", name="last_receipt_number"),
        *PROTECTIONS,
    ]
