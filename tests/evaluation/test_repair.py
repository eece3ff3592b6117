"""After a refusal every other pair stays where it can; else the fewest unbegun ones move."""

import pytest
from django.test import Client
from django.urls import reverse

from evaluation import actions
from evaluation.conflicts import Body, CaseFacts, ReviewerFacts
from evaluation.models import Assignment
from evaluation.repair import repair
from tests import cast
from tests.evaluation import casting


def person(name: str, **facts) -> ReviewerFacts:
    return ReviewerFacts(**{"key": name, "name": name, "land": "HH", "capacity": 1, **facts})


def case(name: str, land: str = "BB", **facts) -> CaseFacts:
    applicant = Body(name, pk=sum(map(ord, name)), land=land)
    return CaseFacts(**{"key": name, "name": name, "applicant": applicant, "missing": 0, **facts})


def held(name: str, by: str, **facts) -> CaseFacts:
    return case(name, past={by: "Ist bereits zugeteilt."}, unbegun=(by,), **facts)


def test_every_pair_is_kept_when_somebody_is_free():
    pool = [person("Gerda", load=1, expertise={"wasser": 3}), person("Gero")]
    cases = [held("Aalen", "Gerda"), case("Bonn", missing=1, topics=("wasser",))]
    found = repair(pool, cases)
    assert [one.reviewer.name for one in found.proposal.suggestions] == ["Gero"]
    assert found.released == ()


def test_one_unbegun_pair_moves_when_the_only_free_person_is_barred():
    """Lars may not judge Bonn; so he takes Aalen, and Gerda goes to Bonn. Cham is untouched."""
    pool = [person("Gerda", load=1), person("Lars", land="BE"), person("Gesa", load=1)]
    cases = [held("Aalen", "Gerda"), case("Bonn", "BE", missing=1), held("Cham", "Gesa")]
    found = repair(pool, cases)
    pairs = {(one.case.key, one.reviewer.key) for one in found.proposal.suggestions}
    gone = {(one.case.key, one.reviewer.key) for one in found.released}
    assert len(pairs) == 2
    assert ("Aalen", "Lars") in pairs or ("Cham", "Lars") in pairs
    assert len(gone) == 1


def test_what_has_begun_is_never_moved():
    begun = case("Aalen", past={"Gerda": "Ist bereits zugeteilt."})
    pool = [person("Gerda", load=1), person("Lars", land="BE")]
    found = repair(pool, [begun, case("Bonn", "BE", missing=1)])
    assert found.released == ()
    assert found.proposal.reasons


@pytest.mark.django_db
def test_the_office_applies_moves_and_new_pairs_together():
    version = cast.open_call(reviews_per_application=1)
    aalen, bonn = (casting.candidacy(version, name) for name in ("Aalen", "Bonn"))
    town = bonn.application.organisation
    gerda = casting.reviewer("Gerda", capacity=1)
    casting.reviewer("Lars", capacity=1, home=town)
    first = actions.assign_reviewer(aalen, gerda, by=cast.officer())
    client, url = Client(), reverse("assignment_proposal", args=[version.call.slug])
    client.force_login(cast.officer())
    page = client.get(url)
    assert "Zuteilungen weichen" in page.content.decode()
    sent = {
        "pairs": page.context["proposal"].pairs,
        "released": page.context["repaired"].released_pairs,
    }
    assert client.post(url, sent).status_code == 302
    assert Assignment.objects.get(pk=first.pk).status == Assignment.Status.REMOVED
    assert bonn.assignments.get().reviewer == gerda
    assert client.post(url, sent).status_code == 409, "what was seen is no longer so"
