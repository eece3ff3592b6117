from django.db import migrations, models

import core.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="BarrierReport",
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
                ("page", models.CharField(blank=True, max_length=200)),
                ("problem", models.TextField()),
                ("contact", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OutboxMail",
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
                ("recipient", models.EmailField(max_length=254)),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField()),
                ("created_at", models.DateTimeField(db_index=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="StoredFile",
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
                ("name", models.CharField(max_length=200)),
                ("content_type", models.CharField(max_length=100)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("blob", models.FileField(max_length=200, upload_to="files/%Y/%m/")),
                ("uploaded_at", models.DateTimeField()),
                ("actor_key", models.CharField(max_length=40)),
                (
                    "scan",
                    models.CharField(
                        choices=[
                            ("none", "Ohne Virenprüfung"),
                            ("waiting", "Wird geprüft"),
                            ("clean", "Geprüft"),
                            ("infected", "Abgewiesen"),
                        ],
                        default="none",
                        max_length=8,
                    ),
                ),
                ("scanned_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("record_type", models.CharField(max_length=60)),
                ("record_key", models.CharField(max_length=40)),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField(db_index=True)),
                ("actor_key", models.CharField(max_length=40)),
                ("actor_role", models.CharField(max_length=60)),
                ("actor_organisation", models.CharField(max_length=200)),
                ("step", models.CharField(max_length=60)),
                ("payload", models.JSONField(default=dict)),
                ("salt", models.CharField(default=core.models.random_salt, max_length=32)),
                ("payload_digest", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ["record_type", "record_key", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("record_type", "record_key", "number"), name="one_entry_a_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("record_type", models.CharField(max_length=60)),
                ("record_key", models.CharField(max_length=40)),
                ("length", models.PositiveIntegerField(default=0)),
                ("digest", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("record_type", "record_key"), name="one_head_a_record"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Snapshot",
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
                ("kind", models.CharField(max_length=40)),
                ("record_type", models.CharField(max_length=60)),
                ("record_key", models.CharField(max_length=40)),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["record_type", "record_key", "kind"],
                        name="core_snapsh_record__ef7b62_idx",
                    )
                ],
            },
        ),
    ]
