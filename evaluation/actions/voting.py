"""Items are called up, motions put and voted on, one after the other under the session's lock.

Who votes and who closes the vote both lock the session first: a vote counts completely or is
refused with a sentence, and no vote is written after the count.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from accounts.models import Person
from core import audit, clock
from core.refusals import Finding, RuleViolation
from core.text import clean
from core.workflow import Attempt, perform
from evaluation.actions.panel import locked, refuse_unless, send_out
from evaluation.models import (
    PanelItem,
    PanelMotion,
    PanelPresence,
    PanelRecusal,
    PanelSeat,
    PanelSession,
    PanelVote,
)
from evaluation.panel_checks import findings_against_motion, has_quorum, voters_in_room
from evaluation.panel_permissions import may_chair, seat_of
from evaluation.panel_tally import tally_of

OPEN = PanelSession.Status.OPEN
CALLED = PanelItem.Status.CALLED


@transaction.atomic
def call_up(session: PanelSession, items: Sequence[PanelItem], *, by: Person) -> None:
    """Call items up for discussion; whoever is recused from one of them leaves the room."""
    session = led(session, by)
    if session.items.filter(status=CALLED).exists():
        sentence = "Es wird noch ein anderer Punkt beraten. Stimmen Sie ab oder stellen Sie zurück."
        raise RuleViolation(Finding("called", sentence))
    if not items:
        raise RuleViolation(Finding("none", "Wählen Sie einen Punkt der Tagesordnung."))
    for point in items:
        perform(point, "call_up", Attempt(by=by))
        for recusal in point.recusals.standing():
            send_out(recusal)


@transaction.atomic
def put_motion(session: PanelSession, result: str, reason: str, *, by: Person) -> PanelMotion:
    """Put a result for the called items to the vote; a deviation from the ranking needs reasons."""
    session = led(session, by)
    items = list(session.items.filter(status=CALLED).select_related("candidacy"))
    findings = has_quorum(session, Attempt(by=by))
    findings += findings_against_motion(items, result, reason)
    if not items:
        findings.append(Finding("none", "Rufen Sie zuerst einen Punkt auf."))
    if session.motions.filter(closed_at__isnull=True).exists():
        findings.append(Finding("open", "Es läuft schon eine Abstimmung."))
    if findings:
        raise RuleViolation(*findings)
    number = 1 + (session.motions.aggregate(last=Max("number"))["last"] or 0)
    motion = PanelMotion.objects.create(
        session=session, number=number, result=result, reason=clean(reason).strip()
    )
    motion.items.set(items)
    agenda = ", ".join(str(one) for one in items)
    note = f"{motion}: {motion.get_result_display()} ({agenda}). {motion.reason}".strip()
    audit.record(session, "put_motion", by=by, change={"note": note})
    return motion


@transaction.atomic
def cast_vote(motion: PanelMotion, choice: str, *, by: Person) -> PanelVote:
    """Vote, or change one's vote, while the motion is open."""
    session = locked(motion.session)
    motion = PanelMotion.objects.get(pk=motion.pk)
    seat = seat_of(session, by)
    if seat is None or not seat.may_vote or is_barred(motion, seat):
        raise PermissionDenied
    if motion.closed_at is not None:
        sentence = "Die Abstimmung ist geschlossen. Ihre Stimme wurde nicht gezählt."
        raise RuleViolation(Finding("closed", sentence))
    if not seat.presences.filter(left_at__isnull=True).exists():
        sentence = "Sie sind nicht als anwesend vermerkt. Wenden Sie sich an die Protokollführung."
        raise RuleViolation(Finding("absent", sentence))
    if choice not in PanelVote.Choice.values:
        raise RuleViolation(Finding("choice", "Wählen Sie Ja, Nein oder Enthaltung."))
    vote, _ = PanelVote.objects.update_or_create(
        motion=motion, seat=seat, defaults={"choice": choice, "cast_at": clock.now()}
    )
    audit.record(motion, "cast_vote", by=by, change={"note": vote.get_choice_display()})
    return vote


def is_barred(motion: PanelMotion, seat: PanelSeat) -> bool:
    """Is the person recused from one of the items that the motion names?"""
    return PanelRecusal.objects.standing().filter(point__motions=motion, seat=seat).exists()


@transaction.atomic
def close_motion(motion: PanelMotion, *, by: Person) -> PanelMotion:
    """Count the votes; a carried motion settles its items, and the recused come back."""
    session = led(motion.session, by)
    motion = PanelMotion.objects.get(pk=motion.pk)
    if motion.closed_at is not None:
        raise RuleViolation(Finding("closed", "Die Abstimmung ist schon geschlossen."))
    if findings := has_quorum(session, Attempt(by=by)):
        raise RuleViolation(*findings)
    tally = tally_of(motion)
    motion.closed_at, motion.carried = clock.now(), tally.carried
    motion.by_chair = tally.by_chair
    motion.in_room = [seat.person.name for seat in voters_in_room(session)]
    motion.save(update_fields=["closed_at", "carried", "by_chair", "in_room"])
    if motion.carried:
        settle(motion, by)
    outcome = "angenommen" if motion.carried else "nicht angenommen"
    note = (
        f"{motion}: {tally.ayes} Ja, {tally.noes} Nein, {tally.abstained} Enthaltungen, {outcome}"
    )
    audit.record(session, "close_motion", by=by, change={"note": note})
    return motion


def settle(motion: PanelMotion, by: Person) -> None:
    """Write the result of a carried motion on its items."""
    items = [
        perform(point, "settle", Attempt(by=by, note=str(motion))) for point in motion.items.all()
    ]
    for point in items:
        point.result = point.expected if motion.result == motion.AS_RANKED else motion.result
        point.deviation_reason = motion.reason if point.deviates else ""
        point.save(update_fields=["result", "deviation_reason"])
        if point.deviates:
            note = f"{point}: {point.deviation_reason}"
            audit.record(point, "deviate_from_rank", by=by, change={"note": note})
    let_in(items)


@transaction.atomic
def put_back(session: PanelSession, *, by: Person) -> None:
    """Leave the called items for later; an open vote ends without result."""
    session = led(session, by)
    items = list(session.items.filter(status=CALLED))
    session.motions.filter(closed_at__isnull=True).update(closed_at=clock.now(), carried=False)
    for point in items:
        perform(point, "put_back", Attempt(by=by))
    let_in(items)


def let_in(items: Sequence[PanelItem]) -> None:
    """Those who left because of these items, and nobody else, are in the room again."""
    left = PanelSeat.objects.filter(presences__recusal__point__in=items).distinct()
    outside = left.exclude(presences__in=PanelPresence.objects.filter(left_at__isnull=True))
    PanelPresence.objects.bulk_create(PanelPresence(seat=seat) for seat in outside)


def led(session: PanelSession, by: Person) -> PanelSession:
    """Lock the session for its chair, while it is open."""
    session = locked(session)
    if not may_chair(session, by):
        raise PermissionDenied
    refuse_unless(session, OPEN)
    return session
