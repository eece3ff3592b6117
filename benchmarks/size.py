"""One size: load, drive, print."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import django

django.setup()

import psycopg  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from accounts.models import Person  # noqa: E402
from benchmarks import deadline, whole  # noqa: E402
from benchmarks.measure import Visitor, repeat  # noqa: E402
from benchmarks.pages import Page, cookie_of, pages  # noqa: E402
from benchmarks.server import running  # noqa: E402
from benchmarks.writes import (  # noqa: E402
    letters_per_minute,
    reviews_per_second,
    submissions_per_second,
)
from programmes.models import CallVersion  # noqa: E402
from reporting.actions import prepare_figures  # noqa: E402

HEAD = f"{'page':<18}{'p50 ms':>9}{'p95 ms':>9}{'queries':>9}{'SQL ms':>9}{'x SQL':>7}"
SLOW_PAGES = 8  # repetitions of what takes seconds


def main(size: int, times: int) -> None:
    print(f"\n## {size:,} applications")
    begun = time.monotonic()
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    call_command("load_demo", applications=size)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"loaded in {time.monotonic() - begun:.0f} s")
    begun = time.monotonic()
    for version in CallVersion.objects.filter(status="published"):
        prepare_figures(version)
    print(f"figures of all calls in {time.monotonic() - begun:.1f} s")
    subprocess.run([sys.executable, "-m", "benchmarks.report"], check=True)
    with running(os.environ["DATABASE_URL"]) as server:
        print(f"first answer after {server.started_in:.1f} s")
        print(f"\n{HEAD}")
        for page in pages():
            report(page, server.port, times)
        # Before the deadline of all: afterwards nothing waits for its signature any more.
        print(f"submissions per second (one process): {submissions_per_second():.0f}")
        whole.report(server.port)
        deadline.prepare()
        deadline.report(server, os.environ["DATABASE_URL"])
        memory = ", ".join(f"{size:.0f}" for size in server.megabytes_per_worker())
        print(f"RSS per worker: {memory} MB")
    print(f"reviews submitted per second (one process): {reviews_per_second():.0f}")
    print(f"letters sent per minute (one process): {letters_per_minute():.0f}")


def report(page: Page, port: int, times: int) -> None:
    """Print one line: the page, its queries, and the same rows by bare SQL."""
    visitor = Visitor(port, cookie_of(page.visitor) if page.visitor else "")
    heavy = page.name.endswith(("PDF", "CSV"))
    timing = repeat(lambda: visitor.get(page.path), SLOW_PAGES if heavy else times)
    line = f"{page.name:<18}{timing.median:>9.1f}{timing.p95:>9.1f}{queries(page):>9}"
    if page.sql:
        bare = bare_sql(page, times)
        line += f"{bare:>9.1f}{timing.median / bare:>7.1f}"
    print(line, flush=True)


def queries(page: Page) -> int:
    """Count the queries of one visit."""
    client = Client(SERVER_NAME="localhost")
    if page.visitor:
        client.force_login(Person.objects.get(email=page.visitor))
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(page.path)
    return len(captured)


def bare_sql(page: Page, times: int) -> float:
    """Median milliseconds of the same rows by psycopg alone."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as bare:
        return repeat(lambda: bare.execute(page.sql, page.values).fetchall(), times).median


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
