"""The one door through which a status changes, and the order of its refusals."""

import pytest
from django.core.exceptions import PermissionDenied

from core import audit
from core.refusals import RuleViolation
from core.workflow import Attempt, perform, steps_open_to
from demo.programme import build_draft_call
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return build_draft_call(cast.officer())


def test_a_step_moves_the_status_and_writes_the_trail(draft):
    moved = perform(draft, "offer_for_publication", Attempt(by=cast.officer(), note="fertig"))
    assert moved.status == "ready"
    event = audit.last(draft)
    assert (event.step, event.actor_key) == ("offer_for_publication", cast.officer().key)
    assert event.payload == {"before": "draft", "after": "ready", "note": "fertig"}


def test_the_wrong_moment_says_what_the_status_is_and_who_set_it(draft):
    perform(draft, "offer_for_publication", Attempt(by=cast.officer()))
    with pytest.raises(RuleViolation, match=r"vorgelegt“ \(Sachbearbeitung, "):
        perform(draft, "offer_for_publication", Attempt(by=cast.officer()))


def test_the_wrong_person_is_refused_before_the_rules_are_asked(draft):
    draft.criteria.all().delete()
    with pytest.raises(PermissionDenied):
        perform(draft, "offer_for_publication", Attempt(by=cast.editor()))


def test_a_rule_violation_gives_every_reason_not_only_the_first(draft):
    draft.criteria.all().delete()
    draft.questions.all().delete()
    with pytest.raises(RuleViolation) as refusal:
        perform(draft, "offer_for_publication", Attempt(by=cast.officer()))
    reasons = {finding.code for finding in refusal.value.findings}
    assert reasons == {"weights", "group_minimum", "questions", "condition"}
    assert audit.trail(draft).count() == 1


def test_a_status_cannot_be_assigned(draft):
    with pytest.raises(AttributeError):
        draft.status = "published"


def test_open_steps_say_why_one_is_not_open(draft):
    draft.fit_questions.all().delete()
    steps = {step.name: step for step in steps_open_to(draft, Attempt(by=cast.officer()))}
    offer = steps["offer_for_publication"]
    assert not offer.is_open
    sentence = "„Passt der Aufruf?“ hat 0 Fragen. Es müssen 5 sein."
    assert [str(reason) for reason in offer.reasons] == [sentence]
    foreign = {step.name: step for step in steps_open_to(draft, Attempt(by=cast.editor()))}
    assert not foreign["offer_for_publication"].allowed
