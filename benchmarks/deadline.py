"""Everybody submits at once: how many a second, what each costs, and what SQL alone could do."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connection, transaction
from django.urls import reverse

from accounts.models import Membership, Organisation, Role
from applications.actions.submission import Handover, submit_once
from applications.checks.entry import declarations
from applications.models import Application
from benchmarks.people import FOUND, Person, member
from benchmarks.server import Server, cpu_seconds
from core import clock
from core.models import Snapshot
from demo.cases import invent
from demo.fates import Fate
from demo.in_bulk.drafts import Desk, write_drafts
from demo.people import Office
from demo.play import Play
from demo.rounds import Round
from programmes.models import CallVersion

READY, AT_ONCE, REPLAYED = 200, 8, 40
SEED = 7
Statements = list[tuple[str, Any]]


def prepare(many: int = READY) -> None:
    """Store complete applications that wait for their signature, in the open call."""
    version = CallVersion.objects.in_force().open(clock.now()).select_related("call").get()
    settled = Membership.objects.filter(
        role=Role.SIGNATORY, organisation__confirmed_on__isnull=False
    )
    towns = Organisation.objects.may_apply().filter(pk__in=settled.values("organisation"))
    free = towns.exclude(applications__call_version__call=version.call_id).order_by("pk")[:many]
    one = Round(
        number=9,
        title=version.call.title,
        opens_at=version.opens_at,
        deadline_at=version.deadline_at,
        now=clock.now(),
        size=len(free),
        fates=(Fate.TO_SIGN,),
    )
    lots = random.Random(SEED)
    cases = [invent(one, number, town, lots) for number, town in enumerate(free)]
    nobody: Any = None
    play = Play(one, version, Office(*[nobody] * 5), (), SEED)
    write_drafts(play, Desk(), cases)


def report(server: Server, database: str) -> None:
    """All that is ready is submitted at once, through pages; then the statements of it alone."""
    waiting = Application.objects.filter(status=Application.Status.AWAITING_SIGNATURE)
    ready = list(waiting.select_related("organisation").order_by("pk"))
    noted = [statements(one) for one in ready[:REPLAYED]]
    replay = per_second(replayed(database, noted), len(noted))
    submit = by_page(server.port, ready)
    with costs(server) as cost:
        found = per_second(submit, len(ready))
    accepted = found.results.count(FOUND)
    size = max(len(one.content) for one in Snapshot.objects.filter(kind="submission")[:20])
    bare = per_second(bare_submission(database, size), len(ready)).rate
    print(
        f"submitted at the deadline: {accepted} of {len(ready)}, {found.rate:.1f} a second by pages"
    )
    for name, seconds in cost.items():
        print(f"    CPU of each: {name:<16}{1000 * seconds / len(ready):>7.1f} ms")
    print(f"the same statements alone {replay.rate:.0f} a second, ratio 1 to ", end="")
    print(f"{replay.rate / found.rate:.1f}; the writes alone {bare:.0f} a second")


@dataclass(frozen=True)
class Found:
    rate: float
    results: Sequence[int]


def per_second(work: Callable[[int], int], many: int) -> Found:
    begun = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        results = list(threads.map(work, range(many)))
    return Found(many / (time.perf_counter() - begun), results)


def by_page(port: int, ready: Sequence[Application]) -> Callable[[int], int]:
    """Return a function that sends the form of one application as its signatory."""
    forms = [
        dict.fromkeys(declarations(one), "on") | {"version": one.version, "key": f"k{one.pk}"}
        for one in ready
    ]
    people = [Person(port, member(one, Role.SIGNATORY).email) for one in ready]
    paths = [reverse("submit_application", args=[one.key]) for one in ready]
    return lambda number: people[number].ask(paths[number], forms[number])[0]


@contextmanager
def costs(server: Server) -> Iterator[dict[str, float]]:
    """Fill in the CPU seconds of the web workers, of PostgreSQL and of this process meanwhile."""
    spent: dict[str, float] = {}
    groups = {"web workers": server.workers, "PostgreSQL": backends}
    before = {pid: cpu_seconds(pid) for pids in groups.values() for pid in pids()}
    own = time.process_time()
    yield spent
    spent["load generator"] = time.process_time() - own
    for name, pids in groups.items():
        spent[name] = sum(cpu_seconds(pid) - before.get(pid, 0) for pid in pids())


def backends() -> list[str]:
    """Return the processes of the database; those of closed connections are gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity")
        return [str(pid) for (pid,) in cursor.fetchall()]


def statements(application: Application) -> Statements:
    """Return every statement of one submission with its values; nothing of it stays."""
    noted: Statements = []

    def note(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        noted.append((sql, values))
        return execute(sql, values, many, context)

    handover = Handover(clock.now(), tuple(declarations(application)), key="replayed")
    signatory = member(application, Role.SIGNATORY)
    with transaction.atomic():
        with connection.execute_wrapper(note):
            submit_once(application, handover, by=signatory)
        transaction.set_rollback(True)
    return [(sql, values) for sql, values in noted if "SAVEPOINT" not in sql]


def replayed(database: str, submissions: Sequence[Statements]) -> Callable[[int], int]:
    """Return a function that runs the statements of one submission and takes them back."""
    kept = threading.local()

    def run(number: int) -> int:
        if not hasattr(kept, "connection"):
            kept.connection = psycopg.connect(database, cursor_factory=psycopg.ClientCursor)
        for sql, values in submissions[number]:
            cursor = kept.connection.execute(sql, values)
            if cursor.description:
                cursor.fetchall()
        kept.connection.rollback()
        return 0

    return run


def bare_submission(database: str, size: int) -> Callable[[int], int]:
    """Return a function that writes what a submission writes at the least, and commits.

    Count the number, freeze the content, the submission, two entries of the trail with their head,
    two mails: eight statements in one transaction.
    """
    with psycopg.connect(database) as connected:
        connected.execute("CREATE TABLE bench_call (last int)")
        connected.execute("INSERT INTO bench_call VALUES (0)")
        connected.execute(
            "CREATE TABLE bench_row (id serial PRIMARY KEY, kind text, content bytea)"
        )
    kept = threading.local()
    content = b"x" * size

    def write(_number: int) -> int:
        if not hasattr(kept, "connection"):
            kept.connection = psycopg.connect(database)
        connected = kept.connection
        connected.execute("SELECT last FROM bench_call FOR UPDATE")
        connected.execute("UPDATE bench_call SET last = last + 1")
        rows = ("snapshot", content), *((kind, b"x" * 400) for kind in ("s", "t", "t", "m", "m"))
        for row in rows:
            connected.execute("INSERT INTO bench_row (kind, content) VALUES (%s, %s)", row)
        connected.commit()
        return 0

    return write
