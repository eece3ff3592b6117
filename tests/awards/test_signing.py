"""The signature folder: three people, bound to the text, with deputies recorded as such."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from accounts.actions.deputies import name_deputy
from accounts.models import Role
from awards.actions import approve_award, co_sign_award
from awards.actions.awarding import approve_for_sending, send_award
from awards.folder import decisions_waiting, folder_of
from awards.models import AwardNotice
from core import clock
from core.models import OutboxMail
from core.refusals import RuleViolation
from evaluation.actions.deciding import CHANGES, propose_decision, return_decision
from evaluation.models import Signature
from evaluation.signed_text import checksum_of
from tests import cast
from tests.awards import casting

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return cast.open_call()


@pytest.fixture
def proposed(version):
    one = casting.ranked(version, "Eberswalde")[0]
    return propose_decision(one, casting.award_of(one), by=cast.officer())


def days():
    return clock.today(), clock.today() + timedelta(days=7)


def test_each_signature_is_kept_with_the_text_it_was_given_on(proposed):
    co_sign_award(proposed, by=cast.budget_officer())
    approve_award(proposed, by=cast.head_of_unit())
    rows = list(Signature.objects.order_by("pk"))
    assert [row.step for row in rows] == ["propose", "co_sign", "approve"]
    assert len({row.signed_by_key for row in rows}) == 3
    assert {row.text.sha256 for row in rows} == {checksum_of(proposed)}
    with pytest.raises(DatabaseError), transaction.atomic():
        Signature.objects.update(note="Anders")


def test_a_text_changed_since_it_was_read_is_not_signed(proposed):
    seen = checksum_of(proposed)
    again = return_decision(proposed, by=cast.budget_officer(), note="Weniger.", answer=CHANGES)
    one = again.candidacy
    propose_decision(one, casting.award_of(one, reason="Überarbeitet."), by=cast.officer())
    with pytest.raises(RuleViolation, match="geändert, nachdem Sie ihn geöffnet haben"):
        co_sign_award(again, by=cast.budget_officer(), seen=seen)
    assert [row.answer for row in Signature.objects.order_by("pk")] == [
        *("signed", "changes", "signed")
    ]


def test_a_deputy_signs_for_an_absent_person_and_is_named_as_such(proposed):
    budget, deputy = cast.budget_officer(), cast.second_officer()
    with pytest.raises(PermissionDenied):
        co_sign_award(proposed, by=deputy)
    name_deputy(budget, deputy, Role.BUDGET_OFFICER, days(), by=budget)
    assert decisions_waiting(deputy) == [proposed]
    co_sign_award(proposed, by=deputy)
    row = Signature.objects.get(step="co_sign")
    assert (row.signed_by_key, row.signed_for_key) == (deputy.actor_key, budget.actor_key)


def test_nobody_signs_two_steps_not_even_as_a_deputy(proposed):
    head, officer, budget = cast.head_of_unit(), cast.officer(), cast.budget_officer()
    name_deputy(budget, officer, Role.BUDGET_OFFICER, days(), by=head)
    with pytest.raises(PermissionDenied):
        co_sign_award(proposed, by=officer)
    name_deputy(head, budget, Role.HEAD_OF_UNIT, days(), by=head)
    co_sign_award(proposed, by=budget)
    with pytest.raises(PermissionDenied):
        approve_award(proposed, by=budget)
    assert decisions_waiting(budget) == []


def test_a_deputy_signs_only_on_the_days_and_only_from_the_office(proposed):
    budget, deputy = cast.budget_officer(), cast.second_officer()
    past = (clock.today() - timedelta(days=9), clock.today() - timedelta(days=1))
    name_deputy(budget, deputy, Role.BUDGET_OFFICER, past, by=budget)
    with pytest.raises(PermissionDenied):
        co_sign_award(proposed, by=deputy)
    with pytest.raises(RuleViolation, match="gehört nicht zur Programmstelle"):
        name_deputy(budget, cast.editor(), Role.BUDGET_OFFICER, days(), by=budget)
    with pytest.raises(PermissionDenied):
        name_deputy(budget, deputy, Role.BUDGET_OFFICER, days(), by=cast.officer())


def test_the_folder_holds_what_waits_and_leads_from_one_to_the_next(version, client):
    one, two = casting.ranked(version, "Eberswalde", "Neustadt")
    half = casting.MILLION / 2
    for candidacy in (one, two):
        propose_decision(candidacy, casting.award_of(candidacy, half), by=cast.officer())
    budget = cast.budget_officer()
    first, second = folder_of(budget)
    client.force_login(budget, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(first.url).content.decode()
    assert second.url in page
    answer = client.post(first.url, {"antwort": "zeichnen"})
    assert answer.url == second.url
    answer = client.post(second.url, {"antwort": "ablehnen"})
    assert answer.status_code == 409, "without a reason nothing is refused"
    client.post(second.url, {"antwort": "aendern", "note": "Bitte kürzen."})
    assert folder_of(budget) == []


def test_an_approved_decision_is_sent_later_once(proposed):
    co_sign_award(proposed, by=cast.budget_officer())
    decision = approve_for_sending(proposed, by=cast.head_of_unit())
    assert not AwardNotice.objects.exists()
    assert not hasattr(decision, "award")
    mails = OutboxMail.objects.count()
    first, again = (send_award(decision, by=cast.officer()) for _ in range(2))
    assert first == again
    assert OutboxMail.objects.count() > mails
    assert AwardNotice.objects.count() == 1
