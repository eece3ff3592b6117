"""Who may see and change calls in the office."""

import pytest
from django.urls import reverse

from demo.programme import build_draft_call
from tests import cast

pytestmark = pytest.mark.django_db
FOUND, FORBIDDEN, MISSING = 302, 403, 404


@pytest.fixture
def draft():
    return build_draft_call(cast.officer())


def address(name, version, *args):
    return reverse(name, args=[version.call.key, *args])


OFFICE_PAGES = ["office_call", "office_call_history"]
OFFICER_PAGES = ["office_call_basics", "office_call_offer"]


@pytest.mark.parametrize("name", OFFICE_PAGES + OFFICER_PAGES)
def test_strangers_find_no_draft(client, draft, name):
    client.force_login(cast.signatory())
    assert client.get(address(name, draft)).status_code == MISSING


@pytest.mark.parametrize("name", OFFICE_PAGES + OFFICER_PAGES)
def test_a_municipality_may_not_read_office_pages_of_a_published_call(client, name):
    version = cast.open_call()
    client.force_login(cast.signatory())
    assert client.get(address(name, version)).status_code == FORBIDDEN


def test_a_municipality_may_not_see_the_office_list(client):
    client.force_login(cast.signatory())
    assert client.get(reverse("office_calls")).status_code == FORBIDDEN
    assert client.get(reverse("office_call_create")).status_code == FORBIDDEN


@pytest.mark.parametrize("person", [cast.head_of_unit, cast.budget_officer, cast.auditor])
def test_who_only_reads_gets_no_forms(client, draft, person):
    client.force_login(person())
    assert all(client.get(address(name, draft)).status_code == 200 for name in OFFICE_PAGES)
    assert all(client.get(address(name, draft)).status_code == FORBIDDEN for name in OFFICER_PAGES)


def test_without_signing_in_the_way_leads_to_the_sign_in_page(client, draft):
    answer = client.get(address("office_call", draft))
    assert answer.status_code == FOUND
    assert "/konto/" in answer.url
