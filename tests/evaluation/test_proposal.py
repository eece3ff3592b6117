"""The proposal suits expertise to topics within every rule, and says in words when it cannot."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from evaluation import actions, frozen_proposal
from evaluation.conflicts import Body, Bond, CaseFacts, ReviewerFacts
from evaluation.models import Assignment, Calculation, Reviewer
from evaluation.pool import cases_open_to, reviewers_of
from evaluation.proposal import prices, propose
from rulebook.receipts import canonical_json, fingerprint
from tests import cast
from tests.evaluation import casting


def person(name: str, **facts) -> ReviewerFacts:
    return ReviewerFacts(**{"key": name, "name": name, "land": "HH", "capacity": 2, **facts})


def case(name: str, **facts) -> CaseFacts:
    applicant = Body(name, pk=sum(map(ord, name)), land="BB")
    return CaseFacts(**{"key": name, "name": name, "applicant": applicant, "missing": 1, **facts})


def pairs(proposal) -> set[tuple[str, str]]:
    return {(one.case.key, one.reviewer.key) for one in proposal.suggestions}


def test_expertise_on_the_chosen_topics_decides():
    pool = [person("Gerda", expertise={"wasser": 3}), person("Gero", expertise={"energie": 3})]
    cases = [case("Aalen", topics=("wasser",)), case("Bonn", topics=("energie",))]
    assert pairs(propose(pool, cases)) == {("Aalen", "Gerda"), ("Bonn", "Gero")}


def test_conflicts_and_land_are_never_proposed():
    aalen = case("Aalen", topics=("wasser",))
    bound = person("Emil", expertise={"wasser": 3}, bonds=(Bond("Wohnort", aalen.applicant),))
    local = person("Lars", expertise={"wasser": 3}, land="BB")
    assert pairs(propose([bound, local, person("Gero")], [aalen])) == {("Aalen", "Gero")}


def test_nobody_is_proposed_beyond_their_capacity():
    pool = [person("Gerda", capacity=3, load=2, expertise={"wasser": 3}), person("Gero")]
    cases = [case("Aalen", topics=("wasser",)), case("Bonn", topics=("wasser",))]
    assert len({reviewer for _, reviewer in pairs(propose(pool, cases))}) == 2


def test_only_what_is_missing_is_proposed():
    full = case("Aalen", missing=0)
    assert propose([person("Gerda")], [full]).reasons == ("Jeder Antrag hat genug Gutachten.",)


def test_what_cannot_be_done_names_the_application_and_the_bars():
    pool = [person("Lars", land="BB"), person("Lisa", land="BB"), person("Gero")]
    proposal = propose(pool, [case("Aalen", missing=2)])
    assert proposal.suggestions == ()
    assert proposal.reasons == (
        "Sperren: Aalen braucht 2 Gutachten, nicht gesperrte Gutachtende: nur 1 – es fehlt 1.",
        "Eine einzige Änderung genügt: eine weitere Person ohne Sperren übernimmt 1 Gutachten; "
        "oder die Sperre von Lars für Aalen entfällt; oder Aalen kommt mit 1 Gutachten aus.",
        "Aalen: gesperrt sind 2 aus demselben Land.",
    )


def test_too_little_capacity_is_said_as_a_number():
    proposal = propose([person("Gero", capacity=1)], [case("Aalen"), case("Bonn")])
    assert "es fehlt 1" in proposal.reasons[0]


def test_the_fair_proposal_strengthens_the_application_with_the_least_first():
    """Gerda's expertise is worth most in Aalen, but then Bonn would get nobody who knows it."""
    pool = [
        person("Gerda", capacity=1, expertise={"wasser": 3, "energie": 1}),
        person("Gero", capacity=1, expertise={"wasser": 1}),
    ]
    cases = [case("Aalen", topics=("wasser",)), case("Bonn", topics=("energie",))]
    assert pairs(propose(pool, cases)) == {("Aalen", "Gerda"), ("Bonn", "Gero")}
    fair = propose(pool, cases, fair=True)
    assert pairs(fair) == {("Aalen", "Gero"), ("Bonn", "Gerda")}
    assert (fair.least, fair.expertise) == (1, 2)


def test_each_rule_has_a_price_in_expertise():
    """Lars knows most but comes from the same Land; more room for Gerda helps as well."""
    pool = [
        person("Lars", land="BB", capacity=1, expertise={"wasser": 3}),
        person("Gerda", capacity=1, expertise={"wasser": 2}),
        person("Gero", capacity=1),
    ]
    cases = [case("Aalen", topics=("wasser",)), case("Bonn", topics=("wasser",))]
    found = propose(pool, cases)
    assert list(prices(pool, cases, found).values()) == [3, 2]


def test_without_anybody_available_it_says_so():
    assert "niemand verfügbar" in propose([person("Gero", load=2)], [case("Aalen")]).reasons[0]


@pytest.mark.django_db
def test_the_office_applies_exactly_what_it_saw():
    version = cast.open_call()
    for town in ("Aalen", "Bonn"):
        casting.admitted(version, town)
    actions.open_candidacies(version, by=cast.officer())
    _gerda, _gero, gesa = (casting.reviewer(name) for name in ("Gerda", "Gero", "Gesa"))
    client, url = Client(), reverse("assignment_proposal", args=[version.call.slug])
    client.force_login(cast.officer())
    page = client.get(url)
    assert "4 Gutachten würden zugeteilt." in page.content.decode()
    assert not Assignment.objects.exists(), "a proposal saves nothing"
    pairs, seen = page.context["proposal"].pairs, page.context["seen"]
    people = {one.reviewer.name for one in page.context["proposal"].suggestions}
    Reviewer.objects.filter(pk=gesa.pk).update(capacity=1)
    answer = client.post(url, {"pairs": pairs, "seen": seen})
    assert answer.status_code == 409
    assert "Seit der Berechnung hat sich etwas geändert" in answer.content.decode()
    Reviewer.objects.filter(pk=gesa.pk).update(capacity=gesa.capacity)
    assert client.post(url, {"pairs": pairs, "seen": seen}).status_code == 302
    stored = Assignment.objects.values_list("candidacy__key", "reviewer__key")
    assert {f"{candidacy}:{reviewer}" for candidacy, reviewer in stored} == set(pairs.split())
    again = client.post(url, {"pairs": pairs, "seen": seen})
    assert again.status_code == 409, "a second click, or another window"
    kept = Calculation.objects.get()
    page = client.get(reverse("calculation", args=[kept.key]), {"pruefen": ""}).content.decode()
    assert "Das Ergebnis ist dasselbe." in page
    assert all(name in page for name in ("Aalen", "Bonn", *people))
    call_command("replay", kept.key, stdout=(said := StringIO()))
    assert "gleich" in said.getvalue()


@pytest.mark.django_db
def test_a_frozen_proposal_that_says_another_pair_is_noticed():
    version = cast.open_call(reviews_per_application=1)
    one = casting.candidacy(version, "Aalen")
    for name in ("Gerda", "Gero"):
        casting.reviewer(name)
    by = cast.officer()
    pool, cases = reviewers_of(version), cases_open_to(by, version)
    inputs = frozen_proposal.inputs(pool, cases, fair=True)
    ((_, best),) = frozen_proposal.result(inputs, 0)["pairs"]
    other = [(one, Reviewer.objects.exclude(key=best).get())]
    actions.apply_proposal(version, (other, []), by=by, fair=True, seen=fingerprint(inputs))
    with pytest.raises(CommandError, match="nicht wiederholen"):
        call_command("replay", stdout=StringIO())


def test_facts_come_back_from_their_frozen_form():
    kreis = Body("Kreis Barnim", 3, "BB", "12060", 4)
    pool = [
        person("Gerda", expertise={"wasser": 2}, bonds=(Bond("Arbeitgeber", kreis, False),)),
        person("Gero", hindrance="Ist abwesend."),
    ]
    cases = [
        case(
            "Aalen",
            topics=("wasser", "energie"),
            partners=(kreis, Body("Verein")),
            guest_keys=frozenset({"p2", "p1"}),
            guest_bodies=(Body("Büro"),),
            past={"Gero": "Ist befangen."},
            held=("Gesa",),
            held_employers=("Hochschule",),
            unbegun=("Gesa",),
            main_topics=("wasser",),
            fixed={"Gerda": "Kennt es."},
        )
    ]
    frozen = json.loads(canonical_json(frozen_proposal.inputs(pool, cases, fair=False)))
    assert frozen_proposal.facts_in(frozen) == (pool, cases)


@pytest.mark.django_db
def test_an_outdated_proposal_is_refused_as_a_whole():
    version = cast.open_call()
    one = casting.candidacy(version)
    gerda, gero = casting.reviewer("Gerda"), casting.reviewer("Gero")
    seen = f"{one.key}:{gerda.key} {one.key}:{gero.key}"
    gero.is_available = False
    gero.save()
    client, url = Client(), reverse("assignment_proposal", args=[version.call.slug])
    client.force_login(cast.officer())
    answer = client.post(url, {"pairs": seen})
    assert answer.status_code == 409
    assert "Zurzeit nicht verfügbar." in answer.content.decode()
    assert not Assignment.objects.exists()
    assert "Berechnen Sie den Vorschlag" in client.post(url, {"pairs": "x:y"}).content.decode()
