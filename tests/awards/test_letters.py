"""A municipality finds what was decided on its applications, and nobody else's."""

import pytest
from django.urls import reverse

from awards.actions import approve_award
from evaluation.actions.deciding import approve_rejection
from tests import cast
from tests.awards import casting

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided():
    """Aalen gets an award, Bonn a rejection; both approved."""
    first, second = casting.ranked(cast.open_call(), "Aalen", "Bonn")
    award = casting.co_signed(first, casting.award_of(first))
    refusal = casting.co_signed(second, casting.rejection())
    notice = approve_award(award, by=cast.head_of_unit())
    refused = approve_rejection(refusal, by=cast.head_of_unit())
    return notice, refused


def page_of(client, town):
    client.force_login(cast.person(f"Edda {town}", "editor", cast.town(town)))
    return client.get(reverse("letters")).content.decode()


def test_the_funded_town_finds_its_notice_and_the_refused_one_its_letter(client, decided):
    notice, _ = decided
    aalen, bonn = page_of(client, "Aalen"), page_of(client, "Bonn")
    assert reverse("award_notice", args=[notice.key]) in aalen
    assert notice.award.funding_code in aalen
    assert "/ablehnung/" in bonn and "Rechtsbehelf bis" in bonn
    assert "Aalen" not in bonn and "Bonn" not in aalen
    assert client.get(reverse("municipality_home")).content.decode().count("/kommune/bescheide/")


def test_what_is_not_approved_is_not_shown(client):
    [one] = casting.ranked(cast.open_call(), "Aalen")
    casting.co_signed(one, casting.award_of(one))
    assert "Es gibt noch keine Entscheidungen" in page_of(client, "Aalen")


def test_letters_are_searched_and_filtered(client, decided):
    client.force_login(cast.person("Edda Aalen", "editor", cast.town("Aalen")))
    for asked, shown in [("q=Aalen", True), ("q=Bonn", False), ("vorschlag=rejection", False)]:
        html = client.get(f"{reverse('letters')}?{asked}").content.decode()
        assert ("/bescheid/" in html) is shown


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_letters_asks_the_same_number_of_queries(
    client, number, django_assert_num_queries
):
    version = cast.open_call()
    editor = cast.person("Edda Aalen", "editor", cast.town("Aalen"))
    for one in casting.ranked(version, *["Aalen", "Bonn", "Cham"][:number]):
        decision = casting.co_signed(one, casting.award_of(one))
        approve_award(decision, by=cast.head_of_unit())
        editor = cast.person("Edda Aalen", "editor", one.application.organisation)
    client.force_login(editor)
    with django_assert_num_queries(7):
        assert client.get(reverse("letters")).content.decode().count("/bescheid/") == number
