"""Load the demonstration at each size on PostgreSQL, drive two workers, print a table.

make bench                       2,000 and 20,000 applications
make bench ARGS="--sizes 500"    another size
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

os.environ["ALLMENDE_MODE"] = "demo"
os.environ["ALLMENDE_LOG_LEVEL"] = "ERROR"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

SIZES = [2000, 20_000]
TIMES = 40


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    options.add_argument("--times", type=int, default=TIMES)
    asked = options.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for size in asked.sizes:
        with database() as address:
            os.environ["DATABASE_URL"] = address
            if run_child(size, asked.times):
                raise SystemExit(1)


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


def run_child(size: int, times: int) -> int:
    """Measure one size in a process of its own: Django has one database for its whole life."""
    import subprocess

    return subprocess.call([sys.executable, "-m", "benchmarks.size", str(size), str(times)])


if __name__ == "__main__":
    main()
