"""Deployment errors as system checks; the web server asks the same before it serves."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

SHORTEST_KEY = 50
FEWEST_CHARACTERS = 5
NOT_IMMEDIATE = (
    "SQLite läuft ohne transaction_mode IMMEDIATE: Gleichzeitiges Speichern schlägt fehl. / "
    "SQLite runs without transaction_mode IMMEDIATE: writing at the same time fails."
)
NOT_WAL = (
    "SQLite führt das Journal als „{journal}“ statt als WAL: Lesende sperren Schreibende aus. / "
    "SQLite keeps its journal as {journal}, not as WAL: readers lock writers out."
)
LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "testserver"}


def sqlite_writes_in_turn() -> list[CheckMessage]:
    """SQLite without IMMEDIATE fails at once when two people write; WAL lets readers go on."""
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        return []
    found: list[CheckMessage] = []
    if database.get("OPTIONS", {}).get("transaction_mode") != "IMMEDIATE":
        found.append(Error(NOT_IMMEDIATE, id="allmende.E001"))
    with connections["default"].cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        journal = cursor.fetchone()[0]
    if journal != "wal":
        found.append(Error(NOT_WAL.format(journal=journal), id="allmende.E002"))
    return found


def secret_key_is_strong() -> list[CheckMessage]:
    """A guessable key lets strangers sign their own sessions."""
    key = settings.SECRET_KEY
    if len(key) >= SHORTEST_KEY and len(set(key)) >= FEWEST_CHARACTERS:
        return []
    return [
        Error(
            f"SECRET_KEY ist zu schwach: mindestens {SHORTEST_KEY} zufällige Zeichen. / "
            f"SECRET_KEY is too weak: at least {SHORTEST_KEY} random characters.",
            id="allmende.E003",
        )
    ]


def debug_is_off_in_production() -> list[CheckMessage]:
    """DEBUG shows settings and source code to whoever causes an error."""
    if settings.DEMO or not settings.DEBUG:
        return []
    return [
        Error(
            "DEBUG ist im Echtbetrieb eingeschaltet. / DEBUG is on in production.",
            id="allmende.E004",
        )
    ]


def hosts_are_named() -> list[CheckMessage]:
    """Without its names the system would answer to nobody; a star would answer to everybody."""
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        return [
            Error(
                "ALLOWED_HOSTS nennt keine Rechnernamen. / ALLOWED_HOSTS names no hosts.",
                id="allmende.E005",
            )
        ]
    if settings.DEMO and not set(settings.ALLOWED_HOSTS) <= LOOPBACK:
        return [
            Error(
                "Der Vorführbetrieb ist nur auf diesem Rechner erlaubt (localhost). / "
                "Demonstration mode is for this machine only (localhost).",
                id="allmende.E006",
            )
        ]
    return []


def seal_can_be_used() -> list[CheckMessage]:
    """A certificate that cannot be read would stop every notice on the day it is signed."""
    from core.seal import SealUnavailable, is_configured, loaded_signer

    if not is_configured():
        return []
    try:
        loaded_signer()
    except SealUnavailable as fault:
        return [
            Error(
                "Das Siegel ist nicht lesbar: ALLMENDE_SEAL_CERTIFICATE, ALLMENDE_SEAL_PASSPHRASE. "
                f"/ The seal cannot be used: {fault}.",
                id="allmende.E007",
            )
        ]
    return []


REFUSALS: list[Callable[[], list[CheckMessage]]] = [
    sqlite_writes_in_turn,
    secret_key_is_strong,
    debug_is_off_in_production,
    hosts_are_named,
    seal_can_be_used,
]


@register(Tags.security)
def deployment_is_safe(**_context: Any) -> list[CheckMessage]:
    """Collect every reason not to start."""
    return [reason for refusal in REFUSALS for reason in refusal()]


def refuse_unsafe_start() -> None:
    """Raise with all reasons at once when this deployment must not serve."""
    if reasons := deployment_is_safe():
        raise ImproperlyConfigured("\n".join(str(reason.msg) for reason in reasons))
