"""Jobs: written with the change, run by any worker, run again when a worker dies."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousOperation
from django.core.management import call_command
from django.db import transaction

from core import jobs
from core.jobs_model import Job

NOTE = "tests.core.jobs.note"
FAIL = "tests.core.jobs.fail"
LEASE_SECONDS = "2"


@pytest.mark.django_db
def test_a_job_is_run_once_and_is_done(tmp_path: Path) -> None:
    job = jobs.enqueue(NOTE, path=str(tmp_path / "notes"))
    assert jobs.run_next()
    assert not jobs.run_next()
    job.refresh_from_db()
    assert (job.state, job.percent, job.attempts) == (Job.State.DONE, 100, 1)
    assert len(lines(tmp_path / "notes")) == 1


@pytest.mark.django_db
def test_a_change_that_is_rolled_back_leaves_no_job() -> None:
    with pytest.raises(KeyError), transaction.atomic():
        jobs.enqueue(NOTE, path="unused")
        raise KeyError
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_only_functions_of_modules_named_jobs_can_be_called() -> None:
    with pytest.raises(SuspiciousOperation):
        jobs.enqueue("os.system", command="true")
    with pytest.raises(ImportError):
        jobs.enqueue("tests.core.jobs.mistyped")


@pytest.mark.django_db
def test_a_failing_job_pauses_longer_each_time_then_stays_visible(time_machine) -> None:
    time_machine.move_to("2026-03-02 08:00:00+01:00", tick=False)
    job = jobs.enqueue(FAIL)
    for _ in range(2):
        assert jobs.run_next()
        assert not jobs.run_next(), "it must pause first"
        time_machine.shift(timedelta(minutes=10))
    assert jobs.run_next()
    assert list(Job.objects.dead()) == [job]
    assert "Diese Zahl passt nicht." in Job.objects.get().error


@pytest.mark.django_db
def test_a_dead_job_can_be_given_another_try(capsys) -> None:
    job = jobs.enqueue(FAIL)
    Job.objects.update(state=Job.State.DEAD, attempts=3, error="ValueError: Zahl")
    call_command("jobs")
    assert str(job.key) in capsys.readouterr().out
    call_command("jobs", revive=str(job.key))
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.WAITING, 0)


@pytest.mark.django_db
def test_a_waiting_job_is_cancelled_at_once(tmp_path: Path) -> None:
    job = jobs.enqueue(NOTE, path=str(tmp_path / "notes"))
    jobs.cancel(job)
    assert not jobs.run_next()
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED


@pytest.mark.django_db
def test_a_running_job_stops_at_its_next_report_when_cancelled() -> None:
    job = jobs.enqueue("tests.core.jobs.report_twice")
    assert jobs.run_next()
    job.refresh_from_db()
    assert (job.state, job.percent) == (Job.State.CANCELLED, 50)
    assert job.sentence == "Die Hälfte ist gerechnet."


@pytest.mark.django_db
def test_a_job_that_kills_its_workers_is_given_up() -> None:
    job = jobs.enqueue(NOTE, path="unused")
    long_ago = job.due_at - timedelta(hours=1)
    Job.objects.update(state=Job.State.RUNNING, attempts=3, holder=job.key, lease_until=long_ago)
    assert not jobs.run_next()
    assert Job.objects.dead().count() == 1


@pytest.mark.django_db
def test_a_worker_that_was_given_up_cannot_finish_the_job(tmp_path: Path) -> None:
    jobs.enqueue(NOTE, path=str(tmp_path / "notes"))
    slow = jobs._claim()
    Job.objects.update(lease_until=slow.due_at - timedelta(hours=1))
    quick = jobs._claim()
    jobs._finish(slow, Job.State.DONE)
    assert Job.objects.get().holder == quick.holder


def test_a_job_of_a_killed_worker_is_run_again_exactly_once(
    database_url: str, tmp_path: Path
) -> None:
    notes = tmp_path / "notes"
    jobs.enqueue(NOTE, path=str(notes), seconds=3)
    first = start_worker(database_url)
    wait_for(lambda: len(lines(notes)) == 1)
    first.send_signal(signal.SIGKILL)
    first.wait()
    second, third = start_worker(database_url), start_worker(database_url)
    try:
        wait_for(lambda: Job.objects.filter(state=Job.State.DONE).exists())
        time.sleep(1)  # room for a third run, if there were one
        assert len(lines(notes)) == 2
        assert Job.objects.get().attempts == 2
    finally:
        for worker in (second, third):
            worker.terminate()
            assert worker.wait(timeout=60) == 0


def test_a_long_job_keeps_its_lease_while_its_worker_lives(
    database_url: str, tmp_path: Path
) -> None:
    notes = tmp_path / "notes"
    jobs.enqueue(NOTE, path=str(notes), seconds=2.5 * int(LEASE_SECONDS))
    workers = [start_worker(database_url), start_worker(database_url)]
    try:
        wait_for(lambda: Job.objects.filter(state=Job.State.DONE).exists())
        assert len(lines(notes)) == 1
    finally:
        for worker in workers:
            worker.terminate()
            worker.wait(timeout=60)


def start_worker(database_url: str) -> subprocess.Popen:
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "ALLMENDE_JOB_LEASE_SECONDS": LEASE_SECONDS,
        "ALLMENDE_LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "manage.py", "work", "--pause=0.1"]
    return subprocess.Popen(command, env=environment)


def wait_for(happened, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []
