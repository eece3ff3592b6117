"""A goal system in force never changes, nor do its goals and indicators."""

from django.db import migrations

from core.immutable import Protect, protect

SYSTEMS = "SELECT 1 FROM programmes_goalsystem AS edition WHERE edition.status = 'in_force'"
GOALS = (
    "SELECT 1 FROM programmes_goal AS goal JOIN programmes_goalsystem AS edition "
    "ON edition.id = goal.goal_system_id WHERE edition.status = 'in_force'"
)


def protect_rows(table: str, in_force: str) -> list[Protect]:
    """No row is added to, changed in, moved between or taken from an edition in force."""
    old, new = (in_force.format(row=row) for row in ("OLD", "NEW"))
    return [
        protect(table, "INSERT", condition=new),
        protect(table, "UPDATE", condition=f"{old} OR {new}"),
        protect(table, "DELETE", condition=old),
    ]


class Migration(migrations.Migration):
    dependencies = [("programmes", "0009_goal_system")]

    operations = [
        protect("programmes_goalsystem", condition="OLD.status = 'in_force'"),
        *protect_rows(
            "programmes_goal", f"EXISTS ({SYSTEMS} AND edition.id = {{row}}.goal_system_id)"
        ),
        *protect_rows(
            "programmes_catalogueindicator", f"EXISTS ({GOALS} AND goal.id = {{row}}.goal_id)"
        ),
    ]
