"""Statistics and portfolio: jobs with frozen results that anybody can compute again."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from core import jobs
from core.refusals import RuleViolation
from core.snapshots import thaw
from evaluation import actions, calculating
from evaluation.models import Calculation, Candidacy, Ranking
from tests import cast
from tests.evaluation import casting

pytestmark = pytest.mark.django_db
COUNTS = ("TOTAL_FORMS", "INITIAL_FORMS")
POINTS = {"Aalen": (5, 4), "Bonn": (4, 4), "Cham": (3, 4), "Dorum": (5, 5)}


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def version():
    version = cast.open_call()
    for name, points in POINTS.items():
        casting.reviewed(version, name, *points)
    return version


def calculated(version, kind: str, options=None) -> Calculation:
    asked = actions.ask_calculation(version, kind, options or {}, by=cast.officer())
    while jobs.run_next():
        pass
    return Calculation.objects.get(pk=asked.pk)


def result_of(calculation: Calculation) -> dict:
    return thaw(calculation.snapshot)["result"]


def test_only_an_officer_asks_and_only_when_there_is_something_to_calculate(version):
    with pytest.raises(PermissionDenied):
        actions.ask_calculation(version, "statistics", {}, by=cast.auditor())
    with pytest.raises(RuleViolation):
        other = cast.open_call(slug="leer")
        actions.ask_calculation(other, "statistics", {}, by=cast.officer())


def test_the_page_waits_for_the_job_and_then_shows_the_statistics(version):
    client, slug = signed_in(cast.officer()), version.call.slug
    address = client.post(reverse("ask_statistics", args=[slug])).url
    assert "Die Berechnung läuft" in client.get(address).content.decode()
    while jobs.run_next():
        pass
    page = client.get(f"{address}?pruefen").content.decode()
    assert "Rechnung, keine Entscheidung" in page
    assert "Das Ergebnis ist dasselbe." in page
    assert "Gutachten 0" in page


def test_severity_and_rank_intervals_stand_beside_the_published_score(version):
    content = thaw(calculated(version, "statistics").snapshot)
    calibration = content["result"]["calibration"]
    assert set(calibration["applications"]) == set(content["inputs"]["places"])
    assert sum(calibration["severity"].values()) == pytest.approx(0, abs=1e-6)
    assert content["result"]["agreement"]["icc"]["value"] <= 1


def test_drift_correlation_and_weights_are_frozen_and_shown(version):
    done = calculated(version, "statistics")
    result = result_of(done)
    assert set(result["correlations"]) == set(result["weights"]) == set(result["criteria"])
    for one in result["weights"].values():
        assert one["low"]["number"] <= one["weight"]["number"] <= one["high"]["number"]
    assert {"slope", "low", "high"} <= set(result["drift"]) or "refusal" in result["drift"]
    page = signed_in(cast.officer()).get(reverse("calculation", args=[done.key])).content.decode()
    assert "Wie weit darf ein Gewicht wandern?" in page
    assert "Messen Kriterien dasselbe?" in page


def test_too_few_reviews_are_refused_in_words():
    version = cast.open_call()
    casting.reviewed(version, "Aalen", 4, 4)
    result = result_of(calculated(version, "statistics"))
    assert "refusal" in result["calibration"]
    assert "refusal" in result["agreement"]


def test_a_portfolio_keeps_the_budget_and_prices_every_project(version):
    result = result_of(calculated(version, "portfolio"))
    assert set(result["marks"]) == set(result["prices"])
    assert set(result["chosen"]) <= set(result["marks"])
    assert result["worth_of_million"] >= 0


def test_the_call_says_what_is_borderline(version):
    done = calculated(version, "portfolio")
    inputs = thaw(done.snapshot)["inputs"]
    assert Decimal(inputs["borderline_rate"]) == version.borderline_rate == Decimal("0.01")
    marks = [
        set(
            calculating.result_of("portfolio", inputs | {"borderline_rate": rate}, 1)[
                "marks"
            ].values()
        )
        for rate in ("0", "0.01", "1")
    ]
    assert marks == [{"core"}, {"core"}, {"borderline"}]
    page = signed_in(cast.officer()).get(reverse("calculation", args=[done.key])).content.decode()
    assert "Ein Grenzfall ändert höchstens 1,0\xa0% der Punkte" in page


def test_limits_are_entered_group_by_group_and_cost_points(version):
    client, url = signed_in(cast.officer()), reverse("ask_portfolio", args=[version.call.slug])
    sent = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"}
    sent |= {f"oder-{part}": "0" for part in COUNTS}
    sent |= {"form-0-group": "Land Bayern", "form-0-minimum": "", "form-0-maximum": "2"}
    assert client.get(url).status_code == 200
    address = client.post(url, sent).url
    while jobs.run_next():
        pass
    page = client.get(address).content.decode()
    assert "Was jede Vorgabe kostet" in page
    assert len(result_of(Calculation.objects.get())["chosen"]) == 2
    wrong = sent | {"form-0-minimum": "3"}
    assert "unter dem Mindesten" in client.post(url, wrong).content.decode()


def test_of_either_or_one_is_chosen_at_most_and_it_has_a_price(version):
    client, url = signed_in(cast.officer()), reverse("ask_portfolio", args=[version.call.slug])
    best, second = (
        Candidacy.objects.get(application__organisation__name=name).application.receipt_number
        for name in ("Dorum", "Aalen")
    )
    empty = {f"{name}-{part}": "0" for name in ("form", "oder") for part in COUNTS}
    sent = empty | {"oder-TOTAL_FORMS": "1", "oder-0-first": best.lower(), "oder-0-second": second}
    assert f'<option value="{best}">' in client.get(url).content.decode()
    address = client.post(url, sent).url
    while jobs.run_next():
        pass
    content = thaw(Calculation.objects.get().snapshot)
    assert len(content["result"]["chosen"]) == 3
    page = client.get(address).content.decode()
    words = f"Entweder Dorum ({best}) oder Aalen ({second})"
    assert words in page
    assert content["inputs"]["limits"] == [[words, 0, 1]]
    assert content["result"]["limit_prices"][0] > 0
    for fault, said in (
        ({"oder-0-second": ""}, "Geben Sie mindestens zwei Anträge an."),
        ({"oder-0-second": best}, "Derselbe Antrag steht hier zweimal."),
        ({"oder-0-third": "DSR-0"}, "Kein förderwürdiger Antrag dieses Aufrufs"),
    ):
        assert said in client.post(url, sent | fault).content.decode()


def test_impossible_limits_are_named(version):
    options = {"limits": [["Land Bayern", 9, None]]}
    refusal = result_of(calculated(version, "portfolio", options))["refusal"]
    assert "Land Bayern (mindestens 9)" in refusal
    keys = list(
        Candidacy.objects.order_by("application__organisation__name").values_list("key", flat=True)
    )
    options = {"limits": [["Land Bayern", len(keys), None]], "either_or": [keys[:2]]}
    refusal = result_of(calculated(version, "portfolio", options))["refusal"]
    assert "Entweder Aalen" in refusal and "(höchstens 1)" in refusal


def test_everything_frozen_is_replayed_and_a_wrong_result_is_noticed(version, monkeypatch):
    actions.freeze_ranking(version, by=cast.officer(), budget=cast.euros("1500000"))
    done = [calculated(version, kind) for kind in ("statistics", "portfolio")]
    said = StringIO()
    call_command("replay", stdout=said)
    assert said.getvalue().count("gleich") == 3
    call_command("replay", Ranking.objects.get().key, stdout=said)
    with pytest.raises(CommandError):
        call_command("replay", "unknown", stdout=said)
    monkeypatch.setattr(calculating, "result_of", lambda *args: {"another": "result"})
    with pytest.raises(CommandError):
        call_command("replay", done[0].key, stdout=said)


def test_a_finished_calculation_never_changes(version):
    done = calculated(version, "portfolio")
    assert actions.finish_calculation(done).snapshot_id == done.snapshot_id
    with pytest.raises(DatabaseError), transaction.atomic():
        Calculation.objects.filter(pk=done.pk).update(seed=1)
