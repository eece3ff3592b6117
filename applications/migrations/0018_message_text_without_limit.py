from django.db import migrations, models


class Migration(migrations.Migration):
    """How long a text may be is a rule of the call; the column never knew of a limit."""

    dependencies = [("applications", "0017_presence_of_colleagues")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="message", name="text", field=models.TextField(verbose_name="Text")
                )
            ]
        )
    ]
