"""What was handed in or decided is not changed or deleted."""

from django.db import migrations

from core.immutable import protect


class Migration(migrations.Migration):
    dependencies = [("awards", "0002_follow_up")]

    operations = [
        protect("awards_reportsubmission"),
        protect("awards_finalnotice"),
        protect("awards_repayment"),
    ]
