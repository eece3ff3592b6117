"""Published calls for programs."""

import pytest
from django.urls import reverse

from demo.programme import build_draft_call
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_needs_no_account_and_two_queries(client, django_assert_num_queries, number):
    for n in range(number):
        cast.open_call(slug=f"aufruf-{n}")
    with django_assert_num_queries(2):
        answer = client.get(reverse("api_calls-list")).json()
    assert answer["count"] == number
    assert answer["results"][0]["is_open"] is True


def test_one_call_comes_with_criteria_questions_and_documents(client, django_assert_num_queries):
    version = cast.open_call()
    address = reverse("api_calls-detail", args=[version.call.slug])
    with django_assert_num_queries(11):
        call = client.get(address).json()
    assert call["regular_rate"] == "0.650000"
    assert len(call["criteria"]) == 11
    assert call["criteria"][0]["anchors"]["3"]
    assert call["criteria"][0]["group"] == "I"
    assert [c["code"] for c in call["chapters"]] == ["project", "participation", "declarations"]
    assert call["questions"][0]["chapter"] == "project"
    assert len(call["questions"]) == version.questions.count()
    assert {document["code"] for document in call["documents"]} >= {"ratsbeschluss", "projektplan"}


def test_drafts_are_not_in_the_api_whoever_asks(client):
    draft = build_draft_call(cast.officer())
    client.force_login(cast.officer())
    assert client.get(reverse("api_calls-list")).json()["count"] == 0
    assert client.get(reverse("api_calls-detail", args=[draft.call.slug])).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, method):
    version = cast.open_call()
    client.force_login(cast.officer())
    address = reverse("api_calls-detail", args=[version.call.slug])
    assert getattr(client, method)(address).status_code == 405


def test_page_and_api_filter_alike(client):
    cast.open_call(slug="a", title="Aufruf Wald")
    cast.open_call(slug="b", title="Aufruf Meer")
    found = client.get(reverse("api_calls-list"), {"q": "meer", "state": "open"}).json()
    assert [call["title"] for call in found["results"]] == ["Aufruf Meer"]
