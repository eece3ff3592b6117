"""Counting the votes of one motion: more for than against carries; the call says what a tie is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evaluation.models import PanelMotion

CHAIR = "chair"


@dataclass(frozen=True)
class Tally:
    """Votes for, against and abstained; abstentions count for neither side."""

    ayes: int
    noes: int
    abstained: int
    carried: bool
    by_chair: bool = False

    @property
    def counts(self) -> dict[str, int]:
        return {"for": self.ayes, "against": self.noes, "abstain": self.abstained}


def count(choices: list[str], chair: str, tie_rule: str) -> Tally:
    """Count the choices; `chair` is the chair's own choice, empty when there is none.

    >>> count(["for", "for", "against"], "for", "fails").carried
    True
    >>> count(["for", "against"], "for", "chair")
    Tally(ayes=1, noes=1, abstained=0, carried=True, by_chair=True)
    >>> count(["for", "against"], "for", "fails").carried
    False
    >>> count([], "", "chair").carried
    False
    """
    ayes, noes = choices.count("for"), choices.count("against")
    tie = ayes == noes and ayes > 0
    by_chair = tie and tie_rule == CHAIR and chair in ("for", "against")
    carried = ayes > noes or (by_chair and chair == "for")
    return Tally(ayes, noes, choices.count("abstain"), carried, by_chair)


def tally_of(motion: PanelMotion) -> Tally:
    """Count what is stored for a motion."""
    votes = list(motion.votes.select_related("seat"))
    chair = next((vote.choice for vote in votes if vote.seat.is_chair), "")
    rule = motion.session.ranking.call_version.panel_tie_rule
    return count([vote.choice for vote in votes], chair, rule)
