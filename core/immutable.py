"""Second wall in the database: rows that may not change any more (for migrations)."""

from typing import Any

from django.db.migrations.operations.base import Operation

SQLITE = """
CREATE TRIGGER {table}_{event} BEFORE {event} ON {table}
WHEN {condition}
BEGIN SELECT RAISE(ABORT, '{table} is immutable'); END
"""
# The condition stands in the function: WHEN of a PostgreSQL trigger takes no subquery.
POSTGRES = """
CREATE FUNCTION {table}_{event}() RETURNS trigger AS $body$
BEGIN
  IF {condition} THEN
    RAISE EXCEPTION '{table} is immutable' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END
$body$ LANGUAGE plpgsql;
CREATE TRIGGER {table}_{event} BEFORE {event} ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_{event}();
"""


class Protect(Operation):
    """Refuse UPDATE and DELETE (or `events`) on a table.

    `condition` is SQL on OLD and NEW that both engines understand; it may look into other
    tables. A later migration that alters a table named here must lift the protection first
    and renew it: SQLite rebuilds the table, which loses or breaks its triggers.
    """

    reversible = True

    def __init__(self, table: str, events: tuple[str, ...], condition: str) -> None:
        self.table, self.events, self.condition = table, events, condition

    def state_forwards(self, app_label: str, state: Any) -> None:
        """No model changes. RunPython would build all models anew for each trigger."""

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        template = POSTGRES if editor.connection.vendor == "postgresql" else SQLITE
        for event in self.events:
            names = {"table": self.table, "event": event, "condition": self.condition}
            editor.execute(template.format(**names))

    def database_backwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        on_postgres = editor.connection.vendor == "postgresql"
        for event in self.events:
            name = f"{self.table}_{event}"
            editor.execute(
                f"DROP TRIGGER {name} ON {self.table}" if on_postgres else f"DROP TRIGGER {name}"
            )
            if on_postgres:
                editor.execute(f"DROP FUNCTION {name}()")


def protect(table: str, *events: str, condition: str = "1 = 1") -> Protect:
    """Return the operation that makes a table's rows immutable, or those that fit `condition`."""
    return Protect(table, events or ("UPDATE", "DELETE"), condition)


class Lift(Protect):
    """Take a protection away before its table changes; going back puts it on again."""

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        super().database_backwards(app_label, editor, before, after)

    def database_backwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        super().database_forwards(app_label, editor, before, after)


def lift(protection: Protect) -> Lift:
    """Return the operation that takes this protection away; the same one renews it later."""
    return Lift(protection.table, protection.events, protection.condition)
