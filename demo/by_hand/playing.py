"""One call from its first draft to its last signature."""

from collections.abc import Iterable

from core import clock
from demo.by_hand.checking import play_check
from demo.by_hand.deciding import play_decisions
from demo.by_hand.drafting import play_draft
from demo.by_hand.selection import play_selection
from demo.cases import Case
from demo.fates import DRAFTS, Fate
from demo.play import OPENED, Play
from evaluation import actions


def play_round(play: Play, cases: Iterable[Case]) -> None:
    """Play all cases of a call; who is admitted late is not taken over yet."""
    played = [(case, play_draft(play, case)) for case in cases]
    for case, application in played:
        if case.fate != Fate.ADMITTED:
            play_check(play, case, application)
    if all(case.fate in DRAFTS or case.fate == Fate.SUBMITTED for case, _ in played):
        return
    with clock.stopped_at(play.round.after_deadline(OPENED)):
        actions.open_candidacies(play.version, by=play.office.officer)
    for case, application in played:
        if case.fate == Fate.ADMITTED:
            play_check(play, case, application)
    play_selection(play, {application.pk: case for case, application in played})
    if play.round.is_decided:
        play_decisions(play)
