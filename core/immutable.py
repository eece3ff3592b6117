"""Second wall in the database: rows that may not change any more (for migrations)."""

from typing import Any

from django.db import migrations

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


def protect(table: str, *events: str, condition: str = "1 = 1") -> migrations.RunPython:
    """Return an operation that refuses UPDATE and DELETE (or `events`) on a table.

    `condition` is SQL on OLD and NEW that both engines understand; it may look into other
    tables. A later migration that alters a table named here must lift the protection first
    and renew it: SQLite rebuilds the table, which loses or breaks its triggers.
    """
    kinds = events or ("UPDATE", "DELETE")

    def install(apps: Any, schema_editor: Any) -> None:
        template = POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE
        for event in kinds:
            schema_editor.execute(template.format(table=table, event=event, condition=condition))

    def remove(apps: Any, schema_editor: Any) -> None:
        on_table = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        for event in kinds:
            schema_editor.execute(f"DROP TRIGGER {table}_{event}{on_table}")
            if on_table:
                schema_editor.execute(f"DROP FUNCTION {table}_{event}()")

    return migrations.RunPython(install, remove)
