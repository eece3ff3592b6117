from django.db import migrations, models

from core.immutable import lift, protect

PROTECTION = protect("applications_messagereading")


class Migration(migrations.Migration):
    dependencies = [("applications", "0019_newest_submission_first")]

    operations = [
        lift(PROTECTION),
        migrations.AddField(
            model_name="messagereading",
            name="by_program",
            field=models.BooleanField(default=False, verbose_name="Über die Schnittstelle"),
        ),
        PROTECTION,
    ]
