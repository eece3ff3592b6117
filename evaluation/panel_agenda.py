"""What the page of a session shows of each point and each seat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from core.snapshots import thaw
from evaluation.models import PanelItem, PanelMotion, PanelPresence, PanelSeat, PanelSession
from evaluation.panel_minutes import items_of
from evaluation.panel_tally import Tally, tally_of


@dataclass(frozen=True)
class Line:
    """One point of the agenda for one viewer."""

    point: PanelItem
    recusals: list[Any]
    recused: bool  # the viewer takes no part in this point
    in_portfolio: bool | None  # None when no portfolio lies beside the ranking

    @property
    def may_go_in_block(self) -> bool:
        """Undisputed: not treated yet, nobody recused, and as the ranking says."""
        return self.point.status == PanelItem.Status.WAITING and not self.recusals


def lines_of(session: PanelSession, user: Any) -> list[Line]:
    """Return the agenda, knowing from which items the viewer is recused."""
    chosen = chosen_of(session)
    lines = []
    for point in items_of(session):
        standing = [one for one in point.recusals.all() if one.lifted_at is None]
        own = any(one.seat.person_id == user.pk for one in standing)
        beside = point.candidacy.key in chosen if chosen is not None else None
        lines.append(Line(point, standing, own, beside))
    return lines


def chosen_of(session: PanelSession) -> set[str] | None:
    """Return the keys that the portfolio beside the ranking would choose."""
    calculation = session.portfolio
    if calculation is None or calculation.snapshot is None:
        return None
    return set(thaw(calculation.snapshot)["result"].get("chosen", []))


def open_motion(session: PanelSession) -> PanelMotion | None:
    return session.motions.filter(closed_at__isnull=True).first()


def seats_with_presence(session: PanelSession) -> Any:
    """Return the seats, each knowing whether its person is in the room."""
    inside = PanelPresence.objects.filter(seat=OuterRef("pk"), left_at__isnull=True)
    rows: Any = PanelSeat.objects.filter(session=session).annotate(in_room=Exists(inside))
    return rows.select_related("person", "sent_by")


def counted(point: PanelItem) -> list[tuple[PanelMotion, Tally]]:
    """Return the closed motions on an point with their counts."""
    return [(one, tally_of(one)) for one in point.motions.filter(closed_at__isnull=False)]
