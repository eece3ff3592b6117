"""Which organisations are confirmed: all but one that has only begun to write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from accounts.actions.confirmation import request_confirmation
from accounts.models import Organisation, Role
from core import clock
from demo.fates import Fate
from demo.rounds import Round, at_work
from demo.teams import team_of

ASKED_BEFORE = timedelta(days=3)


def newcomer_of(
    rounds: Sequence[Round], applicants: Sequence[Sequence[Organisation]]
) -> Organisation | None:
    """Return the last organisation of the open call that takes part in no other call."""
    last, others = rounds[-1], {one.pk for call in applicants[:-1] for one in call}
    for number in reversed(range(last.size)):
        organisation = applicants[-1][number]
        if last.fate_of(number) == Fate.BEGUN and organisation.pk not in others:
            return organisation
    return None


def confirm(organisations: Sequence[Organisation], newcomer: Organisation | None) -> None:
    """Note the day on which the office had reached them, all at once."""
    reached = [one.pk for one in organisations if one != newcomer]
    Organisation.objects.filter(pk__in=reached).update(confirmed_on=clock.today())


def ask_to_confirm(newcomer: Organisation) -> None:
    """Leave one request to the office."""
    with clock.stopped_at(at_work(clock.now() - ASKED_BEFORE)):
        request_confirmation(newcomer, by=team_of(newcomer)[Role.EDITOR])
