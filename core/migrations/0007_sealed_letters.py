import django.db.models.deletion
from django.db import migrations, models

import core.clock
import core.models
from core.immutable import protect


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0006_erasing_after_retention"),
    ]

    operations = [
        migrations.CreateModel(
            name="SealedLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        default=core.models.random_key, editable=False, max_length=12, unique=True
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="Schreiben")),
                ("content", models.BinaryField()),
                (
                    "sha256",
                    models.CharField(
                        max_length=64, unique=True, verbose_name="Prüfsumme (SHA-256)"
                    ),
                ),
                ("sealed_by", models.CharField(max_length=300, verbose_name="Zertifikat")),
                (
                    "certificate_sha256",
                    models.CharField(max_length=64, verbose_name="Fingerabdruck des Zertifikats"),
                ),
                (
                    "sealed_at",
                    models.DateTimeField(default=core.clock.now, verbose_name="Gesiegelt am"),
                ),
                (
                    "snapshot",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sealed_letter",
                        to="core.snapshot",
                    ),
                ),
            ],
            options={"verbose_name": "Gesiegeltes Schreiben"},
        ),
        protect("core_sealedletter"),
    ]
