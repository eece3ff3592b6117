import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock
import core.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Person",
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
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "email",
                    models.EmailField(max_length=254, unique=True, verbose_name="E-Mail-Adresse"),
                ),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(default=core.clock.now)),
            ],
            options={
                "verbose_name": "Person",
            },
        ),
        migrations.CreateModel(
            name="Organisation",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("municipality", "Gemeinde oder Stadt"),
                            ("district", "Landkreis oder Kreis"),
                            ("union", "Gemeindeverband (Amt, Verbandsgemeinde, Samtgemeinde)"),
                            ("purpose_union", "Zweckverband"),
                            ("company", "Unternehmen"),
                            ("municipal_company", "Kommunales Unternehmen"),
                            ("university", "Hochschule oder Forschung"),
                            ("association", "Verband"),
                            ("civil_society", "Zivilgesellschaft"),
                            ("land", "Land"),
                            ("federal", "Bund"),
                        ],
                        max_length=20,
                        verbose_name="Art",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="Name")),
                (
                    "ags",
                    models.CharField(
                        blank=True, max_length=8, verbose_name="Gemeindeschlüssel (AGS)"
                    ),
                ),
                (
                    "ars",
                    models.CharField(
                        blank=True, max_length=12, verbose_name="Regionalschlüssel (ARS)"
                    ),
                ),
                (
                    "type_code",
                    models.CharField(blank=True, max_length=2, verbose_name="Textkennzeichen"),
                ),
                (
                    "land",
                    models.CharField(blank=True, db_index=True, max_length=2, verbose_name="Land"),
                ),
                (
                    "district_key",
                    models.CharField(
                        blank=True, db_index=True, max_length=5, verbose_name="Kreisschlüssel"
                    ),
                ),
                (
                    "inhabitants",
                    models.PositiveIntegerField(
                        default=0, verbose_name="Einwohnerinnen und Einwohner"
                    ),
                ),
                ("inhabitants_on", models.DateField(blank=True, null=True, verbose_name="Stand")),
                (
                    "area_hectares",
                    models.PositiveIntegerField(default=0, verbose_name="Fläche in Hektar"),
                ),
                (
                    "size_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("11", "Große Großstadt"),
                            ("12", "Kleinere Großstadt"),
                            ("21", "Größere Mittelstadt"),
                            ("22", "Kleinere Mittelstadt"),
                            ("30", "Größere Kleinstadt"),
                            ("40", "Kleine Kleinstadt"),
                            ("50", "Landgemeinde"),
                        ],
                        db_index=True,
                        max_length=2,
                        verbose_name="Größenklasse",
                    ),
                ),
                (
                    "postal_code",
                    models.CharField(blank=True, max_length=5, verbose_name="Postleitzahl"),
                ),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_until", models.DateField(blank=True, null=True)),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="Quelle")),
                (
                    "confirmed_on",
                    models.DateField(blank=True, null=True, verbose_name="Bestätigt am"),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "union",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members_of_union",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "Organisation",
                "ordering": ["name", "ars"],
            },
        ),
        migrations.CreateModel(
            name="Membership",
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
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("editor", "Bearbeitung"),
                            ("signatory", "Zeichnungsberechtigt"),
                            ("org_admin", "Verwaltung der Organisation"),
                            ("guest", "Gast"),
                            ("officer", "Sachbearbeitung"),
                            ("head_of_unit", "Referatsleitung"),
                            ("budget_officer", "Beauftragte oder Beauftragter für den Haushalt"),
                            ("cashier", "Kasse"),
                            ("reviewer", "Gutachterin oder Gutachter"),
                            ("panel_member", "Jurymitglied"),
                            ("panel_chair", "Juryvorsitz"),
                            ("minute_keeper", "Protokollführung"),
                            ("researcher", "Begleitforschung"),
                            ("auditor", "Prüfung (nur lesen)"),
                            ("operator", "Betrieb"),
                        ],
                        max_length=20,
                        verbose_name="Rolle",
                    ),
                ),
                ("valid_from", models.DateField(default=core.clock.today)),
                ("valid_until", models.DateField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "Mitgliedschaft",
            },
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["name"], name="accounts_or_name_171376_idx"),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True), models.Q(("ars", ""), _negated=True)
                ),
                fields=("kind", "ars"),
                name="one_valid_entry_a_key",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_until__isnull", True)),
                fields=("person", "organisation", "role"),
                name="one_open_membership_a_role",
            ),
        ),
    ]
