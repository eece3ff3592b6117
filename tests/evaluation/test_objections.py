"""Objections against a rejection: dates and outcome on record, visible beside the ranking."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core import audit, clock
from core.refusals import RuleViolation
from evaluation import actions
from evaluation.actions.deciding import approve_rejection
from evaluation.models import Candidacy, Objection
from tests import cast
from tests.awards.casting import co_signed, rejection
from tests.evaluation import casting

pytestmark = pytest.mark.django_db


@pytest.fixture
def rejected() -> Candidacy:
    version = cast.open_call()
    one = casting.reviewed(version, "Aalen", 4, 4)
    actions.freeze_ranking(version, by=cast.officer(), budget=cast.euros("1"))
    one = Candidacy.objects.get(pk=one.pk)
    approve_rejection(co_signed(one, rejection()), by=cast.head_of_unit())
    return Candidacy.objects.get(pk=one.pk)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_an_objection_is_recorded_decided_once_and_shown_beside_the_ranking(rejected):
    client, today = signed_in(cast.officer()), clock.today()
    url = reverse("objections", args=[rejected.application.key])
    sent = {"kind": "objection", "filed_on": f"{today:%d.%m.%Y}", "reason": "Punkte zu I1."}
    assert client.post(url, sent).status_code == 302
    objection = Objection.objects.get()
    outcome = {"outcome": "dismissed", "decided_on": f"{today:%d.%m.%Y}", "note": "Geprüft."}
    outcome = {f"{objection.key}-{name}": value for name, value in outcome.items()}
    decide = reverse("decide_objection", args=[objection.key])
    assert client.post(decide, outcome).status_code == 302
    assert client.post(decide, outcome).status_code == 409, "only once"
    ranking = rejected.application.call_version.rankings.get()
    page = client.get(reverse("frozen_ranking", args=[ranking.key])).content.decode()
    assert "Zurückgewiesen" in page
    assert audit.last(rejected.application).step == "decide_objection"


def test_only_a_rejection_can_be_objected_to_and_only_the_officer_records_it(rejected):
    today = clock.today()
    with pytest.raises(PermissionDenied):
        actions.record_objection(rejected.application, "action", today, "Klage.", by=cast.auditor())
    with pytest.raises(RuleViolation):
        tomorrow = today + timedelta(days=1)
        actions.record_objection(
            rejected.application, "action", tomorrow, "Klage.", by=cast.officer()
        )
    other = casting.candidacy(rejected.application.call_version, "Bonn")
    with pytest.raises(RuleViolation):
        actions.record_objection(other.application, "action", today, "Klage.", by=cast.officer())
