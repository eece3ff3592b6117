"""The tables of the test database: from the models, and from the migrations what models lack.

Building them migration by migration takes twenty times as long, since Django builds all models
anew after each step. That both ways lead to the same tables is a test of its own (test_tables.py).
"""

from collections.abc import Container, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.sqlite3.base import DatabaseOperations
from django.db.migrations import Migration, RunPython
from django.db.migrations.executor import MigrationExecutor

from core.immutable import Protect


def build_tables() -> None:
    """Build them outside pytest, which does the first half of this by --nomigrations."""
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    finish_tables()


def finish_tables() -> None:
    """Install the triggers, enter the rows that migrations bring, and note them as applied."""
    settings.MIGRATION_MODULES = {}  # pytest's --nomigrations has hidden them
    executor = MigrationExecutor(connection)
    executor.recorder.ensure_schema()
    existing = connection.introspection.table_names()  # some were moved since
    for migration in migrations(executor):
        with connection.schema_editor() as editor:
            ours = is_ours(apps.get_app_config(migration.app_label))
            for operation in migration.operations if ours else ():
                if isinstance(operation, Protect) and operation.table in existing:
                    operation.database_forwards(migration.app_label, editor, None, None)
                elif isinstance(operation, RunPython):
                    ENTERING.append(operation.code)
                    operation.code(apps, editor)
        executor.recorder.record_applied(migration.app_label, migration.name)


def migrations(executor: MigrationExecutor) -> Iterator[Migration]:
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    return (migration for migration, _ in plan)


def is_ours(app: AppConfig) -> bool:
    return Path(app.path).parent == settings.BASE_DIR


@contextmanager
def without_triggers(database: Any, only: Container[str] | None = None) -> Iterator[None]:
    """Let rows change that the triggers protect, or only these of them; inside a transaction."""
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
            cursor.execute("SET LOCAL session_replication_role = origin")
            return
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        triggers = cursor.execute(query).fetchall()
        triggers = [(name, sql) for name, sql in triggers if only is None or name in only]
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _name, sql in triggers:
            cursor.execute(sql)


def emptied_on_sqlite(operations: Any, statements: list[str]) -> None:
    with without_triggers(operations.connection):
        EMPTY(operations, statements)
    enter_again()


def emptied_on_postgres(operations: Any, statements: list[str]) -> None:
    """Delete instead of truncating: that would write a new file for each of the tables."""
    tables = operations.connection.introspection.django_table_names(only_existing=True)
    tables = [operations.quote_name(table) for table in tables]
    ask = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables
    )
    with transaction.atomic(), without_triggers(operations.connection):
        with operations.connection.cursor() as cursor:
            cursor.execute(ask)
            for (table,) in cursor.fetchall():
                cursor.execute(f"DELETE FROM {table}")
    enter_again()


def enter_again() -> None:
    """Enter what the migrations bring, so that no test meets a system that cannot be."""
    for enter in ENTERING:
        enter(apps, None)


ENTERING: list[Any] = []
EMPTY = DatabaseOperations.execute_sql_flush
