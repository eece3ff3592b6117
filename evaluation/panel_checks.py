"""What stands against opening and closing a panel session, and against a motion."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING, Any

from core.refusals import Finding
from core.workflow import Attempt
from evaluation.panel_permissions import VOTING

if TYPE_CHECKING:
    from evaluation.models import PanelItem, PanelSession


def quorum_of(session: PanelSession) -> int:
    """Return how many who may vote must be in the room: the call's share of the seats, at least 1.

    The share is of all seats with a vote, also of those recused from an point.
    """
    rate: Decimal = session.ranking.call_version.panel_quorum_rate
    seats = session.seats.filter(role__in=VOTING).count()
    return max(1, int((rate * seats).to_integral_value(ROUND_CEILING)))


def voters_in_room(session: PanelSession) -> list[Any]:
    """Return the seats with a vote whose people are in the room now."""
    inside = session.seats.filter(role__in=VOTING, presences__left_at__isnull=True)
    return list(inside.filter(presences__isnull=False).select_related("person").distinct())


def has_quorum(session: PanelSession, attempt: Attempt) -> list[Finding]:
    needed, there = quorum_of(session), len(voters_in_room(session))
    if there >= needed:
        return []
    sentence = f"Die Jury ist nicht beschlussfähig: {there} im Raum, nötig sind {needed}."
    return [Finding("quorum", sentence)]


def has_chair_and_keeper(session: PanelSession, attempt: Attempt) -> list[Finding]:
    roles = set(session.seats.values_list("role", flat=True))
    needed = {"panel_chair": "Vorsitz", "minute_keeper": "Protokollführung"}
    return [
        Finding("roles", f"Es fehlt: {label}.")
        for role, label in needed.items()
        if role not in roles
    ]


def nothing_is_open(session: PanelSession, attempt: Attempt) -> list[Finding]:
    """No point is being discussed and no vote is open when the session closes."""
    called = session.items.filter(status="called")
    return [
        Finding(
            "called", f"TOP {point.number} wird noch beraten. Stimmen Sie ab oder stellen zurück."
        )
        for point in called
    ]


def findings_against_motion(items: Iterable[PanelItem], result: str, reason: str) -> list[Finding]:
    """A deviation needs its reason; who is not fundable is never proposed."""
    found = []
    for point in items:
        wanted = point.expected if result == "as_ranked" else result
        if wanted == "proposed" and not point.candidacy.is_fundable:
            sentence = (
                f"TOP {point.number} ist nicht förderwürdig und kann nicht vorgeschlagen werden."
            )
            found.append(Finding("not_fundable", sentence, field="result"))
        if wanted != point.expected and not reason.strip():
            sentence = (
                "Der Vorschlag weicht von der Rangfolge ab "
                f"({point.get_expected_display()}). Begründen Sie das."
            )
            found.append(Finding("deviation", sentence, field="reason"))
    return found


OPENING_CHECKS: tuple[Any, ...] = (has_chair_and_keeper, has_quorum)
CLOSING_CHECKS: tuple[Any, ...] = (nothing_is_open,)
