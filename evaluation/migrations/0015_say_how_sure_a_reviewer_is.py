from django.db import migrations, models

from core.immutable import lift, protect

REVIEWS = protect(
    "evaluation_review",
    condition="""OLD.status = 'submitted' AND NOT EXISTS (
  SELECT 1 FROM evaluation_reviewedition WHERE review_id = OLD.id AND version = OLD.version
)""",
)


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0014_proposals_are_frozen")]

    operations = [
        lift(REVIEWS),
        migrations.AddField(
            model_name="review",
            name="confidence",
            field=models.CharField(
                blank=True,
                choices=[("low", "gering"), ("medium", "mittel"), ("high", "hoch")],
                default="",
                max_length=6,
                verbose_name="Eigene Sicherheit",
            ),
        ),
        REVIEWS,
    ]
