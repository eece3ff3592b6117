"""PostgreSQL killed outright during submissions: what was confirmed is there, and only once."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from applications.actions import drafting
from applications.models import Application
from tests import cast
from tests.applications.complete import fill
from tests.cluster import Crashing, crashing_cluster

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
CLIENTS = 2


def drafts(many: int) -> list[Application]:
    version = cast.open_call()
    towns = [cast.town(f"Stadt {number}") for number in range(many)]
    started = [drafting.start_application(version.call, t, by=cast.editor(t))[0] for t in towns]
    for town in towns:
        cast.signatory(town)
    return [fill(application) for application in started]


def moved_to(cluster: Crashing, database_url: str) -> None:
    """Copy the database of the test, schema and rows, to the cluster that will be killed."""
    dump = subprocess.Popen(
        [cluster.binaries / "pg_dump", "--no-owner", database_url], stdout=subprocess.PIPE
    )
    subprocess.run(
        [cluster.binaries / "psql", "--quiet", cluster.url],
        stdin=dump.stdout,
        check=True,
        capture_output=True,
    )
    dump.wait()


def clients(cluster: Crashing, folder: Path, keys: list[str]) -> Iterator[subprocess.Popen]:
    """Start processes that submit at the same time, each its share."""
    environment = {**os.environ, "DATABASE_URL": cluster.url, "ALLMENDE_MODE": "demo"}
    environment |= {"DJANGO_SETTINGS_MODULE": "config.settings", "ALLMENDE_VAR": str(folder)}
    environment["ALLMENDE_LOG_LEVEL"] = "CRITICAL"
    for number in range(CLIENTS):
        command = [sys.executable, "-m", "tests.faults.submitting", f"{folder}/{number}.jsonl"]
        yield subprocess.Popen([*command, *keys[number::CLIENTS]], env=environment)


@pytest.mark.parametrize(("many", "kills"), [(6, 1), pytest.param(40, 6, marks=pytest.mark.drill)])
def test_what_was_confirmed_survives_and_every_try_ends_with_one_receipt(
    many: int, kills: int, database_url: str, tmp_path: Path
) -> None:
    keys = [application.key for application in drafts(many)]
    with crashing_cluster() as cluster:
        moved_to(cluster, database_url)
        running = list(clients(cluster, tmp_path, keys))
        for number in range(kills):
            wait_for_receipts(tmp_path, 1 + number * many // (kills + 1))
            cluster.kill()
            cluster.start()
        assert [process.wait(timeout=120) for process in running] == [0] * CLIENTS
        with psycopg.connect(cluster.url) as connection:
            stored = dict(connection.execute(SUBMISSIONS).fetchall())
            counted = connection.execute(COUNTED).fetchone()[0]
            snapshots = connection.execute(SNAPSHOTS).fetchone()[0]
    history = [json.loads(line) for file in tmp_path.glob("*.jsonl") for line in file.open()]
    confirmed = {one["key"]: one["receipt"] for one in history if one["outcome"] == "ok"}
    assert confirmed == stored, "nothing confirmed is lost, nothing is there that nobody was told"
    assert set(confirmed) == set(keys)
    assert len(set(stored.values())) == counted == snapshots == many


SUBMISSIONS = """SELECT a.key, s.receipt_number FROM applications_submission s
JOIN applications_application a ON a.id = s.application_id"""
COUNTED = "SELECT last FROM programmes_receiptcounter"
SNAPSHOTS = "SELECT count(*) FROM core_snapshot WHERE kind = 'submission'"


def wait_for_receipts(folder: Path, many: int) -> None:
    """Return once so many are confirmed: the kill then meets work under way."""
    for _ in range(600):
        lines = [line for file in folder.glob("*.jsonl") for line in file.read_text().splitlines()]
        if sum('"ok"' in line for line in lines) >= many:
            return
        time.sleep(0.05)
    raise AssertionError("Nothing was submitted.")
