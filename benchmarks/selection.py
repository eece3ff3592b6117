"""The selection at three sizes in one table: time, memory, growth, and the naive way beside it.

make bench ARGS="--sizes --awards 0"

Assignment, calibration and portfolio are computed from invented reviews; for ranking page and
letters a demonstration of that many applications is loaded, of which about half are ranked. Each
case runs in a process of its own; memory is the peak of that process, Django included.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from http import HTTPStatus
from math import log
from statistics import median

from benchmarks.portfolio_cases import usual
from benchmarks.rulebook_estimates import assigned, calibrated, greedy
from rulebook.assignment import assign, assign_fair

Measured = tuple[float, float, str]  # seconds, megabytes, what came out
REVIEWERS = {200: 30, 2000: 300, 10_000: 300}
EACH, SPARE = 3, 2  # reviews of an application, places of a reviewer beyond the mean
YEARS = 3
LETTERS = 500
LOADED, OFFICER = "loading", "olaf.ordner@allmende.example"


def reviewers_for(size: int) -> int:
    return REVIEWERS.get(size, max(10, size // 10))


def pairing(solve: Callable, size: int) -> str:
    reviewers = reviewers_for(size)
    return (
        f"{assigned(solve, reviewers, size, EACH * size // reviewers + SPARE)}, {reviewers} people"
    )


COMPUTED: dict[str, Callable[[int], str]] = {
    "assignment, exact": lambda size: pairing(assign, size),
    "assignment, fair": lambda size: pairing(assign_fair, size),
    "assignment, greedy (naive)": lambda size: pairing(greedy, size),
    "calibration and rank intervals": lambda size: calibrated(size, reviewers_for(size))(),
    "portfolio, 3 years, limits on groups": lambda size: usual(size, YEARS)(),
}
FAIR_UP_TO = 2000


def table(sizes: Sequence[int], database: Callable[[], AbstractContextManager[str]]) -> None:
    """Measure everything and print a line for each case and size; databases are made empty."""
    print("\n## The selection: time, memory and growth")
    print(f"{'':<38}{'applications':>13}{'s':>9}{'MB':>7}{'growth':>8}", flush=True)
    for name in COMPUTED:
        fit = [size for size in sizes if size <= FAIR_UP_TO or "fair" not in name]
        lines(name, [(size, apart(name, size)) for size in fit])
    found: dict[str, list[tuple[int, Measured]]] = {}
    for size in sizes:
        with database() as address:
            os.environ["DATABASE_URL"] = address
            apart(LOADED, size)
            for name in STORED:
                found.setdefault(name, []).append((size, apart(name, size)))
    for name, measured in found.items():
        lines(name, measured)


def lines(name: str, measured: Sequence[tuple[int, Measured]]) -> None:
    """Print a case at every size; growth is by which power of the size the time grows."""
    before: tuple[int, float] | None = None
    for size, (seconds, megabytes, outcome) in measured:
        growth = f"n^{log(seconds / before[1]) / log(size / before[0]):.1f}" if before else ""
        line = f"{name:<38}{size:>13,}{seconds:>9.2f}{megabytes:>7.0f}{growth:>8}  {outcome}"
        print(line, flush=True)
        before = size, seconds


def apart(name: str, size: int) -> Measured:
    command = [sys.executable, "-m", "benchmarks.selection", name, str(size)]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    seconds, megabytes, *outcome = said.splitlines()[-1].split(maxsplit=2)
    return float(seconds), float(megabytes), " ".join(outcome)


def load(size: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    call_command("load_demo", applications=size, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def page(query: str) -> tuple[float, str]:
    """Return median seconds of the officer's ranking page, and of the same rows by bare SQL."""
    import psycopg
    from django.test import Client
    from django.urls import reverse

    from accounts.models import Person
    from benchmarks.pages import RANKING
    from evaluation.models import Candidacy
    from evaluation.standings import judged

    ranked = Candidacy.objects.filter(status__in=["ranked", "awarded", "rejected"]).first()
    slug = ranked.application.call_version.call.slug
    client, path = Client(SERVER_NAME="localhost"), reverse("ranking", args=[slug]) + query
    client.force_login(Person.objects.get(email=OFFICER))
    if client.get(path).status_code != HTTPStatus.OK:
        raise SystemExit(f"{path} cannot be read")
    seconds = median_of(lambda: client.get(path))
    places = judged(ranked.application.call_version).count()
    with psycopg.connect(os.environ["DATABASE_URL"]) as bare:
        least = median_of(lambda: bare.execute(RANKING, (slug,)).fetchall())
    return seconds, f"{places:,} places, bare SQL {least:.3f} s"


def letters() -> tuple[float, str]:
    """Return the seconds that a run of letters takes at the rate of a sample."""
    from benchmarks.writes import SAMPLE, letters_per_minute

    rate = letters_per_minute()
    return 60 * LETTERS / rate, f"{rate:.0f} a minute, from {SAMPLE} letters"


STORED: dict[str, Callable[[], tuple[float, str]]] = {
    "ranking page, first 50": lambda: page(""),
    "ranking page, all places": lambda: page("?alle=1"),
    f"{LETTERS} letters, tagged PDF": letters,
}


def median_of(work: Callable[[], object], times: int = 5) -> float:
    spans = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        spans.append(time.perf_counter() - begun)
    return median(spans)


def one(name: str, size: int) -> Measured:
    """Measure one case in this process."""
    begun, outcome = time.perf_counter(), ""
    if name in COMPUTED:
        outcome = COMPUTED[name](size)
        seconds = time.perf_counter() - begun
    else:
        import django

        django.setup()
        if name == LOADED:
            load(size)
            seconds = time.perf_counter() - begun
        else:
            seconds, outcome = STORED[name]()
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, outcome


if __name__ == "__main__":
    os.environ.setdefault("ALLMENDE_MODE", "demo")
    os.environ.setdefault("ALLMENDE_LOG_LEVEL", "ERROR")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    print(*one(sys.argv[1], int(sys.argv[2])))
