"""Chapters of the catalogue become rows; tables, later answers and a shorter catalogue.

Published versions are protected, and SQLite rebuilds the tables: protection is lifted here and
renewed by the next migration.
"""

from importlib import import_module
from typing import Any

import django.db.models.deletion
from django.core.validators import MinValueValidator
from django.db import migrations, models

from core.immutable import lift

PROTECTIONS = import_module("programmes.migrations.0002_protect_published").Migration.operations
STANDARD = (
    ("project", "Vorhaben"),
    ("participation", "Partner und Beteiligung"),
    ("declarations", "Erklärungen"),
)
KINDS = [
    ("text", "Text"),
    ("number", "Zahl"),
    ("money", "Betrag"),
    ("date", "Datum"),
    ("choice", "Auswahl"),
    ("yes_no", "Ja oder Nein"),
    ("table", "Tabelle"),
]
PLACES = [
    ("project", "nach den Angaben zum Vorhaben"),
    ("participation", "nach den Angaben zu Partnern"),
    ("declarations", "bei den Erklärungen"),
]


def chapters_from_groups(apps: Any, editor: Any) -> None:
    """Give every version the three chapters its questions were grouped in."""
    chapter, question = (apps.get_model("programmes", name) for name in ("Chapter", "Question"))
    for version in apps.get_model("programmes", "CallVersion").objects.all():
        for position, (code, title) in enumerate(STANDARD, start=1):
            row = chapter.objects.create(
                call_version=version, code=code, title=title, place=code, position=position
            )
            question.objects.filter(call_version=version, group=code).update(chapter=row)


def groups_from_chapters(apps: Any, editor: Any) -> None:
    """A chapter of one's own becomes the group at whose place it stood."""
    question = apps.get_model("programmes", "Question")
    for place, _title in STANDARD:
        question.objects.filter(chapter__place=place).update(group=place)
    question.objects.filter(kind="table").update(kind="text")


class Migration(migrations.Migration):
    dependencies = [("programmes", "0006_consortium_rules")]

    operations = [
        *map(lift, reversed(PROTECTIONS)),
        migrations.CreateModel(
            name="Chapter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="Kennung")),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, verbose_name="Reihenfolge"),
                ),
                ("title", models.CharField(max_length=120, verbose_name="Titel")),
                ("intro", models.TextField(blank=True, verbose_name="Einleitung")),
                (
                    "place",
                    models.CharField(
                        choices=PLACES, max_length=20, verbose_name="Stelle im Antrag"
                    ),
                ),
                (
                    "call_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chapters",
                        to="programmes.callversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "Kapitel",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("call_version", "code"), name="one_chapter_a_code"
                    )
                ],
            },
        ),
        migrations.AlterField(
            "question",
            "group",
            models.CharField(max_length=20, verbose_name="Kapitel", default="project"),
        ),
        migrations.AddField(
            "question",
            "chapter",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="questions",
                to="programmes.chapter",
                verbose_name="Kapitel",
            ),
        ),
        migrations.AddField(
            "question",
            "columns",
            models.JSONField(blank=True, default=list, verbose_name="Spalten"),
        ),
        migrations.AddField(
            "question",
            "due_at",
            models.DateTimeField(
                blank=True, help_text="leer: mit dem Antrag", null=True, verbose_name="Frist"
            ),
        ),
        migrations.AddField(
            "question",
            "full_only",
            models.BooleanField(default=False, verbose_name="Nur im vollen Katalog"),
        ),
        migrations.AddField(
            "documentrequirement",
            "full_only",
            models.BooleanField(default=False, verbose_name="Nur im vollen Katalog"),
        ),
        migrations.AddField(
            "question",
            "legal_basis",
            models.CharField(blank=True, max_length=200, verbose_name="Rechtsgrundlage"),
        ),
        migrations.AlterField(
            "question",
            "limit",
            models.PositiveIntegerField(
                blank=True, null=True, verbose_name="Höchstens (Zeichen oder Zeilen)"
            ),
        ),
        migrations.AlterField(
            "question",
            "kind",
            models.CharField(choices=KINDS, default="text", max_length=10, verbose_name="Art"),
        ),
        migrations.AddField(
            "callversion",
            "full_catalogue_from",
            models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=14,
                null=True,
                validators=[MinValueValidator(0)],
                verbose_name="Voller Fragenkatalog ab (Zuwendung)",
            ),
        ),
        migrations.AddField(
            "callversion",
            "questions_until",
            models.DateTimeField(blank=True, null=True, verbose_name="Fragen zum Aufruf bis"),
        ),
        migrations.AddField(
            "callversion",
            "change_note",
            models.TextField(blank=True, verbose_name="Was sich ändert und warum"),
        ),
        migrations.RunPython(chapters_from_groups, groups_from_chapters),
    ]
