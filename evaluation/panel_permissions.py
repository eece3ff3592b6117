"""Who may do what in a panel session: by the seat in it and the role held today."""

from __future__ import annotations

from typing import Any

from accounts.models import Role
from accounts.permissions import is_officer

VOTING = (Role.PANEL_CHAIR, Role.PANEL_MEMBER)
PANEL_ROLES = (*VOTING, Role.MINUTE_KEEPER)


def seat_of(session: Any, user: Any) -> Any:
    """Return the person's seat in this session while they still hold its role."""
    if not user.is_authenticated:
        return None
    held = {(m.role, m.organisation_id) for m in user.current_memberships}
    seats = session.seats.filter(person_id=user.pk)
    return next((seat for seat in seats if (seat.role, seat.sent_by_id) in held), None)


def has_seat(session: Any, user: Any, *roles: str) -> bool:
    seat = seat_of(session, user)
    return seat is not None and seat.role in roles


def may_prepare_session(session: Any, user: Any) -> bool:
    return is_officer(user)


def may_chair(session: Any, user: Any) -> bool:
    return has_seat(session, user, Role.PANEL_CHAIR)


def may_keep_minutes(session: Any, user: Any) -> bool:
    return has_seat(session, user, Role.MINUTE_KEEPER)


def may_record_minutes(session: Any, user: Any) -> bool:
    """The keeper of minutes, and never who closed the session."""
    return may_keep_minutes(session, user) and user.actor_key != session.closed_by_key


def may_lead(point: Any, user: Any) -> bool:
    return may_chair(point.session, user)


def is_recused(point: Any, user: Any) -> bool:
    """Is a conflict of this person with this point found or declared, and not lifted?"""
    return point.recusals.standing().filter(seat__person_id=user.pk).exists()


def may_discuss(point: Any, user: Any) -> bool:
    """Whoever sits in the session and is not recused from this point."""
    return has_seat(point.session, user, *PANEL_ROLES) and not is_recused(point, user)
