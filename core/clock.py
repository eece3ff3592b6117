"""The one clock: everything that depends on time asks here, so that tests can set it."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """Return the current instant, aware, in UTC."""
    return timezone.now()


def today() -> date:
    """Return the current day in the programme's time zone (Europe/Berlin)."""
    return timezone.localdate()
