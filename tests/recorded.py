"""What many tests begin with is built once through the actions; then the same rows are put down.

An open call takes some four hundred statements. Each test would run them again, though they lead
to the same rows. The rows come from the actions, so a beginning recorded here cannot lie either.

Beginnings follow each other: a ranking of three towns is known again when it follows a call that
was put down, and nothing was written in between.
"""

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, models

from accounts.models import Organisation, Person
from core import clock
from tests.tables import without_triggers

Built = TypeVar("Built")
Table = tuple[list[str], str, dict[Any, tuple]]  # columns, primary key, rows by that key
NOTHING: tuple = ()


class Tape:
    """What was built so far in this process, and whether the database still stands there."""

    def __init__(self) -> None:
        self.known: dict[tuple, tuple[Any, list[tuple[str, Any]]]] = {}
        self.here: tuple | None = None  # the way that led to the rows of now, if it is known
        self.writes = self.writes_here = 0
        self.is_running = False

    def start(self) -> None:
        """Count every statement that changes something from now on."""
        if self.count not in connection.execute_wrappers:
            connection.execute_wrappers.append(self.count)

    def count(self, execute: Any, sql: str, *rest: Any) -> Any:
        self.writes += not sql.startswith(("SELECT", "SAVEPOINT", "RELEASE", "EXPLAIN"))
        return execute(sql, *rest)

    def place(self) -> tuple | None:
        """Return the way that led to the rows of now; None where somebody else wrote."""
        if is_empty():
            return NOTHING
        return self.here if self.writes == self.writes_here else None

    def stand_at(self, way: tuple) -> None:
        self.here, self.writes_here = way, self.writes


tape = Tape()


def recorded(build: Callable[..., Built]) -> Callable[..., Built]:
    """Build only once a process from where the database stands, then repeat what this changed.

    Where it stands is unknown, or without a transaction that is undone, it is really built.
    """

    @functools.wraps(build)
    def built(*arguments: Any, **named: Any) -> Built:
        tape.start()
        before = tape.place() if connection.in_atomic_block and not tape.is_running else None
        if before is None:
            return build(*arguments, **named)
        step = (build.__module__, build.__qualname__, named_by(arguments), named_by(named))
        way = (*before, (*step, moment()))
        if way not in tape.known:
            tape.known[way] = played(build, arguments, named)
        else:
            repeat(tape.known[way][1])
        tape.stand_at(way)
        for one in arguments:
            refresh(one)
        return renewed(tape.known[way][0])

    return built


def played(build: Callable[..., Built], arguments: Any, named: Any) -> tuple[Built, Any]:
    """Build and return what came out, with the statements that lead to the same rows."""
    before, tape.is_running = all_rows(), True
    try:
        record = build(*arguments, **named)
    finally:
        tape.is_running = False
    return record, list(statements(before, all_rows()))


def is_empty() -> bool:
    return not Person.objects.exists() and not Organisation.objects.exists()


def moment() -> Any:
    """The day; and where the clock stands still, the instant."""
    return clock.now() if clock.is_stopped() else clock.today()


def named_by(value: Any) -> Any:
    """Return what tells this argument from others: of a record its kind and key."""
    if isinstance(value, models.Model):
        return (value._meta.label, value.pk)
    if isinstance(value, dict):
        return tuple((name, named_by(one)) for name, one in sorted(value.items()))
    if isinstance(value, list | tuple):
        return tuple(named_by(one) for one in value)
    return repr(value)


def repeat(changes: list[tuple[str, Any]]) -> None:
    """Change the rows as the recording did. The triggers have let this pass already."""
    met = {trigger_met_by(statement) for statement, _rows in changes}
    with connection.cursor() as cursor, without_triggers(connection, only=met):
        for statement, rows in changes:
            cursor.executemany(statement, rows)


def trigger_met_by(statement: str) -> str:
    """Return its name: that of the table and of what is done to it (core/immutable.py)."""
    _verb, table, *_rest = statement.split('"')
    return f"{table}_{statement[:6]}"


def refresh(value: Any) -> None:
    """Let a record that was handed over know what the builder changed."""
    if isinstance(value, models.Model):
        vars(value).update(vars(renewed(value)))


def renewed(built: Any) -> Any:
    """Return the record, or the list of records, as the database has it."""
    if isinstance(built, list):
        return [renewed(one) for one in built]
    return type(built)._base_manager.get(pk=built.pk)


def all_rows() -> dict[str, Table]:
    """Read every table, the ones that are pointed at last."""
    tables: dict[str, Table] = {}
    with connection.cursor() as cursor:
        for model in reversed(list(apps.get_models(include_auto_created=True))):
            table, key = model._meta.db_table, str(model._meta.pk.column)
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            place = names.index(key)
            tables[table] = (names, key, {row[place]: row for row in cursor.fetchall()})
    return tables


def statements(before: dict[str, Table], after: dict[str, Table]) -> Any:
    """Yield what turns the rows of before into those of after, each with its values."""
    quoted = connection.ops.quote_name
    for table, (names, key, rows) in after.items():
        known, place = before[table][2], names.index(key)
        new = [row for one, row in rows.items() if one not in known]
        changed = [row for one, row in rows.items() if one in known and known[one] != row]
        gone = [(one,) for one in known if one not in rows]
        if gone:
            yield f"DELETE FROM {quoted(table)} WHERE {quoted(key)} = %s", gone
        if new:
            columns, places = ", ".join(map(quoted, names)), ", ".join(["%s"] * len(names))
            yield f"INSERT INTO {quoted(table)} ({columns}) VALUES ({places})", new
        if changed:
            columns = ", ".join(f"{quoted(name)} = %s" for name in names)
            values = [(*row, row[place]) for row in changed]
            yield f"UPDATE {quoted(table)} SET {columns} WHERE {quoted(key)} = %s", values
