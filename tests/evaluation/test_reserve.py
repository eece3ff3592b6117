"""A frozen ranking can be searched; who would come next is offered, never taken."""

import pytest
from django.test import Client
from django.urls import reverse

from evaluation import actions
from evaluation.models import Candidacy, FundingDecision
from tests import cast
from tests.evaluation import casting

pytestmark = pytest.mark.django_db


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def ranking():
    """Aalen is above the line, Bonn and Cham wait, Dorum is not fundable."""
    version = cast.open_call()
    for name, points in {"Aalen": 5, "Bonn": 4, "Cham": 3, "Dorum": 1}.items():
        casting.reviewed(version, name, points, points)
    return actions.freeze_ranking(version, by=cast.officer(), budget=cast.euros("1000000"))


def test_the_reserve_list_names_the_fundable_below_the_line_in_order(ranking):
    answer = signed_in(cast.auditor()).get(reverse("reserve", args=[ranking.key]))
    page = answer.content.decode()
    names = ("Bonn", "Cham")
    assert [
        row.place.candidacy.application.organisation.name for row in answer.context["rows"]
    ] == [*names]
    assert "Zur Entscheidung" in page
    assert not FundingDecision.objects.exists()
    assert Candidacy.objects.filter(status="awarded").count() == 0


@pytest.mark.parametrize(
    ("query", "towns"),
    [
        ({"q": "Cham"}, ["Cham"]),
        ({"funded": "ja"}, ["Aalen"]),
        ({"sort": "-rang"}, ["Dorum", "Cham", "Bonn", "Aalen"]),
        ({"land": "HH"}, []),
    ],
)
def test_a_frozen_ranking_is_searched_filtered_and_sorted(ranking, query, towns):
    answer = signed_in(cast.officer()).get(reverse("frozen_ranking", args=[ranking.key]), query)
    found = [place.candidacy.application.organisation.name for place in answer.context["page"]]
    assert found == towns
