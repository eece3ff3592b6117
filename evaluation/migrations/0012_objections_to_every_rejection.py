"""An objection names the application: formal rejections have no candidacy."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def name_applications(apps: Any, editor: Any) -> None:
    candidacies = apps.get_model("evaluation", "Candidacy").objects
    for row in apps.get_model("evaluation", "Objection").objects.all():
        row.application_id = candidacies.get(pk=row.candidacy_id).application_id
        row.save(update_fields=["application"])


def name_candidacies(apps: Any, editor: Any) -> None:
    candidacies = apps.get_model("evaluation", "Candidacy").objects
    for row in apps.get_model("evaluation", "Objection").objects.all():
        row.candidacy_id = candidacies.get(application=row.application_id).pk
        row.save(update_fields=["candidacy"])


def parent(to: str, **options: Any) -> models.ForeignKey:
    return models.ForeignKey(
        to=to, on_delete=django.db.models.deletion.PROTECT, related_name="objections", **options
    )


class Migration(migrations.Migration):
    atomic = False  # PostgreSQL alters no table on which rows wait for their foreign keys
    dependencies = [
        ("applications", "0008_catalogue_and_effects"),
        ("evaluation", "0011_signatures"),
    ]

    operations = [
        migrations.AddField(
            "objection", "application", parent("applications.application", null=True)
        ),
        migrations.AlterField("objection", "candidacy", parent("evaluation.candidacy", null=True)),
        migrations.RunPython(name_applications, name_candidacies, elidable=True),
        migrations.RemoveField("objection", "candidacy"),
        migrations.AlterField("objection", "application", parent("applications.application")),
    ]
