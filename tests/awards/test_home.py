"""Where a municipality begins: what is due, its applications, open calls."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from applications.actions import drafting
from applications.actions.editing import Edit
from core.workflow import Attempt, perform
from tests import cast
from tests.applications.drafts import new_draft, signed_in

pytestmark = pytest.mark.django_db


def home(person=None, **query):
    return signed_in(person or cast.editor()).get(reverse("municipality_home"), query)


def titled(draft, title, by=None):
    drafting.save_project(draft, Edit({"title": title}, 1), by=by or cast.editor())
    return draft


def test_without_an_organisation_the_page_leads_to_the_directory():
    text = home(cast.person("Nele Neu")).content.decode()
    assert "Sie gehören noch zu keiner Organisation" in text
    assert reverse("choose_organisation") in text


def test_without_an_application_the_open_call_is_one_click_away():
    call = cast.open_call().call
    text = home().content.decode()
    assert "Sie haben noch keinen Antrag" in text
    assert reverse("start_application", args=[call.slug]) in text


def test_a_draft_is_due_until_its_deadline():
    draft = titled(new_draft(), "Kühle Wege")
    duty = home().context["agenda"][0]
    assert (duty.label, duty.title) == ("Antrag fertigstellen", "Kühle Wege")
    assert duty.url == reverse("task_list", args=[draft.key])
    with time_machine.travel(draft.call_version.deadline_at + timedelta(seconds=1), tick=False):
        page = home()
    assert page.context["agenda"] == []
    assert not page.context["open_versions"]


def test_people_see_the_applications_of_their_own_organisations_only():
    draft = titled(new_draft(), "Kühle Wege")
    bernau = cast.town("Bernau")
    stranger = cast.person("Franz Fremd", "editor", bernau)
    other, _ = drafting.start_application(draft.call_version.call, bernau, by=stranger)
    assert list(home().context["page"]) == [draft]
    assert list(home(stranger).context["page"]) == [other]
    assert list(home(cast.officer()).context["page"]) == []


def test_own_applications_are_searched_filtered_and_sorted():
    draft = titled(new_draft(), "Kühle Wege")
    second_call = cast.open_call(slug="zweiter-aufruf", title="Zweiter Aufruf").call
    second, _ = drafting.start_application(second_call, cast.town(), by=cast.editor())
    titled(second, "Warme Stuben")
    perform(second, "withdraw", Attempt(by=cast.signatory()))
    assert list(home(q="wege").context["page"]) == [draft]
    assert list(home(status="withdrawn").context["page"]) == [second]
    assert list(home(call="zweiter-aufruf").context["page"]) == [second]
    assert list(home(sort="title").context["page"]) == [draft, second]
    assert list(home(sort="-title").context["page"]) == [second, draft]
    assert "Keine Treffer" in home(q="Atlantis").content.decode()
    assert home(status="unsinn", call="gibt-es-nicht", sort="quatsch", page="x").status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_applications_does_not_change_the_number_of_queries(
    number, django_assert_num_queries
):
    new_draft()
    for place in range(number - 1):
        call = cast.open_call(slug=f"aufruf-{place}").call
        drafting.start_application(call, cast.town(), by=cast.editor())
    client = signed_in(cast.editor())
    with django_assert_num_queries(18):
        client.get(reverse("municipality_home"))


@pytest.mark.parametrize("number", [1, 3])
def test_the_directory_costs_the_same_queries_for_every_length(number, django_assert_num_queries):
    for place in range(number):
        cast.town(f"Neustadt {place}")
    client = signed_in(cast.editor())
    with django_assert_num_queries(6):
        client.get(reverse("choose_organisation"), {"q": "Neustadt"})
