"""Web and worker of one start are forked: none may talk through a connection of another."""

import multiprocessing

import pytest
from django.db import connection

from core.management.commands.serve import let_go_of_connections

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
FORK = multiprocessing.get_context("fork")


def asked(question: str) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return {process for (process,) in cursor.fetchall()}


def is_shared_with_a_fork(*, let_go: bool) -> bool:
    """Say whether a fork is answered by a process of PostgreSQL that answered before it."""
    before = asked("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
    connection.close()  # back to the pool, and still open
    if let_go:
        let_go_of_connections()
    answers = FORK.Queue()
    child = FORK.Process(target=lambda: answers.put(asked("SELECT pg_backend_pid()")))
    child.start()
    found = answers.get(timeout=30)
    child.kill()  # it may not end what it shares
    child.join()
    connection.close_pool()
    return bool(found & before)


def test_a_forked_part_has_a_connection_of_its_own():
    assert not is_shared_with_a_fork(let_go=True)


def test_without_letting_go_it_would_share_one():
    """The positive control."""
    assert is_shared_with_a_fork(let_go=False)
