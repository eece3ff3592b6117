"""Nothing submitted is changed or deleted."""

from django.db import migrations

from core.immutable import protect


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial")]

    operations = [protect("applications_submission")]
