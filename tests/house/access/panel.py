"""The jury: its members see their session, the office all of them."""

from datetime import date
from typing import Any

from evaluation.actions import minutes, panel, voting
from evaluation.models import Ranking
from tests.evaluation import panel_casting as jury
from tests.house.access.declaring import CHAIR, KEEPER, OFFICER, PANEL, READERS, at

SEEN = READERS | PANEL
PAGES = {
    "panel": at(READERS),
    "appoint_to_panel": at(OFFICER, OFFICER),
    "prepare_session": at(OFFICER, OFFICER, READERS, key="ranking"),
    "my_sessions": at(PANEL),
    "panel_session": at(SEEN, seen_by=SEEN, key="session"),
    "panel_minutes": at(SEEN, seen_by=SEEN, key="session"),
    "discard_session": at(post=OFFICER, seen_by=SEEN, key="session"),
    "panel_call_up": at(post=CHAIR, seen_by=SEEN, key="session"),
    "panel_motion": at(post=CHAIR, seen_by=SEEN, key="session"),
    "panel_session_minutes": at(post=KEEPER, seen_by=SEEN, key="session"),
    "panel_step": at(post=CHAIR, seen_by=SEEN, key="session", step="schliessen"),
    "panel_presence": at(post=PANEL, seen_by=SEEN, key="panel_seat"),
    "panel_vote": at(post=CHAIR, seen_by=SEEN, sent={"stimme": "for"}, key="motion"),
    "panel_close_motion": at(post=CHAIR, seen_by=SEEN, key="motion"),
    "panel_item": at(SEEN, seen_by=SEEN, key="panel_item"),
    "panel_recuse": at(
        post=PANEL, seen_by=SEEN, sent={"recusal-reason": "Schwager."}, key="panel_item"
    ),
    "panel_item_minutes": at(post=KEEPER, seen_by=SEEN, key="panel_item"),
    "panel_recusal": at(post=CHAIR, seen_by=SEEN, key="panel_recusal"),
}


def records(world: Any) -> dict[str, Any]:
    """An open session with one point in the vote and another from which a member is recused."""
    chair, keeper, officer = (
        world.people[role] for role in ("panel_chair", "minute_keeper", "officer")
    )
    wish = panel.Appointment(date(2026, 3, 2), "Berlin", jury.jury())
    session = panel.prepare_session(Ranking.objects.get(), wish, by=officer)
    for seat in session.seats.all():
        panel.note_presence(seat, comes=True, by=keeper)
    session = minutes.open_session(session, by=chair)
    called, other = session.items.order_by("number")[:2]
    voting.call_up(session, [called], by=chair)
    member = jury.seat(session, jury.first_member())
    recusal = panel.recuse(other, member, "Verwandt.", by=member.person)
    return {
        "session": session.key,
        "panel_item": called.key,
        "panel_seat": jury.seat(session, jury.second_member()).key,
        "motion": voting.put_motion(session, called.expected, "", by=chair).key,
        "panel_recusal": recusal.key,
    }
