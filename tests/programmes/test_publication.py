"""Four eyes on a call: prepared by one person, published by another."""

import pytest
from django.core.exceptions import PermissionDenied

from core import audit
from core.models import OutboxMail
from core.refusals import EditConflict, RuleViolation
from demo.programme import build_draft_call
from programmes.actions import (
    add_row,
    edit_basics,
    mark_of,
    offer_for_publication,
    publish_call,
    return_to_draft,
)
from programmes.models import CallVersion, FitQuestion, Topic
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> CallVersion:
    return CallVersion.objects.get(pk=build_draft_call(cast.officer()).pk)


def offered(draft: CallVersion) -> CallVersion:
    cast.head_of_unit()
    return offer_for_publication(draft, by=cast.officer())


def codes(refusal: pytest.ExceptionInfo[RuleViolation]) -> set[str]:
    return {finding.code for finding in refusal.value.findings}


def test_a_second_person_publishes(draft):
    version = offered(draft)
    published = publish_call(version, seen=version.version, by=cast.head_of_unit())
    assert published.status == CallVersion.Status.PUBLISHED
    assert published.published_at is not None
    steps = [event.step for event in audit.trail(published)]
    assert steps == ["create_call", "offer_for_publication", "publish"]
    assert not list(audit.faults(published))


def test_whoever_offered_the_call_is_refused_with_a_sentence(draft):
    version = offered(draft)
    with pytest.raises(RuleViolation, match="Veröffentlichen muss ihn eine zweite Person"):
        publish_call(version, seen=version.version, by=cast.officer())


def test_whoever_edited_the_call_is_refused_although_another_offered_it(draft):
    add_row(
        draft,
        Topic,
        fields={"code": "kultur", "name": "Kultur", "kind": "challenge"},
        by=cast.second_officer(),
    )
    version = offered(draft)
    with pytest.raises(RuleViolation) as refusal:
        publish_call(version, seen=version.version, by=cast.second_officer())
    assert codes(refusal) == {"second_person"}


def test_whoever_gave_the_call_back_may_publish_it_later(draft):
    returned = return_to_draft(offered(draft), note="Frist prüfen", by=cast.head_of_unit())
    again = offer_for_publication(returned, by=cast.officer())
    publish_call(again, seen=again.version, by=cast.head_of_unit())


def test_the_budget_officer_does_not_publish(draft):
    version = offered(draft)
    with pytest.raises(PermissionDenied):
        publish_call(version, seen=version.version, by=cast.budget_officer())


def test_a_draft_is_not_published_before_it_is_offered(draft):
    with pytest.raises(RuleViolation) as refusal:
        publish_call(draft, seen=draft.version, by=cast.head_of_unit())
    assert codes(refusal) == {"wrong_moment"}


def test_nobody_publishes_what_they_have_not_seen(draft):
    seen = offered(draft).version
    back = return_to_draft(draft, note="Ein Thema fehlt", by=cast.second_officer())
    fields = {"code": "kultur", "name": "Kultur", "kind": "challenge"}
    add_row(back, Topic, fields=fields, by=cast.officer())
    offer_for_publication(back, by=cast.officer())
    with pytest.raises(EditConflict):
        publish_call(draft, seen=seen, by=cast.head_of_unit())
    assert CallVersion.objects.get().status == CallVersion.Status.READY


def test_a_call_is_given_back_with_a_reason(draft):
    with pytest.raises(RuleViolation, match="Nennen Sie den Grund"):
        return_to_draft(offered(draft), note=" ", by=cast.head_of_unit())
    back = return_to_draft(draft, note="Frist zu kurz", by=cast.head_of_unit())
    assert back.status == CallVersion.Status.DRAFT
    assert audit.last(back).payload["note"] == "Frist zu kurz"
    told = OutboxMail.objects.get(recipient=cast.officer().email)
    assert "Frist zu kurz" in told.body


def test_everyone_who_may_publish_is_told_except_the_preparer(draft):
    cast.second_officer()
    offered(draft)
    told = set(OutboxMail.objects.values_list("recipient", flat=True))
    assert told == {cast.second_officer().email, cast.head_of_unit().email}


def test_every_reason_against_publication_is_named_at_once(draft):
    draft.topics.all().delete()
    draft.questions.all().delete()
    draft.call.budget_years.first().delete()
    FitQuestion.objects.filter(call_version=draft).first().delete()
    draft.criteria.filter(code="U1").update(weight=1, anchors={"0": "nichts"})
    draft.criterion_groups.filter(code="N").update(minimum=90)
    edit_basics(
        draft,
        fields={"deadline_at": draft.opens_at.replace(year=draft.opens_at.year + 1, day=1)},
        seen=mark_of(draft),
        by=cast.officer(),
    )
    with pytest.raises(RuleViolation) as refusal:
        offer_for_publication(draft, by=cast.officer())
    assert codes(refusal) == {
        "topics",
        "questions",
        "condition",
        "budget",
        "fit_questions",
        "weights",
        "anchors",
        "group_minimum",
        "document_due",
    }


def test_a_call_may_not_promise_more_than_its_guideline(draft):
    fields = {"emergency_rate": draft.emergency_rate + draft.emergency_rate / 100}
    edit_basics(draft, fields=fields, seen=mark_of(draft), by=cast.officer())
    with pytest.raises(RuleViolation, match="höher, als die Förderrichtlinie erlaubt"):
        offer_for_publication(draft, by=cast.officer())
