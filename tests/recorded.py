"""What many tests begin with is built once through the actions; then the same rows are put down.

An open call takes some four hundred statements. Each test would run them again, though they lead
to the same rows. The rows come from the actions, so a beginning recorded here cannot lie either.
"""

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, models

from accounts.models import Organisation, Person
from core import clock

Built = TypeVar("Built", bound=models.Model)
Rows = dict[str, tuple[list[str], list[tuple]]]
# What was built, by builder, arguments and time: the record it returned, and all rows it left.
_known: dict[tuple, tuple[models.Model, Rows]] = {}


def recorded(build: Callable[..., Built]) -> Callable[..., Built]:
    """Build in an empty database only once a process, then insert the rows this left.

    Where somebody exists already, or without a transaction that is undone, it is really built.
    """

    @functools.wraps(build)
    def built(*arguments: Any, **named: Any) -> Built:
        if not connection.in_atomic_block or not is_empty():
            return build(*arguments, **named)
        key = (build.__module__, build.__qualname__, repr((arguments, named)), moment())
        if key in _known:
            record, rows = _known[key]
            put_down(rows)
            return type(record)._base_manager.get(pk=record.pk)
        before = rows_of_all_tables()
        record = build(*arguments, **named)
        _known[key] = (record, added(before, rows_of_all_tables()))
        return record

    return built


def is_empty() -> bool:
    return not Person.objects.exists() and not Organisation.objects.exists()


def moment() -> Any:
    """The day; and where the clock stands still, the instant."""
    return clock.now() if clock.is_stopped() else clock.today()


def rows_of_all_tables() -> Rows:
    """Read every table, the ones that are pointed at last."""
    tables = [model._meta.db_table for model in apps.get_models(include_auto_created=True)]
    rows: Rows = {}
    with connection.cursor() as cursor:
        for table in dict.fromkeys(reversed(tables)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            rows[table] = (names, cursor.fetchall())
    return rows


def added(before: Rows, after: Rows) -> Rows:
    """The rows that are new. A row that migrations brought and a builder changed is a fault."""
    new: Rows = {}
    for table, (names, rows) in after.items():
        known = before[table][1]
        assert all(row in rows for row in known), f"{table}: a row from the migrations was changed"
        if len(rows) > len(known):
            new[table] = (names, [row for row in rows if row not in known])
    return new


def put_down(recording: Rows) -> None:
    """Insert the rows; what hangs on a published call must be there before it is."""
    with connection.cursor() as cursor:
        for table, (names, rows) in recording.items():
            columns = ", ".join(connection.ops.quote_name(name) for name in names)
            places = ", ".join(["%s"] * len(names))
            name = connection.ops.quote_name(table)
            cursor.executemany(f"INSERT INTO {name} ({columns}) VALUES ({places})", rows)
