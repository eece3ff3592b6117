"""The one clock: everything that depends on time asks here, so that tests can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_stopped: ContextVar[datetime | None] = ContextVar("stopped", default=None)


def now() -> datetime:
    """Return the current instant, aware, in UTC."""
    return _stopped.get() or timezone.now()


def today() -> date:
    """Return the current day in the programme's time zone (Europe/Berlin)."""
    return timezone.localdate(now())


def is_stopped() -> bool:
    return _stopped.get() is not None


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand still: for the demonstration's past, and for tests."""
    token = _stopped.set(moment)
    try:
        yield
    finally:
        _stopped.reset(token)


class NoSuchTimeError(ValueError):
    """A local time that a change of the clock skips or repeats."""


def from_local(naive: datetime) -> datetime:
    """Return the instant that a clock in Germany shows as `naive`.

    Skipped and repeated times are refused with a German sentence.
    """
    zone = timezone.get_default_timezone()
    first, second = (naive.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.timestamp() == second.timestamp():
        return first
    if first.timestamp() > second.timestamp():
        raise NoSuchTimeError(
            f"Diese Uhrzeit gibt es am {naive:%d.%m.%Y} nicht: Die Uhr wird vorgestellt. "
            "Wählen Sie eine andere Uhrzeit."
        )
    raise NoSuchTimeError(
        f"Diese Uhrzeit gibt es am {naive:%d.%m.%Y} zweimal: Die Uhr wird zurückgestellt. "
        "Wählen Sie eine andere Uhrzeit."
    )
