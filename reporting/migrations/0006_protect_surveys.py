"""A wave in the field never changes, nor do its questions; an answer is never rewritten."""

from django.db import migrations

from core.immutable import Protect, protect

SAME = (
    "title",
    "number",
    "purpose",
    "consent",
    "obligatory",
    "audience",
    "closes_on",
    "started_on",
)
CHANGED = " OR ".join(f"OLD.{name} <> NEW.{name}" for name in SAME)
STARTED = "EXISTS (SELECT 1 FROM reporting_surveywave AS wave WHERE wave.status <> 'draft' AND "


def protect_questions() -> list[Protect]:
    """No question is added to, changed in or taken from a wave that was started."""
    old, new = (f"{STARTED}wave.id = {row}.wave_id)" for row in ("OLD", "NEW"))
    table = "reporting_surveyquestion"
    return [
        protect(table, "INSERT", condition=new),
        protect(table, "UPDATE", condition=f"{old} OR {new}"),
        protect(table, "DELETE", condition=old),
    ]


class Migration(migrations.Migration):
    dependencies = [("reporting", "0005_surveys")]

    operations = [
        protect(
            "reporting_surveywave", "UPDATE", condition=f"OLD.status <> 'draft' AND ({CHANGED})"
        ),
        protect("reporting_surveywave", "DELETE", condition="OLD.status <> 'draft'"),
        *protect_questions(),
        protect("reporting_surveyanswer", "UPDATE"),
    ]
