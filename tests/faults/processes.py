"""Processes that race: forked without any open connection, each connecting for itself."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.context import ForkContext

from django.db import connection, connections

from core.refusals import RuleViolation

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


def both_at_once(*works):
    """Run each work in a process of its own, at once; return how each ended."""
    outcomes, together = FORK.Queue(), FORK.Barrier(len(works))

    def run(work):
        connection.ensure_connection()
        together.wait()
        try:
            work()
            outcomes.put("done")
        except RuleViolation as refusal:
            outcomes.put(refusal.findings[0].code)
        outcomes.close()
        outcomes.join_thread()

    processes = [forked(run, work) for work in works]
    found = [outcomes.get(timeout=60) for _ in works]
    for process in processes:
        process.join()
    return sorted(found)
