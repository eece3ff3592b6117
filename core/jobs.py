"""Work done later by `manage.py work`, on any number of machines.

A job is a row, written in the same transaction as the change that asks for it: both happen or
neither. A worker holds a job by a lease and renews it while it works. When the worker dies the
lease runs out and the next worker takes the job again; after the last attempt the job is dead
and stays visible. So every job function must be safe to run twice.

A long run that a person waits for is asked for with `order`: it has a page with progress and
„Abbrechen“ (address name `job_progress`, made once for all apps), and a mail says when it is over.
The function only calls `report(percent, sentence)` as it goes; that is also where it stops.
"""

import threading
import traceback
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q
from django.utils.module_loading import import_string

from core import clock, outbox
from core.jobs_model import Job

LONGEST_PAUSE = timedelta(minutes=10)
LONGEST_ERROR = 4000
log = structlog.get_logger("allmende.jobs")
_running: ContextVar[Job | None] = ContextVar("running_job", default=None)


class JobStopped(Exception):
    """The job was cancelled, or its lease went to another worker."""


@dataclass(frozen=True)
class Order:
    """Who waits for a long run, what it is called, and where its result will be seen (a path)."""

    title: str
    asked_by_key: str
    mail_to: str
    place: str


def enqueue(function: str, **arguments: Any) -> Job:
    """Ask for `function` ("reporting.jobs.prepare_figures") to be called with the arguments."""
    return _written(function, arguments, {})


def order(function: str, wish: Order, **arguments: Any) -> Job:
    """Ask for a long run that a person follows: redirect them to `job_progress` of its key."""
    return _written(function, arguments, asdict(wish))


def _written(function: str, arguments: dict[str, Any], wish: dict[str, str]) -> Job:
    _job_function(function)
    now = clock.now()
    return Job.objects.create(
        function=function,
        arguments=arguments,
        attempts_allowed=settings.ALLMENDE_JOB_ATTEMPTS,
        enqueued_at=now,
        due_at=now,
        **wish,
    )


def enqueue_daily() -> None:
    """Ask for what is done each day, unless somebody has already asked today."""
    midnight = clock.from_local(datetime.combine(clock.today(), time()))
    since_midnight = Job.objects.filter(enqueued_at__gte=midnight)
    for function in settings.ALLMENDE_DAILY_JOBS:
        if not since_midnight.filter(function=function).exists():
            enqueue(function)


def report(percent: int, sentence: str) -> None:
    """Say how far the running job is; stops it here when it was cancelled or given up.

    Called outside a worker (in a command or a test) it does nothing.
    """
    job = _running.get()
    if job is None:
        return
    held = Job.objects.filter(pk=job.pk, holder=job.holder, cancel_wanted=False)
    if not held.update(percent=percent, sentence=sentence):
        raise JobStopped


def cancel(job: Job) -> None:
    """Take a waiting job out of the line; ask a running one to stop at its next report."""
    waiting = Job.objects.filter(pk=job.pk, state=Job.State.WAITING)
    if not waiting.update(state=Job.State.CANCELLED, finished_at=clock.now()):
        Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(cancel_wanted=True)


def revive(job: Job) -> None:
    """Give a dead job all its attempts again."""
    Job.objects.dead().filter(pk=job.pk).update(
        state=Job.State.WAITING, attempts=0, due_at=clock.now(), finished_at=None, percent=0
    )


def run_next() -> bool:
    """Take one job and run it; False when none is due."""
    _bury_lost_jobs()
    job = _claim()
    if job is None:
        return False
    try:
        with _lease_renewed(job):
            _run(job)
    except JobStopped:
        _finish(job, Job.State.CANCELLED)
    except Exception as failure:
        _fail(job, failure)
    else:
        _finish(job, Job.State.DONE, percent=100)
    return True


def _job_function(path: str) -> Any:
    """Return the function; only modules named `jobs` may be called from a table row."""
    if path.split(".")[-2:-1] != ["jobs"]:
        raise SuspiciousOperation(f"{path} does not lie in a module named jobs")
    return import_string(path)


def _claim() -> Job | None:
    """Take the next due job, or one whose holder has gone silent."""
    now = clock.now()
    due = Q(state=Job.State.WAITING, due_at__lte=now)
    silent = Q(state=Job.State.RUNNING, lease_until__lt=now)
    with transaction.atomic():
        job = Job.objects.select_for_update(skip_locked=True).filter(due | silent).first()
        if job is None:
            return None
        job.state = Job.State.RUNNING
        job.attempts += 1
        job.holder = uuid.uuid4()
        job.lease_until = now + _lease()
        job.started_at = now
        job.save()
    return job


def _run(job: Job) -> None:
    """Call the job's function with the job known to `report`."""
    token = _running.set(job)
    log.info("job_started", job=str(job.key), function=job.function, attempt=job.attempts)
    try:
        _job_function(job.function)(**job.arguments)
    finally:
        _running.reset(token)


@contextmanager
def _lease_renewed(job: Job) -> Iterator[None]:
    """Renew the lease from a thread for as long as the block runs."""
    done = threading.Event()

    def renew() -> None:
        while not done.wait(_lease().total_seconds() / 3):
            held = Job.objects.filter(pk=job.pk, holder=job.holder)
            with suppress(DatabaseError):  # a busy database: the next third of the lease is left
                held.update(lease_until=clock.now() + _lease())
        connection.close()

    thread = threading.Thread(target=renew, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _finish(job: Job, state: Job.State, **fields: Any) -> None:
    """Close the job, unless another worker holds it by now."""
    held = Job.objects.filter(pk=job.pk, holder=job.holder)
    with transaction.atomic():
        changed = held.update(
            state=state, finished_at=clock.now(), holder=None, lease_until=None, **fields
        )
        if changed:
            _tell_who_waits(job.pk)
    log.info("job_finished" if changed else "job_was_taken_over", job=str(job.key), state=state)


def _tell_who_waits(key: uuid.UUID) -> None:
    """Say by mail that a run is over, and how; nobody waits for a job that was only enqueued."""
    job = Job.objects.get(pk=key)
    if job.mail_to:
        result = f"{job.title}: {job.get_state_display().lower()}. {job.sentence}".strip()
        where = f"Das Ergebnis steht im Portal: {job.place}" if job.place else ""
        outbox.send([job.mail_to], job.title, outbox.letter(*filter(None, (result, where))))


def _fail(job: Job, failure: Exception) -> None:
    """Put the job back with a growing pause, or give it up after the last attempt."""
    error = "".join(traceback.format_exception(failure))[-LONGEST_ERROR:]
    log.warning("job_failed", job=str(job.key), attempt=job.attempts, error=type(failure).__name__)
    if job.attempts >= job.attempts_allowed:
        _finish(job, Job.State.DEAD, error=error)
        return
    pause = min(timedelta(seconds=5 * 4**job.attempts), LONGEST_PAUSE)
    Job.objects.filter(pk=job.pk, holder=job.holder).update(
        state=Job.State.WAITING,
        due_at=clock.now() + pause,
        holder=None,
        lease_until=None,
        error=error,
    )


def _bury_lost_jobs() -> None:
    """Give up jobs whose workers died at the last attempt: they may be what killed them."""
    lost = Job.objects.filter(
        state=Job.State.RUNNING, lease_until__lt=clock.now(), attempts__gte=F("attempts_allowed")
    )
    error = "Der Arbeitsprozess endete mehrmals während dieses Auftrags."
    for job in lost:
        _finish(job, Job.State.DEAD, error=error)


def _lease() -> timedelta:
    return timedelta(seconds=settings.ALLMENDE_JOB_LEASE_SECONDS)
