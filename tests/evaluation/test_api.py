"""The API of reviews: one's own only, by the rules of the pages, and blind like them."""

import pytest
from django.test import Client

from core.refusals import RuleViolation
from evaluation import actions
from evaluation.models import OpenedPart
from tests import cast
from tests.evaluation import casting

pytestmark = pytest.mark.django_db
ROOT = "/api/v1"


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def sent(client: Client, method: str, url: str, body=None):
    return getattr(client, method)(url, body, content_type="application/json")


@pytest.fixture
def world():
    """Gerda and Gero judge Eberswalde, Gesa and Gero Cham; Gero has written canaries."""
    version = cast.open_call()
    people = {name: casting.reviewer(name) for name in ("Gerda", "Gero", "Gesa")}
    one = casting.in_review(version, people["Gerda"], people["Gero"])
    two = casting.in_review(version, people["Gesa"], people["Gero"], name="Cham")
    for candidacy in (one, two):
        own = candidacy.assignments.get(reviewer=people["Gero"])
        written = casting.judgements(version) | {"I1": casting.secret("KANARIE")}
        by = people["Gero"].person
        review = actions.record_review(own, by=by, version=0, judgements=written)
        actions.submit_review(review, by=by)
    return version, people, one, two


def complete(version, reason=casting.REASON) -> list[dict]:
    codes = version.criteria.values_list("code", flat=True)
    return [{"code": code, "points": "4", "reason": reason} for code in codes]


def test_a_reviewer_reads_saves_and_hands_in(world):
    version, people, one, _ = world
    mine, client = one.assignments.get(reviewer=people["Gerda"]), signed_in(people["Gerda"].person)
    assert [row["key"] for row in client.get(f"{ROOT}/zuteilungen/").json()["results"]] == [
        mine.key
    ]
    url = f"{ROOT}/zuteilungen/{mine.key}"
    content = client.get(f"{url}/antrag/").json()["content"]
    assert "Eberswalde beschreibt integration." in str(content["answers"])
    assert OpenedPart.objects.filter(assignment=mine, name="Antrag (API)").exists()
    assert client.get(f"{url}/gutachten/").json()["version"] == 0
    body = {"version": 0, "confidence": "high", "scores": complete(version)}
    kept = sent(client, "patch", f"{url}/gutachten/", body).json()
    assert (kept["version"], kept["confidence"]) == (1, "high")
    late = sent(client, "patch", f"{url}/gutachten/", body)
    assert (late.status_code, late.json()["findings"][0]["code"]) == (409, "conflict")
    done = sent(client, "post", f"{url}/gutachten/abgeben/")
    assert (done.json()["status"], done.json()["total"]) == ("submitted", "80.000000")
    assert sent(client, "post", f"{url}/gutachten/abgeben/").status_code == 409


def test_it_refuses_with_the_reasons_of_the_page(world):
    version, people, one, _ = world
    mine, client = one.assignments.get(reviewer=people["Gerda"]), signed_in(people["Gerda"].person)
    url = f"{ROOT}/zuteilungen/{mine.key}/gutachten/"
    scores = complete(version)
    scores[0]["reason"], scores[1]["points"] = "", None
    sent(client, "patch", url, {"version": 0, "scores": scores})
    answer = sent(client, "post", f"{url}abgeben/").json()
    with pytest.raises(RuleViolation) as refusal:
        actions.submit_review(mine.review, by=people["Gerda"].person)
    page = [finding.sentence for finding in refusal.value.findings]
    assert [finding["sentence"] for finding in answer["findings"]] == page
    off = {"version": 1, "scores": [{"code": "I1", "points": "3.5"}]}
    assert "Diesen Punktwert gibt es nicht." in sent(client, "patch", url, off).content.decode()


def test_nothing_opens_before_the_declaration_or_after_a_conflict(world):
    version, people, one, _ = world
    gina = casting.reviewer("Gina")
    mine = actions.assign_reviewer(one, gina, by=cast.officer())
    client, url = signed_in(gina.person), f"{ROOT}/zuteilungen/{mine.key}"
    assert client.get(f"{url}/").json()["title"] == "Kühle Wege für Eberswalde"
    assert {client.get(f"{url}/{part}/").status_code for part in ("antrag", "gutachten")} == {403}
    actions.declare(mine, by=gina.person, answer="clear")
    assert client.get(f"{url}/antrag/").status_code == 200
    actions.declare(mine, by=gina.person, answer="conflict", reason="Auftrag")
    assert client.get(f"{url}/antrag/").status_code == 403
    body = {"version": 0, "scores": complete(version)}
    assert sent(client, "patch", f"{url}/gutachten/", body).status_code == 403


def test_no_byte_of_any_answer_holds_another_review(world):
    version, people, one, two = world
    client, seen = signed_in(people["Gerda"].person), []
    assignments = [a for candidacy in (one, two) for a in candidacy.assignments.all()]
    for each in assignments:
        for part in ("", "antrag/", "gutachten/", "gutachten/abgeben/"):
            url = f"{ROOT}/zuteilungen/{each.key}/{part}"
            for method in ("get", "patch", "post"):
                answer = sent(client, method, url, {"version": 0, "scores": []})
                seen.append(f"{answer.content.decode()} {dict(answer.headers)}")
    for part in ("zuteilungen", "rangfolgen", "berechnungen"):
        for query in ({}, {"call": version.call.slug}, {"status": "cleared"}):
            seen.append(client.get(f"{ROOT}/{part}/", query).content.decode())
    everything = " ".join(seen)
    assert "Eberswalde" in everything
    for canary in ("KANARIE", "Cham", "Gero", "Gesa"):
        assert canary not in everything


def test_the_office_reads_assignments_and_frozen_results_but_writes_no_review(world):
    version, people, one, _ = world
    client = signed_in(cast.auditor())
    assert client.get(f"{ROOT}/zuteilungen/", {"call": version.call.slug}).json()["count"] == 4
    mine = one.assignments.get(reviewer=people["Gerda"])
    assert client.get(f"{ROOT}/zuteilungen/{mine.key}/gutachten/").status_code == 403
    casting.submitted(mine)
    actions.close_review(one, by=cast.officer(), note="Ein drittes ist unnötig.")
    frozen = actions.freeze_ranking(
        version, by=cast.officer(), budget=cast.euros("9000000"), note="Cham fehlt noch."
    )
    [line] = client.get(f"{ROOT}/rangfolgen/").json()["results"]
    assert line["key"] == frozen.key
    whole = client.get(f"{ROOT}/rangfolgen/{frozen.key}/").json()
    assert len(whole["content"]["places"]) == 1
    asked = actions.ask_calculation(version, "statistics", {}, by=cast.officer())
    assert client.get(f"{ROOT}/berechnungen/{asked.key}/").json()["content"] is None
    for part in ("rangfolgen", "berechnungen"):
        assert signed_in(people["Gerda"].person).get(f"{ROOT}/{part}/").status_code == 403
