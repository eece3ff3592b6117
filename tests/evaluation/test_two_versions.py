"""A corrected call: applications of its first and its second version stand in one ranking."""

from decimal import Decimal

import pytest
from django.urls import reverse

from core.refusals import RuleViolation
from core.snapshots import thaw
from evaluation import actions
from evaluation.frozen import is_reproducible
from evaluation.models import Assignment, Candidacy
from evaluation.standings import standings_of
from tests import cast
from tests.applications.drafts import signed_in
from tests.applications.test_correction import correction, published
from tests.evaluation import casting

pytestmark = pytest.mark.django_db
MILLION = Decimal(1_000_000)
ROUND = {"title": "Übung", "text": "Ein erfundener Antrag.", "submission": None}
TOWNS = ("Aalen", "Bonn", "Cham", "Düren")


def two_versions():
    """Return a call's first version, and the one that corrects it."""
    first = cast.open_call()
    return first, published(correction(first.call))


def admitted_to_both():
    """Two applications of each version, all admitted and none taken over yet."""
    first, second = two_versions()
    for version, names in ((first, TOWNS[:2]), (second, TOWNS[2:])):
        for name in names:
            casting.admitted(version, name)
    return first, second


def test_taking_over_and_assigning_reach_the_applications_of_both_versions():
    first, second = admitted_to_both()
    pool = [casting.pooled(number) for number in range(3)]
    office = signed_in(cast.officer())
    page = office.post(reverse("take_over", args=[second.call.slug]), follow=True)
    assert "4 Anträge sind übernommen." in page.content.decode()
    proposal = office.get(reverse("assignment_proposal", args=[second.call.slug]))
    assert all(name in proposal.content.decode() for name in TOWNS)
    pairs = [(one, somebody) for one in Candidacy.objects.all() for somebody in pool[:2]]
    actions.assign_reviewers(pairs, by=cast.officer())
    for version in (first, second):
        own = Assignment.objects.filter(candidacy__application__call_version=version)
        assert own.count() == 4
    for assignment in Assignment.objects.all():
        actions.declare(assignment, by=assignment.reviewer.person, answer="clear")
    assert actions.start_reviews(second, by=cast.officer()) == (4, 0)


def judged_in_both():
    """Two versions' applications in turn: the better one is once of this, once of that version."""
    first, second = two_versions()
    for version, name, points in (
        (first, "Aalen", 5),
        (second, "Bonn", {"U1": 5}),
        (first, "Cham", 4),
        (second, "Düren", {"I1": 2}),
    ):
        casting.reviewed(version, name, points, points, amount=MILLION)
    return first, second


def test_both_versions_are_ranked_together_by_points_within_one_budget():
    first, second = judged_in_both()
    towns = dict(Candidacy.objects.values_list("key", "application__organisation__name"))
    for version in (first, second):
        standings = standings_of(version, 2 * MILLION)
        assert [(towns[row.key], row.position, row.funded) for row in standings.rows] == [
            ("Aalen", 1, True),
            ("Bonn", 2, True),
            ("Cham", 3, False),
            ("Düren", 4, False),
        ]


def test_the_frozen_ranking_holds_all_of_them_and_can_be_computed_again():
    _first, second = judged_in_both()
    ranking = actions.freeze_ranking(second, by=cast.officer(), budget=2 * MILLION)
    places = thaw(ranking.snapshot)["places"]
    assert [place["organisation"] for place in places] == list(TOWNS)
    assert all(len(place["reviews"]) == 2 for place in places)
    assert is_reproducible(ranking)
    assert set(Candidacy.objects.values_list("status", flat=True)) == {"ranked"}


def test_the_office_counts_and_lists_both_versions_as_one_call():
    _first, second = judged_in_both()
    office = signed_in(cast.officer())
    stages = office.get(reverse("selection")).context["rows"]
    assert [(call, row["reviewed"]) for call, row in stages] == [(second.call, 4)]
    for name in ("candidacies", "ranking"):
        page = office.get(reverse(name, args=[second.call.slug])).content.decode()
        assert all(f"Kühle Wege für {town}" in page for town in TOWNS), name


def test_a_calibration_of_the_first_version_goes_on_after_the_correction():
    first = cast.open_call()
    anchor = actions.open_anchor(first, **ROUND, by=cast.officer())
    second = published(correction(first.call))
    page = signed_in(cast.officer()).get(reverse("calibration_round", args=[second.call.slug]))
    assert page.context["anchor"] == anchor
    with pytest.raises(RuleViolation, match="schon eine Kalibrierung"):
        actions.open_anchor(second, **ROUND, by=cast.officer())
