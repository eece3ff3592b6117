"""The minutes of a session as frozen and printed: who was there, what was decided and why."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.utils.timezone import localtime

from evaluation.models import PanelItem, PanelMotion, PanelSeat, PanelSession
from evaluation.panel_checks import quorum_of
from evaluation.panel_tally import tally_of


def minutes_of(session: PanelSession) -> dict[str, Any]:
    """Return the whole content of the minutes; names stand in it because they are the record."""
    version = session.ranking.call_version
    seats = list(session.seats.select_related("person", "sent_by").prefetch_related("presences"))
    return {
        "call": version.call.title,
        "programme": version.call.programme.name,
        "ranking": session.ranking.number,
        "ranking_sha256": session.ranking.snapshot.sha256,
        "held_on": session.held_on,
        "place": session.place,
        "opened_at": clock_time(session.opened_at),
        "closed_at": clock_time(session.closed_at),
        "recorded_at": session.recorded_at,
        "note": session.note,
        "quorum": quorum_of(session),
        "quorum_rate": version.panel_quorum_rate,
        "tie_rule": version.get_panel_tie_rule_display(),
        "seats": [seat_entry(seat) for seat in seats],
        "items": [item_entry(point) for point in items_of(session)],
    }


def items_of(session: PanelSession) -> list[PanelItem]:
    """Return the agenda with all that the minutes say of it."""
    rows = session.items.select_related("candidacy__application__organisation")
    rows = rows.select_related("candidacy__application__project")
    motions = Prefetch("motions", PanelMotion.objects.order_by("number"))
    return list(rows.prefetch_related("recusals__seat__person", motions).order_by("number"))


def seat_entry(seat: PanelSeat) -> dict[str, Any]:
    times = [
        {"from": clock_time(one.came_at), "until": clock_time(one.left_at)}
        for one in seat.presences.all()
    ]
    return {
        "key": seat.key,
        "name": seat.person.name,
        "role": seat.get_role_display(),
        "sent_by": seat.sent_by.name,
        "votes": seat.may_vote,
        "times": times,
    }


def item_entry(point: PanelItem) -> dict[str, Any]:
    application = point.candidacy.application
    return {
        "number": point.number,
        "receipt_number": application.receipt_number,
        "organisation": application.organisation.name,
        "project": application.project.title,
        "candidacy": point.candidacy.key,
        "expected": point.get_expected_display(),
        "result": point.get_result_display() or "Nicht behandelt",
        "result_code": point.result,
        "deviation_reason": point.deviation_reason,
        "note": point.note,
        "recusals": [
            {
                "name": one.seat.person.name,
                "source": one.get_source_display(),
                "reason": one.reason,
                "lifted_because": one.lifted_because,
            }
            for one in point.recusals.all()
        ],
        "motions": [motion_entry(motion) for motion in point.motions.all()],
    }


def motion_entry(motion: PanelMotion) -> dict[str, Any]:
    """Return a motion with its count and who was in the room with a vote."""
    tally = tally_of(motion)
    return {
        "number": motion.number,
        "result": motion.get_result_display(),
        "carried": bool(motion.carried),
        "by_chair": motion.by_chair,
        **tally.counts,
        "silent": max(0, len(motion.in_room) - sum(tally.counts.values())),
        "in_room": motion.in_room,
        "votes": {
            vote.seat.person.name: vote.get_choice_display()
            for vote in motion.votes.select_related("seat__person")
        },
    }


def clock_time(at: Any) -> str:
    """Return an instant as the local time of day, for instance 09:30; empty without one."""
    return f"{localtime(at):%H:%M}" if at else ""
