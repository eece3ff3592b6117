"""The inbox: what was submitted, found by search and filters, sorted, counted."""

import pytest
from django.urls import reverse

from tests import cast
from tests.applications.complete import bare_submission
from tests.applications.drafts import new_draft, signed_in

pytestmark = pytest.mark.django_db
TOWNS = ("Eberswalde", "Bernau", "Angermünde")


def shown(**query) -> str:
    return signed_in(cast.officer()).get(reverse("inbox"), query).content.decode()


def test_an_empty_inbox_says_so():
    assert "Es ist noch kein Antrag eingegangen." in shown()


def test_drafts_are_not_in_the_inbox():
    new_draft()
    assert "Es ist noch kein Antrag eingegangen." in shown()


def test_search_filters_and_count():
    version = cast.open_call()
    for name in TOWNS:
        bare_submission(version, name)
    assert "<b>3 Anträge</b>" in shown()
    found = shown(q="bernau")
    assert "<b>1 Antrag</b>" in found
    assert "Wege in Bernau" in found
    assert "<b>1 Antrag</b>" in shown(land="BB")
    assert "<b>3 Anträge</b>" in shown(size="22")
    assert "Kein Antrag passt" in shown(status="admitted")


def test_the_list_is_sorted_by_the_asked_column():
    version = cast.open_call()
    for name, amount in zip(TOWNS, (2, 3, 1), strict=True):
        bare_submission(version, name, requested_amount=amount)
    text = shown(sort="-requested")
    places = [text.index(f"Wege in {name}") for name in ("Bernau", "Eberswalde", "Angermünde")]
    assert places == sorted(places)
    assert "<b>3 Anträge</b>" in shown(sort=",,,")  # no column at all: the usual order


@pytest.mark.parametrize("many", [1, 3])
def test_the_inbox_costs_the_same_for_one_and_for_three(many, django_assert_num_queries):
    version = cast.open_call()
    for name in TOWNS[:many]:
        bare_submission(version, name)
    client = signed_in(cast.officer())
    with django_assert_num_queries(7):
        client.get(reverse("inbox"))


def test_fifty_applications_a_page():
    version = cast.open_call()
    for number in range(51):
        bare_submission(version, f"Ort {number:02d}")
    assert "1 bis 50 von 51" in shown()
    assert "51 bis 51 von 51" in shown(page=2)
