"""The ranking: places, ties, the line where the money ends, and its frozen form."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from core.refusals import RuleViolation
from core.snapshots import thaw
from evaluation import actions
from evaluation.frozen import is_reproducible
from evaluation.models import Candidacy, Ranking, Score
from evaluation.standings import available_budget, standings_of
from tests import cast
from tests.evaluation import casting

pytestmark = pytest.mark.django_db
MILLION = Decimal(1_000_000)


def judged_call():
    """Two alike on top, one behind them, and one with a fine total below a minimum."""
    version = cast.open_call()
    casting.reviewed(version, "Aalen", 5, 5, amount=3 * MILLION)
    casting.reviewed(version, "Bonn", {"U1": 3}, {"U1": 3}, amount=2 * MILLION)
    casting.reviewed(version, "Cham", {"N3": 3, "N4": 4}, {"N3": 3, "N4": 4}, amount=2 * MILLION)
    casting.reviewed(version, "Düren", {"I1": 2}, {"I1": 2}, amount=MILLION)
    return version


def names(standings) -> list[tuple[str, int, bool]]:
    towns = dict(Candidacy.objects.values_list("key", "application__organisation__name"))
    return [(towns[row.key], row.position, row.funded) for row in standings.rows]


def test_places_follow_the_total_and_the_line_ends_where_the_money_does():
    standings = standings_of(judged_call(), 5 * MILLION)
    assert names(standings) == [
        ("Aalen", 1, True),
        ("Cham", 2, True),
        ("Bonn", 3, False),
        ("Düren", 4, False),
    ]
    assert (standings.spent, standings.left) == (5 * MILLION, 0)
    assert standings.first_below.running == 7 * MILLION


def test_what_is_not_fundable_stands_below_whatever_the_money_is():
    standings = standings_of(judged_call(), 100 * MILLION)
    assert [row.fundable for row in standings.rows] == [True, True, True, False]
    assert standings.rows[-1].running is None
    assert standings.first_below is None


def test_equal_totals_are_told_apart_by_integration_and_sustainability():
    version = cast.open_call()
    casting.reviewed(version, "Aalen", {"I2": 3, "U1": 5}, {"I2": 3, "U1": 5})
    casting.reviewed(version, "Bonn", 4, 4)
    totals = set(Candidacy.objects.values_list("total", flat=True))
    assert totals == {Decimal(80)}
    assert names(standings_of(version, MILLION))[0] == ("Bonn", 1, True)


def test_what_stays_equal_shares_a_place_and_its_fate():
    version = cast.open_call()
    for town in ("Aalen", "Bonn"):
        casting.reviewed(version, town, 4, 4)
    rows = standings_of(version, MILLION).rows
    assert [(row.position, row.tied, row.funded) for row in rows] == [(1, True, False)] * 2


def test_the_budget_is_what_is_free_in_all_years():
    assert available_budget(cast.open_call()) == 96 * MILLION


def test_a_frozen_ranking_holds_its_places_and_moves_everybody_on():
    version = judged_call()
    ranking = actions.freeze_ranking(version, by=cast.officer(), budget=5 * MILLION)
    assert list(ranking.places.values_list("position", "funded")) == [
        (1, True),
        (2, True),
        (3, False),
        (4, False),
    ]
    assert set(Candidacy.objects.values_list("status", flat=True)) == {"ranked"}
    content = thaw(ranking.snapshot)
    assert content["budget"] == "5000000.00"
    assert content["places"][0]["title"] == "Kühle Wege für Aalen"


def test_a_frozen_ranking_can_be_computed_again_from_the_stored_scores():
    ranking = actions.freeze_ranking(judged_call(), by=cast.officer(), budget=5 * MILLION)
    assert is_reproducible(ranking)
    Score.objects.filter(code="I1").update(points=1)
    assert not is_reproducible(ranking)


def test_a_lot_is_drawn_with_a_seed_that_the_ranking_keeps():
    version = cast.open_call()
    for town in ("Aalen", "Bonn"):
        casting.reviewed(version, town, 4, 4)
    ranking = actions.freeze_ranking(version, by=cast.officer(), budget=MILLION, draw_lot=True)
    assert list(ranking.places.values_list("position", "tied", "funded")) == [
        (1, True, True),
        (2, True, False),
    ]
    assert ranking.lot_seed is not None
    assert is_reproducible(ranking)


def test_a_ranking_without_everybody_needs_a_written_reason():
    version = judged_call()
    casting.candidacy(version, "Emden")
    casting.admitted(version, "Fulda")
    with pytest.raises(RuleViolation) as refused:
        actions.freeze_ranking(version, by=cast.officer(), budget=MILLION)
    assert [finding.sentence for finding in refused.value.findings] == [
        "1 Antrag ist zugelassen, aber nicht übernommen.",
        "1 Antrag ist noch nicht fertig begutachtet.",
    ]
    note = "Emden ist beklagt und wird nachgezogen."
    assert actions.freeze_ranking(version, by=cast.officer(), budget=MILLION, note=note)


def test_nothing_is_frozen_without_a_result():
    with pytest.raises(RuleViolation, match="noch kein Antrag begutachtet"):
        actions.freeze_ranking(cast.open_call(), by=cast.officer(), budget=MILLION, note="x")


def test_only_an_officer_freezes_and_a_frozen_ranking_never_changes():
    version = judged_call()
    with pytest.raises(PermissionDenied):
        actions.freeze_ranking(version, by=cast.head_of_unit(), budget=MILLION)
    ranking = actions.freeze_ranking(version, by=cast.officer(), budget=MILLION)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ranking.objects.filter(pk=ranking.pk).update(budget=2 * MILLION)
    with pytest.raises(IntegrityError), transaction.atomic():
        ranking.places.update(funded=True)


def test_after_a_late_conflict_the_next_ranking_has_a_number_of_its_own():
    version = judged_call()
    first = actions.freeze_ranking(version, by=cast.officer(), budget=5 * MILLION)
    one = Candidacy.objects.get(application__organisation__name="Aalen")
    late = one.assignments.order_by("pk").first()
    actions.declare(late, by=late.reviewer.person, answer="conflict", reason="Auftrag")
    assert "Aalen" not in [name for name, *_ in names(standings_of(version, 5 * MILLION))]
    assert is_reproducible(first), "what was frozen stays as it was"
    second = actions.freeze_ranking(
        version, by=cast.officer(), budget=5 * MILLION, note="Aalen wird neu begutachtet."
    )
    assert second.number == 2
