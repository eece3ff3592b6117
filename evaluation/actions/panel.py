"""A panel session is prepared by the office: seats, agenda and recusals found by the system."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.actions import add_member
from accounts.models import Membership, Organisation, Person, Role
from accounts.permissions import is_officer
from core import audit, clock
from core.refusals import Finding, RuleViolation
from core.text import clean
from evaluation import mails_panel
from evaluation.models import (
    Calculation,
    Candidacy,
    PanelItem,
    PanelPresence,
    PanelRecusal,
    PanelSeat,
    PanelSession,
    Ranking,
    RankingPlace,
)
from evaluation.panel_conflicts import found_conflicts
from evaluation.panel_permissions import PANEL_ROLES, has_seat, may_chair, may_keep_minutes, seat_of

Status = PanelSession.Status
Result = PanelItem.Result


@dataclass(frozen=True)
class Appointment:
    """When and where a session is, who sits in it, and the calculation shown beside the ranking."""

    held_on: date
    place: str
    members: Sequence[Membership]
    portfolio: Calculation | None = None


@transaction.atomic
def appoint(email: str, name: str, role: str, sent_by: Organisation, *, by: Person) -> Membership:
    """Give somebody a role in the jury for the institution that sends them."""
    if not is_officer(by):
        raise PermissionDenied
    if role not in PANEL_ROLES:
        raise RuleViolation(Finding("role", "Wählen Sie die Aufgabe.", field="role"))
    address = email.strip().lower()
    person = Person.objects.filter(email__iexact=address).first()
    is_new = person is None
    person = person or Person.objects.create_user(address, None, name=clean(name))
    membership = add_member(sent_by, person, Role(role), by=by)
    mails_panel.tell_appointed(membership, is_new=is_new)
    return membership


@transaction.atomic
def prepare_session(ranking: Ranking, wish: Appointment, *, by: Person) -> PanelSession:
    """Set up a session: the frozen ranking is its agenda, known conflicts are proposed."""
    if not is_officer(by):
        raise PermissionDenied
    ranking = Ranking.objects.select_for_update(of=("self",)).get(pk=ranking.pk)
    places = open_places(ranking)
    if findings := findings_against_session(places, wish.members):
        raise RuleViolation(*findings)
    session = set_up(ranking, wish, places, by)
    mails_panel.invite(session)
    return session


def set_up(
    ranking: Ranking, wish: Appointment, places: Sequence[RankingPlace], by: Person
) -> PanelSession:
    """Store session, seats and agenda."""
    session = PanelSession.objects.create(
        ranking=ranking, portfolio=wish.portfolio, held_on=wish.held_on, place=clean(wish.place)
    )
    seats = [
        PanelSeat.objects.create(
            session=session, person=one.person, role=one.role, sent_by=one.organisation
        )
        for one in wish.members
    ]
    items = PanelItem.objects.bulk_create(
        PanelItem(session=session, candidacy=p.candidacy, number=n, expected=expected_of(p))
        for n, p in enumerate(places, start=1)
    )
    propose_recusals(session, seats, items)
    note = f"{len(seats)} Sitze, {len(places)} Punkte"
    audit.record(session, "prepare_session", by=by, change={"note": note})
    return session


def open_places(ranking: Ranking) -> list[RankingPlace]:
    """Return the places whose candidacy waits for a decision and was not voted on before."""
    voted = PanelItem.objects.exclude(result="").values("candidacy")
    rows = ranking.places.filter(candidacy__status=Candidacy.Status.RANKED)
    return list(rows.exclude(candidacy__in=voted).select_related("candidacy").order_by("position"))


def findings_against_session(
    places: Sequence[RankingPlace], members: Sequence[Membership]
) -> list[Finding]:
    found = []
    if not places:
        found.append(Finding("empty", "Über alle Plätze dieser Rangfolge ist schon beraten."))
    if len({one.person_id for one in members}) < len(members):
        sentence = "Eine Person hat nur einen Sitz. Wählen Sie je Person eine Aufgabe."
        found.append(Finding("twice", sentence, field="members"))
    roles = [one.role for one in members]
    needed = {Role.PANEL_CHAIR: "einen Vorsitz", Role.MINUTE_KEEPER: "eine Protokollführung"}
    for role, label in needed.items():
        if roles.count(role) != 1:
            found.append(Finding("roles", f"Die Sitzung braucht genau {label}.", field="members"))
    return found


def expected_of(place: RankingPlace) -> str:
    """Return what the ranking alone says: above the line, below it, or not fundable."""
    if place.funded:
        return Result.PROPOSED
    return Result.RESERVE if place.candidacy.is_fundable else Result.NOT_PROPOSED


def propose_recusals(
    session: PanelSession, seats: Sequence[PanelSeat], items: Sequence[PanelItem]
) -> None:
    """Write what the system knows; only the chair lifts it, with a reason."""
    by_candidacy = {one.candidacy_id: one for one in items}
    version = session.ranking.call_version
    PanelRecusal.objects.bulk_create(
        PanelRecusal(point=by_candidacy[candidacy.pk], seat=seat, source="system", reason=why)
        for seat, candidacy, why in found_conflicts(version, list(seats))
        if candidacy.pk in by_candidacy
    )


@transaction.atomic
def discard_session(session: PanelSession, *, by: Person) -> None:
    """Take back a session that was not opened yet."""
    session = locked(session)
    if not is_officer(by):
        raise PermissionDenied
    if session.status != Status.PREPARED:
        raise RuleViolation(Finding("opened", "Die Sitzung ist schon eröffnet."))
    audit.record(session, "discard_session", by=by, change={"note": str(session)})
    mails_panel.call_off(session)
    session.delete()


@transaction.atomic
def note_presence(seat: PanelSeat, *, comes: bool, by: Person) -> None:
    """Keep that somebody came into the room or left it."""
    session = locked(seat.session)
    if not (may_keep_minutes(session, by) or may_chair(session, by)):
        raise PermissionDenied
    refuse_unless(session, Status.PREPARED, Status.OPEN)
    inside = PanelPresence.objects.filter(seat=seat, left_at__isnull=True)
    if comes and not inside.exists():
        refuse_recused(seat)
        PanelPresence.objects.create(seat=seat)
    elif not comes:
        inside.update(left_at=clock.now())
    note = f"{seat.get_role_display()}, {seat.sent_by}: {'im Raum' if comes else 'nicht im Raum'}"
    audit.record(session, "note_presence", by=by, change={"note": note})


def refuse_recused(seat: PanelSeat) -> None:
    """Nobody comes in while the point is discussed from which they are recused."""
    called = seat.recusals.standing().filter(point__status=PanelItem.Status.CALLED)
    if called.exists():
        sentence = f"{seat.person} ist für den aufgerufenen Punkt befangen."
        raise RuleViolation(Finding("recused", sentence))


@transaction.atomic
def recuse(point: PanelItem, seat: PanelSeat, reason: str, *, by: Person) -> PanelRecusal:
    """Declare oneself biased, or let the chair find somebody so; it holds at once."""
    session = locked(point.session)
    own = seat_of(session, by) == seat
    if not own and not may_chair(session, by):
        raise PermissionDenied
    refuse_unless(session, Status.PREPARED, Status.OPEN)
    if not reason.strip():
        raise RuleViolation(Finding("reason", "Nennen Sie den Grund.", field="reason"))
    if point.recusals.standing().filter(seat=seat).exists():
        raise RuleViolation(Finding("recused", f"{seat.person} ist hier schon ausgeschlossen."))
    source = PanelRecusal.Source.DECLARED if own else PanelRecusal.Source.CHAIR
    recusal = PanelRecusal.objects.create(
        point=point,
        seat=seat,
        source=source,
        reason=clean(reason).strip(),
        confirmed_at=clock.now(),
    )
    if session.items.filter(pk=point.pk, status=PanelItem.Status.CALLED).exists():
        send_out(recusal)
    note = f"{recusal.get_source_display()}, {seat.sent_by}: {recusal.reason}"
    audit.record(point, "recuse", by=by, change={"note": note})
    return recusal


@transaction.atomic
def decide_recusal(
    recusal: PanelRecusal, *, stands: bool, reason: str = "", by: Person
) -> PanelRecusal:
    """The chair confirms what the system found, or lifts it with a reason; never one's own."""
    session = locked(recusal.point.session)
    if not may_chair(session, by) or recusal.seat.person_id == by.pk:
        raise PermissionDenied
    refuse_unless(session, Status.PREPARED, Status.OPEN)
    if not stands and not reason.strip():
        raise RuleViolation(Finding("reason", "Begründen Sie, warum sie entfällt.", field="reason"))
    recusal = PanelRecusal.objects.select_for_update(of=("self",)).get(pk=recusal.pk)
    if stands:
        recusal.confirmed_at = clock.now()
    else:
        recusal.lifted_at, recusal.lifted_because = clock.now(), clean(reason).strip()
    recusal.save(update_fields=["confirmed_at", "lifted_at", "lifted_because"])
    outcome = "bestätigt" if stands else f"aufgehoben: {recusal.lifted_because}"
    note = f"{recusal.seat.sent_by}: {outcome}"
    audit.record(recusal.point, "decide_recusal", by=by, change={"note": note})
    return recusal


def send_out(recusal: PanelRecusal) -> None:
    """Let a recused person leave; what they voted on the open motion counts no more."""
    inside = PanelPresence.objects.filter(seat=recusal.seat, left_at__isnull=True)
    inside.update(left_at=clock.now(), recusal=recusal)
    recusal.seat.votes.filter(motion__items=recusal.point, motion__closed_at__isnull=True).delete()


def locked(session: PanelSession) -> PanelSession:
    """Lock the session: everything in it happens one after the other."""
    return PanelSession.objects.select_for_update(of=("self",)).get(pk=session.pk)


def refuse_unless(session: PanelSession, *states: str) -> None:
    if session.status not in states:
        sentence = f"Das geht nicht mehr. Die Sitzung ist „{session.get_status_display()}“."
        raise RuleViolation(Finding("wrong_moment", sentence))


def is_in_session(session: PanelSession, by: Person) -> bool:
    return has_seat(session, by, *PANEL_ROLES)
