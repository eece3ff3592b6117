"""A jury, its seats and a session on a frozen ranking, for the tests of the panel."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import Membership, Organisation, Person, Role
from evaluation.actions import minutes, panel, voting
from evaluation.models import PanelItem, PanelSeat, PanelSession, Ranking
from programmes.models import CallVersion
from tests import cast
from tests import recorded as beginnings
from tests.awards.casting import ranked

MEMBERS = ("Clara Chefin", "Maria Mitglied", "Moritz Mitglied", "Paul Protokoll")
ROLES = (Role.PANEL_CHAIR, Role.PANEL_MEMBER, Role.PANEL_MEMBER, Role.MINUTE_KEEPER)


def association(name: str = "Deutscher Städtetag") -> Organisation:
    """Return an association that sends people into the jury."""
    kind = Organisation.Kind.ASSOCIATION
    found = Organisation.objects.filter(name=name, kind=kind).first()
    return found or Organisation.objects.create(name=name, kind=kind)


def member(name: str, role: str = Role.PANEL_MEMBER) -> Membership:
    """Return the jury membership of that person."""
    person = cast.person(name, role, association())
    return Membership.objects.get(person=person, role=role, organisation=association())


def jury() -> list[Membership]:
    """Chair, two members, keeper of minutes."""
    return [member(name, role) for name, role in zip(MEMBERS, ROLES, strict=True)]


@beginnings.recorded
def prepared(version: CallVersion, *towns: str, members: list[Membership] | None = None) -> Any:
    """Return a prepared session on the ranking of these towns, with everybody in the room."""
    ranked(version, *(towns or ("Eberswalde",)))
    wish = panel.Appointment(date(2026, 12, 1), "Berlin, Saal 1", members or jury())
    session = panel.prepare_session(Ranking.objects.get(), wish, by=cast.officer())
    for seat in session.seats.all():
        panel.note_presence(seat, comes=True, by=keeper())
    return session


@beginnings.recorded
def opened(version: CallVersion, *towns: str, **options: Any) -> PanelSession:
    return minutes.open_session(prepared(version, *towns, **options), by=chair())


def chair() -> Person:
    return cast.person(MEMBERS[0])


def first_member() -> Person:
    return cast.person(MEMBERS[1])


def second_member() -> Person:
    return cast.person(MEMBERS[2])


def keeper() -> Person:
    return cast.person(MEMBERS[3])


def seat(session: PanelSession, person: Person) -> PanelSeat:
    return session.seats.get(person=person)


def item_of(session: PanelSession, town: str) -> PanelItem:
    return session.items.get(candidacy__application__organisation__name=town)


def voted(
    session: PanelSession,
    items: list[PanelItem],
    result: str = "as_ranked",
    reason: str = "",
    **votes: str,
) -> Any:
    """Call items up, put the motion, let the people vote and close; return the motion."""
    voting.call_up(session, items, by=chair())
    motion = voting.put_motion(session, result, reason, by=chair())
    people = {"chair": chair(), "first": first_member(), "second": second_member()}
    for name, choice in (votes or {"chair": "for", "first": "for", "second": "against"}).items():
        voting.cast_vote(motion, choice, by=people[name])
    return voting.close_motion(motion, by=chair())


def recorded(session: PanelSession) -> PanelSession:
    minutes.close_session(session, by=chair())
    return minutes.record_minutes(session, by=keeper())
