"""A published call version never changes, nor do its rows, its name and its guideline."""

from django.db import migrations

from core.immutable import Protect, protect

ROWS = (
    "programmes_topic",
    "programmes_criteriongroup",
    "programmes_criterion",
    "programmes_question",
    "programmes_documentrequirement",
    "programmes_fitquestion",
)


def published(where: str) -> str:
    """SQL: is there a published version with this property?"""
    versions = "SELECT 1 FROM programmes_callversion AS version WHERE version.status = 'published'"
    return f"EXISTS ({versions} AND {where})"


def of_a_published_version(row: str) -> str:
    return published(f"version.id = {row}.call_version_id")


def protect_rows(table: str) -> list[Protect]:
    """No row is added to, changed in, moved between or taken from published versions."""
    old, new = of_a_published_version("OLD"), of_a_published_version("NEW")
    return [
        protect(table, "INSERT", condition=new),
        protect(table, "UPDATE", condition=f"{old} OR {new}"),
        protect(table, "DELETE", condition=old),
    ]


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial")]

    operations = [
        protect("programmes_callversion", condition="OLD.status = 'published'"),
        *[operation for table in ROWS for operation in protect_rows(table)],
        protect(
            "programmes_call",
            "UPDATE",
            condition="(OLD.title <> NEW.title OR OLD.slug <> NEW.slug) AND "
            + published("version.call_id = OLD.id"),
        ),
        protect(
            "programmes_guidelineversion",
            condition=published("version.guideline_version_id = OLD.id"),
        ),
    ]
