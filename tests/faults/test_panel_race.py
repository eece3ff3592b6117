"""Two members vote at once, the chair closes while somebody votes (PostgreSQL, processes)."""

import pytest

from core.refusals import RuleViolation
from evaluation.actions import voting
from evaluation.models import PanelMotion, PanelVote
from tests import cast
from tests.evaluation import panel_casting as jury
from tests.faults.test_budget_race import in_processes

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def motion():
    session = jury.opened(cast.open_call(), "Eberswalde")
    voting.call_up(session, [session.items.get()], by=jury.chair())
    return voting.put_motion(session, "proposed", "", by=jury.chair())


def test_everybody_who_votes_at_once_is_counted_once(motion):
    voters = [jury.chair, jury.first_member, jury.second_member]

    def vote(number):
        by = voters[number % len(voters)]()
        voting.cast_vote(motion, "for" if number < len(voters) else "against", by=by)
        yield "counted"

    assert in_processes(vote, 6) == {"counted": 6}
    assert PanelVote.objects.count() == 3


@pytest.mark.parametrize("attempt", range(3))
def test_no_vote_is_written_after_the_count(motion, attempt):
    voting.cast_vote(motion, "for", by=jury.chair())

    def act(number):
        try:
            if number == 0:
                voting.close_motion(motion, by=jury.chair())
                yield "closed"
            else:
                by = jury.first_member() if number == 1 else jury.second_member()
                voting.cast_vote(motion, "against", by=by)
                yield "counted"
        except RuleViolation as refusal:
            assert "wurde nicht gezählt" in str(refusal)
            yield "too late"

    outcome = in_processes(act, 3)
    counted = PanelMotion.objects.get()
    assert outcome["closed"] == 1
    assert counted.votes.count() == 1 + outcome["counted"]
    assert counted.carried is (outcome["counted"] < 2), "a tie is decided by the chair's aye"
    assert counted.votes.filter(cast_at__gt=counted.closed_at).count() == 0


def test_two_motions_put_at_once_are_one(motion):
    voting.close_motion(motion, by=jury.chair())

    def put(number):
        try:
            voting.put_motion(motion.session, "proposed", "", by=jury.chair())
            yield "put"
        except RuleViolation:
            yield "refused"

    assert in_processes(put, 2) == {"put": 1, "refused": 1}
