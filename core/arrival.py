"""When a request arrived: stamped once, before anything else, never by the sender's own clock.

A proxy of our own may have stamped it earlier (`X-Request-Start: t=<seconds since 1970>`), so
that a request waiting for a free worker at a deadline keeps its true time. The header is believed
only when such proxies are configured; they must replace what the sender wrote.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from core import clock

HEADER = "X-Request-Start"
LONGEST_WAIT = timedelta(minutes=5)


def stamp_arrival(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Middleware, the first of all: every request carries its stamp, read by `arrived_at`."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.arrived_at = arrival(request)  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def arrived_at(request: Any) -> datetime:
    """Return the stamp of a request, a page's or the API's."""
    return getattr(request, "_request", request).arrived_at


def arrival(request: HttpRequest) -> datetime:
    """Return now, or the earlier instant at which our own proxy accepted the request."""
    now = clock.now()
    stamped = proxy_stamp(request.headers.get(HEADER, "")) if settings.TRUSTED_PROXIES else None
    if stamped is None or not now - LONGEST_WAIT <= stamped <= now:
        return now
    return stamped


def what_counts() -> str:
    """Say which instant counts for a deadline here: with a proxy of our own nobody's wait does."""
    if settings.TRUSTED_PROXIES:
        return _(
            "Es zählt der Zeitpunkt, zu dem Ihr Antrag bei uns eingeht. Wer danach bei Andrang auf "
            "Antwort wartet, verliert dadurch nichts."
        )
    return _(
        "Es zählt der Zeitpunkt, zu dem das Portal Ihren Antrag entgegennimmt. Bei Andrang kann "
        "das einige Sekunden nach dem Absenden sein."
    )


def proxy_stamp(header: str) -> datetime | None:
    """Read `t=1743415084.123`, as nginx writes it with `t=${msec}`.

    >>> proxy_stamp("t=1806400684.123").isoformat(timespec="milliseconds")
    '2027-03-30T09:58:04.123+00:00'
    >>> proxy_stamp("yesterday") is None
    True
    """
    try:
        return datetime.fromtimestamp(float(header.removeprefix("t=")), tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None
