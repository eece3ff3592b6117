"""The migrations build exactly the tables that the tests run on (see tests/tables.py)."""

import os
import subprocess
import sys

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from tests.tables import is_ours

POSTGRES = """
SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
WHERE table_schema = 'public'
UNION ALL SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), '' FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
UNION ALL SELECT tablename, indexname, '', '' FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT tgrelid::regclass::text, tgname, pg_get_functiondef(tgfoid), '' FROM pg_trigger
WHERE NOT tgisinternal
"""
SQLITE = """
SELECT m.name, c.name, c.type, c."notnull" FROM sqlite_master m, pragma_table_info(m.name) c
WHERE m.type = 'table'
UNION ALL SELECT tbl_name, name, CASE type WHEN 'trigger' THEN sql ELSE '' END, ''
FROM sqlite_master WHERE type <> 'table' AND name NOT LIKE 'sqlite_%'
"""


@pytest.mark.django_db(transaction=True)
def test_migrations_and_models_lead_to_the_same_tables(tmp_path):
    migrated = empty_database(tmp_path)
    environment = {**os.environ, "DATABASE_URL": address(migrated)}
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, env=environment, check=True, cwd=settings.BASE_DIR)
    assert rows_of(migrated) == rows_of(connection)


def empty_database(folder):
    """Return a connection to an empty database beside the one of the tests."""
    there = connection.copy(alias="migrated")
    there.settings_dict["OPTIONS"].pop("pool", None)
    if connection.vendor == "sqlite":
        there.settings_dict["NAME"] = str(folder / "migrated.sqlite3")
    else:
        name = f"{connection.settings_dict['NAME']}_migrated"
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}"')
        there.settings_dict["NAME"] = name
    return there


def address(database):
    at = database.settings_dict
    if database.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


def rows_of(database):
    """Every column, constraint, index and trigger of our own apps' tables."""
    ours = tuple(f"{app.label}_" for app in apps.get_app_configs() if is_ours(app))
    with database.cursor() as cursor:
        cursor.execute(POSTGRES if database.vendor == "postgresql" else SQLITE)
        return sorted(row for row in cursor.fetchall() if row[0].startswith(ours))
