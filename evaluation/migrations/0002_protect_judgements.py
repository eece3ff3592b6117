"""What was declared, handed in or ranked is not changed or deleted."""

from django.db import migrations

from core.immutable import protect


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0001_initial")]

    operations = [
        protect("evaluation_conflictdeclaration"),
        protect("evaluation_ranking"),
        protect("evaluation_rankingplace"),
    ]
