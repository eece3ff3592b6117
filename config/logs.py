"""JSON logs, one line per event, without personal data.

A request is logged by its route, never by its path or query: paths carry reset keys and
queries carry names. No addresses, no account numbers, no request bodies.
"""

import time
import traceback
import uuid
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse

log = structlog.get_logger("allmende.request")


def log_request(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Middleware: number every request, answer with the number, log how it went."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        begun = time.perf_counter()
        response = get_response(request)
        response["X-Request-ID"] = request_id
        log.info(
            "request",
            method=request.method,
            route=request.resolver_match.route if request.resolver_match else None,
            status=response.status_code,
            ms=round((time.perf_counter() - begun) * 1000, 1),
        )
        return response

    return middleware


def frames_without_texts(
    logger: Any, name: str, event: structlog.types.EventDict
) -> structlog.types.EventDict:
    """Replace an exception by its type and places: its text may quote what a person typed."""
    failure = event.pop("exc_info", None)
    if failure and failure[1] is not None:
        event["exception"] = failure[0].__name__
        event["frames"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(failure[2])
        ]
    return event


BEFORE: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def json_line(quote_exceptions: bool) -> dict[str, Any]:
    """One event as one line of JSON."""
    quoted = structlog.processors.format_exc_info if quote_exceptions else frames_without_texts
    return {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": BEFORE,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            quoted,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    }


def logging_tree(*, level: str, quote_exceptions: bool) -> Mapping[str, Any]:
    """Build Django's LOGGING so that our own and foreign log lines look the same."""
    structlog.configure(
        processors=[*BEFORE, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": json_line(quote_exceptions)},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Warnings about 404 and 403 quote the path; the request line above has the route.
            "django.request": {"level": "ERROR"},
            "django": {"handlers": [], "level": level, "propagate": True},
        },
    }
