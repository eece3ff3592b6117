"""Rows through the API: the pages' forms, actions and sentences, by number and version."""

from datetime import date

import pytest
from django.urls import reverse

from applications.actions import drafting
from applications.models import Indicator, Partner, PlanLine
from tests import cast
from tests.applications.consortia import with_partner
from tests.applications.drafts import new_draft, signed_in
from tests.applications.test_api import program

pytestmark = pytest.mark.django_db
JSON = "application/json"


def address(draft, rows, number=None):
    return f"/api/v1/antraege/{draft.key}/eintraege/{rows}/" + (f"{number}/" if number else "")


@pytest.fixture
def work():
    """A draft with action fields, and a program of its editor."""
    draft = new_draft()
    chosen = {"mobilitaet": True, "energie": False}
    drafting.choose_topics(draft, chosen, seen={}, by=cast.editor())
    client = program(cast.editor(), "read", "write")
    return draft, lambda rows, values: client.post(
        address(draft, rows), {"values": values}, content_type=JSON
    )


def patch(client, url, version, **values):
    return client.patch(url, {"version": version, "values": values}, content_type=JSON)


ROWS = {
    "interactions": {"from_code": "energie", "to_code": "mobilitaet", "how": "Gemeinsame Daten"},
    "partners": {"name": "Werke", "kind": "company", "role": "Betrieb", "passes_on": True},
    "measures": {"name": "Bäume", "topic_code": "energie", "description": "Pflanzen"},
    "indicators": {
        **{"name": "Schatten", "level": "outcome", "unit": "Prozent", "rising": True},
        **{"baseline": "41.5", "baseline_on": "2026-01-01", "target": 60},
        **{"target_on": "2031-12-31", "source": "Messung", "sdg": 11},
    },
    "expenses": {"kind": "staff", "label": "Stelle", "amounts": {}},
    "financing": {"kind": "grant", "amounts": {}},
}


@pytest.mark.parametrize("rows", ROWS)
def test_a_row_is_created_read_listed_changed_and_removed(work, rows):
    draft, create = work
    client = program(cast.editor(), "read", "write")
    made = create(rows, ROWS[rows])
    assert made.status_code == 200, made.content.decode()
    row = made.json()
    one = address(draft, rows, row["number"])
    assert client.get(one).json() == row
    assert client.get(address(draft, rows)).json() == [row]
    texts = ("how", "role", "description", "source", "label")
    name = next(name for name in texts if name in row["values"])
    changed = patch(client, one, row["version"], **{name: "Anders"}).json()
    assert changed["values"] == row["values"] | {name: "Anders"}
    stale = patch(client, one, row["version"], **{name: "Zu spät"})
    assert (stale.status_code, stale.json()["findings"][0]["code"]) == (409, "conflict")
    assert client.delete(f"{one}?version={row['version']}").status_code == 409
    assert client.delete(one).json()["findings"][0]["code"] == "no_version"
    assert client.delete(f"{one}?version={changed['version']}").json() == []
    assert client.get(one).status_code == 404


def test_values_keep_their_types(work):
    draft, create = work
    create("indicators", ROWS["indicators"])
    indicator = Indicator.objects.get()
    assert (str(indicator.baseline), indicator.target_on) == ("41.5000", date(2031, 12, 31))
    assert (indicator.rising, indicator.sdg) == (True, 11)
    row = create("partners", ROWS["partners"]).json()
    client = program(cast.editor(), "read", "write")
    patch(client, address(draft, "partners", row["number"]), row["version"], passes_on=False)
    assert Partner.objects.get().passes_on is False


def test_a_finance_line_names_measure_and_partner_by_number_and_amounts_by_year(work):
    draft, create = work
    year, last = draft.call_version.first_year, draft.call_version.last_year
    measure = create("measures", ROWS["measures"]).json()["number"]
    values = {"kind": "staff", "measure": measure, "amounts": {str(year): "1234.50", str(last): 7}}
    row = create("expenses", values).json()
    assert row["values"]["measure"] == measure
    assert row["values"]["amounts"] == {str(year): "1234.50", str(last): "7.00"}
    client = program(cast.editor(), "read", "write")
    url = address(draft, "expenses", row["number"])
    less = patch(client, url, row["version"], amounts={str(last): 0}, eligible=False).json()
    assert less["values"]["amounts"] == {str(year): "1234.50"}
    assert less["values"]["eligible"] is False
    assert PlanLine.objects.get().measure.position == measure


@pytest.mark.parametrize(
    ("rows", "values", "code", "field"),
    [
        ("expenses", {"kind": "grant"}, "kind", "kind"),
        ("expenses", {}, "kind", "kind"),
        ("expenses", {"kind": "staff", "amounts": {"1999": 1}}, "year_outside", "amounts"),
        ("expenses", {"kind": "staff", "amounts": [1]}, "year_outside", "amounts"),
        ("expenses", {"kind": "staff", "measure": 99}, "unreadable", "measure"),
        ("measures", {"name": "x", "farbe": "rot"}, "unknown_field", "farbe"),
        ("measures", {"name": "x" * 161}, "unreadable", "name"),
        ("indicators", {"baseline": {"a": 1}}, "unreadable", "name"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(work, rows, values, code, field):
    _draft, create = work
    refused = create(rows, values)
    assert refused.status_code == 409
    found = [(one["code"], one["field"]) for one in refused.json()["findings"]]
    assert (code, field) in found


def test_page_and_api_give_the_same_sentence_for_the_same_row():
    partner = with_partner()
    draft, town = partner.application, cast.town("Zossen")
    drafting.start_application(draft.call_version.call, town, by=cast.editor(town))
    values = {"name": "Zossen", "kind": "municipality", "role": "Daten", "organisation": town.ags}
    client = signed_in(cast.editor(draft.organisation))
    page = client.post(reverse("add_partner", args=[draft.key]), values).content.decode()
    answer = client.post(address(draft, "partners"), {"values": values}, content_type=JSON).json()
    assert answer["findings"][0]["code"] == "bound_elsewhere"
    assert answer["findings"][0]["sentence"] in page


def test_a_reading_token_writes_no_row_and_strangers_find_none(work):
    draft, _create = work
    reader = program(cast.editor(), "read")
    url = address(draft, "measures")
    body = {"values": ROWS["measures"]}
    assert reader.post(url, body, content_type=JSON).status_code == 403
    assert reader.get(url).status_code == 200
    stranger = program(cast.person("Frida Fremd", "editor", cast.town("Fernau")), "read", "write")
    assert stranger.get(url).status_code == 404
    assert reader.get(address(draft, "wolken")).status_code == 404
