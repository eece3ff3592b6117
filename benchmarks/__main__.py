"""Load the demonstration at each size on PostgreSQL, drive two workers, print a table.

make bench                       200, 2,000 and 20,000 applications, 1,000 running awards,
                                 and the selection at 200, 2,000 and 10,000
make bench ARGS="--sizes 500"    another size
make bench ARGS="--sizes --selection --awards 50"    only running awards, fewer of them
make bench ARGS="--sizes --awards 0"    only the selection: assignment to letters, in one table
make bench ARGS="--sizes --selection --awards 0 --judged 10000"    the report of a large call

With arguments the cases of the rulebook alone are left out.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from benchmarks import selection

os.environ["ALLMENDE_MODE"] = "demo"
os.environ["ALLMENDE_LOG_LEVEL"] = "ERROR"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

SIZES = [200, 2000, 20_000]  # of which the ranked call has about half
TIMES = 40
AWARDS = 1000
SELECTION = [200, 2000, 10_000]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    options.add_argument("--times", type=int, default=TIMES)
    options.add_argument("--awards", type=int, default=AWARDS, help="0 leaves them out")
    options.add_argument("--selection", type=int, nargs="*", default=SELECTION)
    options.add_argument("--judged", type=int, default=0, help="applications of one large call")
    asked = options.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for size in asked.sizes:
        run_child("benchmarks.size", size, asked.times)
    if asked.awards:
        run_child("benchmarks.awards", asked.awards)
    if asked.selection:
        selection.table(asked.selection, database)
    if asked.judged:
        run_child("benchmarks.judged", asked.judged)


@contextmanager
def database() -> Iterator[str]:
    """Create an empty database beside the others of the cluster and drop it afterwards."""
    whole = os.environ["DATABASE_URL"]
    name = f"bench_{os.getpid()}_{time.monotonic_ns()}"
    with psycopg.connect(whole, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield whole.rsplit("/", 1)[0] + f"/{name}"
    finally:
        os.environ["DATABASE_URL"] = whole
        with psycopg.connect(whole, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run_child(module: str, *numbers: int) -> None:
    """Measure in a process and a database of its own: Django has one for its whole life."""
    import subprocess

    with database() as address:
        os.environ["DATABASE_URL"] = address
        if subprocess.call([sys.executable, "-m", module, *map(str, numbers)]):
            raise SystemExit(1)


if __name__ == "__main__":
    main()
