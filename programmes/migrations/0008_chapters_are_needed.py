"""Every question stands in a chapter; published versions are protected again."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

protected = import_module("programmes.migrations.0002_protect_published")


class Migration(migrations.Migration):
    dependencies = [("programmes", "0007_chapters_and_tables")]

    operations = [
        migrations.RemoveField("question", "group"),
        migrations.AlterField(
            "question",
            "chapter",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="questions",
                to="programmes.chapter",
                verbose_name="Kapitel",
            ),
        ),
        *protected.Migration.operations,
        *protected.protect_rows("programmes_chapter"),
    ]
