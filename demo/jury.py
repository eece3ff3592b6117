"""The jury of the demonstration: sent by the associations of the seed; met once, meets today."""

from __future__ import annotations

from accounts.models import Membership, Organisation, Person, Role
from awards.actions.publishing import propose_publication, publish_list
from awards.models import Award
from core import clock
from demo.people import build_person, give_role
from demo.play import Play
from demo.programme import build_ministry
from evaluation.actions import minutes, voting
from evaluation.actions.panel import (
    Appointment,
    decide_recusal,
    note_presence,
    open_places,
    recuse,
    set_up,
)
from evaluation.models import Candidacy, FundingDecision, PanelItem, PanelSession, Ranking
from evaluation.panel_permissions import PANEL_ROLES

MEMBERS = (
    ("maja.wohnung", "Maja Wohnung", "Deutscher Verband für Wohnungswesen (DV)"),
    ("detlef.stadt", "Detlef Stadt", "Deutscher Städtetag (DST)"),
    ("gisela.gemeinde", "Gisela Gemeinde", "Deutscher Städte- und Gemeindebund (DStGB)"),
    ("viktor.werk", "Viktor Werk", "Verband kommunaler Unternehmen (VKU)"),
    ("britta.bahn", "Britta Bahn", "Verband Deutscher Verkehrsunternehmen (VDV)"),
    ("georg.haus", "Georg Haus", "GdW Wohnungs- und Immobilienunternehmen"),
    ("stefanie.plan", "Stefanie Plan", "Die Stadtentwickler"),
)
CHAIR = ("clara.vorsitz", "Clara Vorsitz", Role.PANEL_CHAIR)
KEEPER = ("paul.protokoll", "Paul Protokoll", Role.MINUTE_KEEPER)
LONGEST_AGENDA = 60
PUBLISHED = 62  # days after the deadline, when all letters are sent
LATE = 2  # members who are not there yet
MET = 22  # days after the deadline, between ranking and first decision
WHY = "Fast dieselbe Lösung wie im Nachbarkreis; die Jury will Erfahrungen aus verschiedenen Orten."


def build_jury(password_hash: str) -> None:
    """Create chair, keeper of minutes and one member of each association, once."""
    ministry = build_ministry()
    for address, name, role in (CHAIR, KEEPER):
        give_role(build_person(address, name, password_hash), role, ministry)
    for address, name, association in MEMBERS:
        kind = Organisation.Kind.ASSOCIATION
        sender, _ = Organisation.objects.get_or_create(name=association, kind=kind)
        give_role(build_person(address, name, password_hash), Role.PANEL_MEMBER, sender)


def hold_session(play: Play) -> None:
    """Let the jury follow the ranking but for one place, with one member recused."""
    ranking = Ranking.objects.filter(call_version=play.version).first()
    if ranking is None:
        return
    places = list(ranking.places.select_related("candidacy").order_by("position", "pk"))
    places = [place for place in places if not is_open(place.candidacy)]
    with clock.stopped_at(play.round.after_deadline(MET)):
        wish = Appointment(clock.today(), "Berlin, Ernst-Reuter-Haus", sitting())
        by = play.office.officer
        session = set_up(ranking, wish, places[:LONGEST_AGENDA], by)
        confer(session)


def is_open(candidacy: Candidacy) -> bool:
    """Has nobody proposed a decision, or was it returned? That is left to today's session."""
    running = FundingDecision.objects.exclude(status=FundingDecision.Status.RETURNED)
    is_ranked = candidacy.status == Candidacy.Status.RANKED
    return is_ranked and not running.filter(candidacy=candidacy).exists()


def begin_session(play: Play) -> None:
    """Open a session today on what the first one left open, in the middle of a vote."""
    ranking = Ranking.objects.filter(call_version=play.version).first()
    if ranking is None or not (places := open_places(ranking)):
        return
    wish = Appointment(clock.today(), "Berlin, Ernst-Reuter-Haus, und am Bildschirm", sitting())
    session = set_up(ranking, wish, places, play.office.officer)
    chair, keeper, first, second, *_ = enter(session, leaving_out=LATE)
    session = minutes.open_session(session, by=chair)
    voting.call_up(session, list(session.items.order_by("number")[:1]), by=chair)
    motion = voting.put_motion(session, "as_ranked", "", by=chair)
    voting.cast_vote(motion, "for", by=first)
    voting.cast_vote(motion, "against", by=second)


def enter(session: PanelSession, leaving_out: int = 0) -> list[Person]:
    """Note who comes: chair, keeper of minutes, then the members but for the last ones."""
    keeper = session.seats.get(role=Role.MINUTE_KEEPER)
    chair = session.seats.get(role=Role.PANEL_CHAIR)
    members = list(session.seats.filter(role=Role.PANEL_MEMBER).order_by("pk"))
    there = [chair, keeper, *members[: len(members) - leaving_out]]
    for seat in there:
        note_presence(seat, comes=True, by=keeper.person)
    return [seat.person for seat in there]


def publish_result(play: Play) -> None:
    """The office publishes whom it funds, once somebody is."""
    funded = Award.objects.filter(decision__candidacy__application__call_version=play.version)
    if not play.round.is_decided or not funded.exists():
        return
    with clock.stopped_at(play.round.after_deadline(PUBLISHED)):
        made = propose_publication(play.version, by=play.office.officer)
        publish_list(made, by=play.office.head_of_unit)


def sitting() -> list[Membership]:
    rows = Membership.objects.valid().filter(role__in=PANEL_ROLES)
    return list(rows.select_related("person", "organisation").order_by("pk"))


def confer(session: PanelSession) -> None:
    """Open, recuse, deviate once, vote on the rest together, close and sign."""
    chair, keeper, *_ = enter(session)
    session = minutes.open_session(session, by=chair)
    first, *others = session.items.order_by("number")
    member = session.seats.filter(role=Role.PANEL_MEMBER).order_by("pk").first()
    if member is not None:
        reason = "Berät die Kommune bei ihrem Wohnungskonzept."
        decide_recusal(recuse(first, member, reason, by=member.person), stands=True, by=chair)
    vote(session, [first], "as_ranked")
    below = [point for point in others if point.expected == PanelItem.Result.RESERVE]
    if below:
        vote(session, below[-1:], PanelItem.Result.NOT_PROPOSED, WHY)
        others.remove(below[-1])
    if others:
        vote(session, others, "as_ranked")
    minutes.write_minutes(session, "Die Jury dankt den Gutachtenden.", 1, by=keeper)
    minutes.close_session(session, by=chair)
    minutes.record_minutes(session, by=keeper)


def vote(session: PanelSession, items: list[PanelItem], result: str, reason: str = "") -> None:
    """Everybody in the room agrees, one member abstains."""
    chair = session.seats.get(role=Role.PANEL_CHAIR).person
    voting.call_up(session, items, by=chair)
    motion = voting.put_motion(session, result, reason, by=chair)
    inside = session.seats.exclude(role=Role.MINUTE_KEEPER).filter(presences__left_at=None)
    for number, seat in enumerate(inside.distinct().order_by("pk")):
        voting.cast_vote(motion, "abstain" if number == 1 else "for", by=seat.person)
    voting.close_motion(motion, by=chair)
