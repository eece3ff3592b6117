"""Going back to older migrations and forward again, for tests of what they do to rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


@contextmanager
def migrated_back_to(*targets: tuple[str, str]) -> Iterator[Any]:
    """Give the models as they were after these migrations, then go forward again."""
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        yield migrate(list(targets))
    finally:
        migrate(newest)


def migrate(targets: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps
