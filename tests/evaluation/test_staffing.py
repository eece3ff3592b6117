"""Rules on who judges one application together: kept by every proposal, each with its price."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core.history import history_of
from core.refusals import RuleViolation
from evaluation import actions
from evaluation.models import Assignment, PairRule
from evaluation.proposal import prices, propose, rules_in_the_way
from evaluation.repair import repair
from tests import cast
from tests.evaluation import casting
from tests.evaluation.test_proposal import case, pairs, person

KLUG = {"expertise": {"wasser": 3}}


def test_a_fixed_pair_is_in_every_proposal():
    pool = [person("Gerda", **KLUG), person("Gero")]
    aalen = case("Aalen", topics=("wasser",), fixed={"Gero": "Ortskenntnis"})
    assert pairs(propose(pool, [aalen])) == {("Aalen", "Gero")}
    assert prices(pool, [aalen], propose(pool, [aalen]))["Feste Zuteilungen"] == 3


def test_a_forbidden_pair_is_in_none_and_says_why():
    pool = [person("Gerda", **KLUG), person("Gero")]
    aalen = case("Aalen", topics=("wasser",), forbidden={"Gerda": "Streit"})
    assert pairs(propose(pool, [aalen])) == {("Aalen", "Gero")}
    alone = propose([pool[0]], [aalen])
    assert "gesperrt sind 1 von der Programmstelle" in alone.reasons[-1]
    assert "Gesperrte Paare" in rules_in_the_way([pool[0]], [aalen])


def test_at_least_one_expert_reads_each_application():
    """All expertise together is largest with both experts in Aalen, but Bonn needs one too."""
    facts = {"topics": ("wasser", "energie"), "main_topics": ("wasser",), "expert_level": 2}
    pool = [
        person("Gerda", capacity=1, expertise={"wasser": 2}),
        person("Gesa", capacity=1, expertise={"wasser": 3, "energie": 3}),
        person("Gero", capacity=2, expertise={"energie": 3}),
    ]
    cases = [case("Aalen", missing=2, **facts), case("Bonn", missing=2, **facts)]
    found = pairs(propose(pool, cases))
    assert {"Gerda", "Gesa"} <= {reviewer for _, reviewer in found}
    for town in ("Aalen", "Bonn"):
        assert {who for where, who in found if where == town} & {"Gerda", "Gesa"}


def test_an_expert_already_assigned_is_enough():
    facts = {"topics": ("wasser",), "main_topics": ("wasser",), "expert_level": 2}
    pool = [person("Gerda", **KLUG), person("Gero")]
    aalen = case("Aalen", held=("Gerda",), past={"Gerda": "Ist bereits zugeteilt."}, **facts)
    assert pairs(propose(pool, [aalen])) == {("Aalen", "Gero")}


def test_a_missing_expert_is_named_with_the_rule_that_is_in_the_way():
    facts = {"topics": ("wasser",), "main_topics": ("wasser",), "expert_level": 2}
    pool, cases = [person("Gero")], [case("Aalen", **facts)]
    [reason] = propose(pool, cases).reasons
    assert reason.startswith("Vorgabe für Aalen: gebraucht wird mindestens 1 aus der Gruppe")
    assert reason.endswith("(Erfahrung ab Stufe 2 im führenden Handlungsfeld wasser)")
    assert rules_in_the_way(pool, cases) == ["Erfahrung im führenden Handlungsfeld"]


def test_no_application_goes_to_one_institution_alone():
    pool = [
        person("Gerda", employer="Institut", **KLUG),
        person("Gesa", employer="Institut", **KLUG),
        person("Gero", employer="Hochschule"),
    ]
    free = case("Aalen", missing=2, topics=("wasser",))
    assert pairs(propose(pool, [free])) == {("Aalen", "Gerda"), ("Aalen", "Gesa")}
    bound = case("Aalen", missing=2, topics=("wasser",), per_employer=1)
    found = propose(pool, [bound])
    assert ("Aalen", "Gero") in pairs(found)
    assert prices(pool, [bound], found)["Höchstzahl je Einrichtung"] == 3


def test_who_is_assigned_already_counts_for_the_institution():
    pool = [person("Gerda", employer="Institut", **KLUG), person("Gero")]
    held = {"held": ("Gesa",), "held_employers": ("Institut",), "per_employer": 1}
    aalen = case("Aalen", topics=("wasser",), **held)
    assert pairs(propose(pool, [aalen])) == {("Aalen", "Gero")}
    assert "schon begutachtet" in propose([pool[0]], [aalen]).reasons[-1]


def test_a_repair_keeps_the_rules_too():
    gerda = person("Gerda", capacity=1, load=1, **KLUG)
    pool = [gerda, person("Gesa", capacity=1, **KLUG), person("Gero")]
    facts = {"topics": ("wasser",), "main_topics": ("wasser",), "expert_level": 3}
    held = {"held": ("Gerda",), "unbegun": ("Gerda",), "past": {"Gerda": "Ist bereits zugeteilt."}}
    cases = [case("Aalen", missing=0, **held), case("Bonn", **facts)]
    found = repair(pool, cases)
    assert pairs(found.proposal) == {("Bonn", "Gesa")}
    assert not found.released


@pytest.fixture
def desk():
    """Two candidacies, three reviewers, an officer at the desk."""
    version = cast.open_call()
    candidacies = [casting.candidacy(version, name) for name in ("Aalen", "Bonn")]
    people = [casting.reviewer(name) for name in ("Gerda", "Gero", "Gesa")]
    client = Client()
    client.force_login(cast.officer())
    return client, version, candidacies, people


@pytest.mark.django_db
def test_a_rule_is_set_with_reason_and_name_and_lifted_on_record(desk):
    client, version, [aalen, _], [gerda, *_] = desk
    url = reverse("pair_rules", args=[version.call.slug])
    entered = {"kind": "fixed", "candidacy": str(aalen), "reviewer": "gerda", "reason": ""}
    assert "Nennen Sie den Grund." in client.post(url, entered).content.decode()
    client.post(url, entered | {"reason": "Kennt das Gebiet."})
    page = client.get(url).content.decode()
    assert "Kennt das Gebiet." in page
    assert "Olaf Ordentlich" in page
    rule = PairRule.objects.get()
    assert (
        "Dafür gilt schon: Fest zugeteilt."
        in client.post(
            url, entered | {"kind": "forbidden", "reason": "Doch nicht."}
        ).content.decode()
    )
    client.post(reverse("lift_pair_rule", args=[rule.key]))
    assert "aufgehoben" in client.get(url).content.decode()
    steps = [entry.step for entry in history_of(aalen).entries]
    assert steps[:2] == ["Vorgabe für ein Paar aufgehoben", "Vorgabe für ein Paar gesetzt"]
    with pytest.raises(RuleViolation, match="schon aufgehoben"):
        actions.lift_pair_rule(rule, by=cast.officer())


@pytest.mark.django_db
def test_nobody_biased_is_fixed_and_only_the_office_sets_rules(desk):
    _, _, [aalen, _], [gerda, *_] = desk
    gerda.land = "BY"
    gerda.save()
    rule = {"kind": "fixed", "reason": "Kennt das Gebiet."}
    with pytest.raises(RuleViolation, match="Aus demselben Land"):
        actions.set_pair_rule(aalen, gerda, by=cast.officer(), **rule)
    with pytest.raises(PermissionDenied):
        actions.set_pair_rule(aalen, gerda, by=cast.auditor(), **rule)


@pytest.mark.django_db
def test_the_proposal_of_the_page_keeps_the_pairs(desk):
    client, version, [aalen, bonn], [gerda, gero, gesa] = desk
    for kind, somebody in (("fixed", gero), ("forbidden", gesa)):
        actions.set_pair_rule(aalen, somebody, kind=kind, reason="So ist es.", by=cast.officer())
    page = client.get(reverse("assignment_proposal", args=[version.call.slug]), {"preise": "1"})
    found = pairs(page.context["proposal"])
    assert {(aalen.key, gero.key), (aalen.key, gerda.key)} <= found
    assert (aalen.key, gesa.key) not in found
    assert "Feste Zuteilungen" in page.content.decode()


@pytest.mark.django_db
def test_the_matrix_shows_load_and_bars_and_changes_by_preview(desk):
    client, version, [aalen, bonn], [gerda, gero, gesa] = desk
    gesa.land = "BY"
    gesa.save()
    actions.assign_reviewer(aalen, gerda, by=cast.officer())
    url = reverse("assignment_matrix", args=[version.call.slug])
    page = client.get(url).content.decode()
    assert "Last 1 von 10" in page
    assert "Aus demselben Land (BY)." in page
    was, will = f"{aalen.key}:{gerda.key}", f"{bonn.key}:{gero.key}"
    assert f'value="{was}" checked' in page
    preview = client.post(url, {"assigned": was, "pair": will})
    assert Assignment.objects.counting().get().reviewer == gerda, "a preview saves nothing"
    sent = {"pairs": preview.context["pairs"], "released": preview.context["released_pairs"]}
    assert sent == {"pairs": will, "released": was}
    client.post(reverse("assignment_proposal", args=[version.call.slug]), sent)
    assert Assignment.objects.counting().get().reviewer == gero


@pytest.mark.django_db
def test_the_preview_names_what_stands_against_a_change(desk):
    client, version, [aalen, bonn], [gerda, *_] = desk
    gerda.capacity = 1
    gerda.save()
    url = reverse("assignment_matrix", args=[version.call.slug])
    both = [f"{one.key}:{gerda.key}" for one in (aalen, bonn)]
    page = client.post(url, {"pair": both}).content.decode()
    assert "Ausgelastet: 1 von 1 Gutachten." in page
    assert "Änderungen übernehmen" not in page
    nothing = client.post(url, {"pair": ["x:y"]}).content.decode()
    assert "Sie haben nichts geändert." in nothing


@pytest.mark.django_db
def test_institution_and_expertise_are_settings_of_the_call():
    version = cast.open_call(expert_level=2, reviews_per_employer=1)
    office = cast.town("Aalen")
    one = casting.candidacy(version, "Bonn")
    gerda, gesa = (casting.reviewer(name, employer=office) for name in ("Gerda", "Gesa"))
    actions.assign_reviewer(one, gerda, by=cast.officer())
    with pytest.raises(RuleViolation, match="Aus derselben Einrichtung"):
        actions.assign_reviewer(one, gesa, by=cast.officer())
