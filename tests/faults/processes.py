"""Processes that race: forked without any open connection, each connecting for itself."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.context import ForkContext

from django.db import connection, connections

FORK: ForkContext = multiprocessing.get_context("fork")


def forked(work: Callable[..., None], *arguments: object) -> multiprocessing.Process:
    """Start `work(*arguments)` in a process of its own.

    It has no pool of connections: a pool needs threads, and a forked process may inherit locks
    that a thread of its parent held and will never release here.
    """

    def run() -> None:
        connection.settings_dict["OPTIONS"].pop("pool", None)
        work(*arguments)
        connections.close_all()

    connections.close_all()
    connection.close_pool()
    process = FORK.Process(target=run)
    process.start()
    return process
