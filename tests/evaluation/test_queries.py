"""Lists and pages ask the database the same number of questions for one row and for three."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluation import actions
from tests import cast
from tests.evaluation import casting

pytestmark = pytest.mark.django_db
TOWNS = ("Aalen", "Bonn", "Cham")


def questions(person, url: str) -> int:
    """Return how many queries the page takes, for somebody who was here before."""
    client = Client()
    client.force_login(person)
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def in_selection(version, rows: int) -> None:
    for town in TOWNS[:rows]:
        casting.in_review(version, casting.pooled(1), casting.pooled(2), name=town)


def in_ranking(version, rows: int) -> None:
    for town in TOWNS[:rows]:
        casting.reviewed(version, town, {"I1": 2}, {"I1": 2})
    actions.freeze_ranking(version, by=cast.officer(), budget=cast.euros("1"))


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "number"), [("candidacies", 7), ("assignments", 9), ("assignment_proposal", 19)]
)
def test_the_lists_of_a_call(name, number, rows):
    version = cast.open_call()
    in_selection(version, rows)
    assert questions(cast.officer(), reverse(name, args=[version.call.slug])) == number


@pytest.mark.parametrize("rows", [1, 3])
def test_the_selection(rows):
    in_selection(cast.open_call(), rows)
    assert questions(cast.officer(), reverse("selection")) == 6


@pytest.mark.parametrize("rows", [1, 3])
def test_the_ranking_with_reasons_why_not(rows):
    version = cast.open_call()
    in_ranking(version, rows)
    assert questions(cast.officer(), reverse("ranking", args=[version.call.slug])) == 14


@pytest.mark.parametrize("rows", [1, 3])
def test_the_frozen_ranking(rows):
    version = cast.open_call()
    in_ranking(version, rows)
    url = reverse("frozen_ranking", args=[version.rankings.get().key])
    assert questions(cast.officer(), url) == 11


@pytest.mark.parametrize("rows", [1, 3])
def test_the_reviewers_own_list(rows):
    in_selection(cast.open_call(), rows)
    assert questions(casting.pooled(1).person, reverse("my_reviews")) == 6


@pytest.mark.parametrize("others", [1, 3])
def test_the_reviewers_page(others):
    version = cast.open_call()
    in_selection(version, others)
    assignment = casting.pooled(1).assignments.first()
    url = reverse("review", args=[assignment.key])
    assert questions(assignment.reviewer.person, url) == 12


@pytest.mark.parametrize("pool", [1, 3])
def test_the_pool_for_one_candidacy(pool):
    one = casting.candidacy(cast.open_call())
    for number in range(pool):
        casting.reviewer(f"Person {number}", expertise={"wasser": number})
    assert questions(cast.officer(), reverse("candidacy_reviewers", args=[one.key])) == 19


@pytest.mark.parametrize("reviews", [2, 3])
def test_the_reviews_side_by_side(reviews):
    one = casting.reviewed(cast.open_call(), "Aalen", *[4] * reviews)
    assert questions(cast.officer(), reverse("candidacy", args=[one.key])) == 13
