"""Rows of a draft: interactions, partners, measures, indicators."""

from decimal import Decimal

import pytest
from django.urls import reverse

from applications.actions import drafting, rows
from applications.actions.editing import Edit
from applications.models import Indicator, Interaction, Measure, Partner
from applications.teamwork import passages_of
from core import audit
from core.refusals import EditConflict
from core.workflow import Attempt, perform
from tests import cast
from tests.applications.drafts import INDICATOR, colleague, new_draft, signed_in

pytestmark = pytest.mark.django_db

TYPED_INDICATOR = {
    "name": "Einsätze wegen Hitze",
    "level": "outcome",
    "unit": "Einsätze im Jahr",
    "rising": "False",
    "baseline": "1.063",
    "baseline_on": "31.12.2025",
    "target": "29,5",
    "target_on": "31.12.2031",
    "source": "Klinikum",
}


def draft_with_topics():
    draft = new_draft()
    chosen = {"mobilitaet": True, "energie": False}
    drafting.choose_topics(draft, chosen, seen={}, by=cast.editor())
    return draft


def test_an_indicator_takes_german_numbers_and_dates():
    draft = new_draft()
    page = signed_in(cast.editor()).post(
        reverse("add_indicator", args=[draft.key]), TYPED_INDICATOR
    )
    assert page.url == reverse("indicators", args=[draft.key])
    indicator = draft.indicators.get()
    assert (indicator.baseline, indicator.target) == (Decimal(1063), Decimal("29.5"))
    assert indicator.rising is False
    listed = signed_in(cast.editor()).get(page.url).content.decode()
    assert "Outcome · von 1.063 auf 29,5 Einsätze im Jahr bis 31.\xa0Dezember\xa02031" in listed


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"target": "2.000"}, "target", "Der Zielwert passt nicht zur gewählten Richtung"),
        ({"baseline": "viele"}, "baseline", "Geben Sie eine Zahl ohne Einheit an"),
        ({"baseline": ""}, "baseline", "Geben Sie eine Zahl an"),
        ({"target_on": "31.12.2020"}, "target_on", "Der Tag des Zielwerts liegt vor"),
        ({"source": ""}, "source", "Nennen Sie die Quelle der Werte"),
        ({"rising": ""}, "rising", "Wählen Sie die Richtung"),
    ],
)
def test_an_indicator_that_cannot_be_measured_says_why_and_keeps_the_rest(typed, field, sentence):
    draft = new_draft()
    page = signed_in(cast.editor()).post(
        reverse("add_indicator", args=[draft.key]), TYPED_INDICATOR | typed
    )
    assert sentence in page.context["form"].errors[field][0]
    assert "Einsätze wegen Hitze" in page.content.decode()
    assert not draft.indicators.exists()


def test_keeping_a_level_is_a_goal_too():
    draft = new_draft()
    same = TYPED_INDICATOR | {"target": "1063"}
    signed_in(cast.editor()).post(reverse("add_indicator", args=[draft.key]), same)
    assert draft.indicators.exists()


def test_interactions_lead_from_one_chosen_field_to_another():
    draft = new_draft()
    client = signed_in(cast.editor())
    empty = client.get(reverse("interactions", args=[draft.key])).content.decode()
    assert "Wählen Sie zuerst Ihre Handlungsfelder" in empty
    chosen = {"mobilitaet": True, "energie": False}
    drafting.choose_topics(draft, chosen, seen={}, by=cast.editor())
    url = reverse("add_interaction", args=[draft.key])
    same = {"from_code": "energie", "to_code": "energie", "how": "Gemeinsame Daten"}
    assert "zwei verschiedene" in client.post(url, same).content.decode()
    unknown = client.post(url, same | {"to_code": "wasser"})
    assert "to_code" in unknown.context["form"].errors
    client.post(url, same | {"to_code": "mobilitaet"})
    listed = client.get(reverse("interactions", args=[draft.key])).content.decode()
    assert "Energie → Mobilität" in listed


def test_a_partner_is_linked_to_the_directory_by_its_official_key():
    draft = new_draft()
    town = cast.town("Bernau")
    client, url = signed_in(cast.editor()), reverse("add_partner", args=[draft.key])
    typed = {"name": "Stadt Bernau", "kind": "municipality", "role": "Nachnutzung"}
    wrong = client.post(url, typed | {"organisation": "99999999"})
    assert "gibt es im Gemeindeverzeichnis nicht" in wrong.content.decode()
    client.post(url, typed | {"organisation": f"{town.ags[:2]} {town.ags[2:]}"})
    partner = draft.partners.get()
    assert partner.organisation == town
    page = client.get(reverse("change_partner", args=[draft.key, partner.position]))
    assert f'value="{town.ags}"' in page.content.decode()


def test_a_row_is_changed_and_two_editors_get_a_conflict():
    draft = new_draft()
    row = rows.add_row(draft, Indicator, INDICATOR, by=cast.editor())
    rows.change_row(row, Edit({"target": Decimal(70)}, 1), by=colleague())
    with pytest.raises(EditConflict):
        rows.change_row(row, Edit({"target": Decimal(80)}, 1), by=cast.editor())
    page = signed_in(cast.editor()).post(
        reverse("change_indicator", args=[draft.key, 1]),
        TYPED_INDICATOR | {"version": "1"},
    )
    entries = {entry["field"].name: entry for entry in page.context["entries"]}
    assert entries["target"]["theirs"] == [("70", False)]
    assert entries["rising"]["theirs"] == [("Ein höherer Wert ist besser", False)]
    signed_in(cast.editor()).post(
        reverse("change_indicator", args=[draft.key, 1]), dict(page.context["mine"])
    )
    assert draft.indicators.get().target == Decimal("29.5")


def test_saving_a_row_unchanged_writes_nothing():
    draft = new_draft()
    rows.add_row(draft, Indicator, INDICATOR, by=cast.editor())
    client, url = signed_in(cast.editor()), reverse("change_indicator", args=[draft.key, 1])
    form = client.get(url).context["form"]
    typed = {field.html_name: field.value() for field in form if field.value() is not None}
    client.post(url, {name: form[name].value() for name in typed})
    assert draft.indicators.get().version == 1


def test_a_row_removed_meanwhile_may_become_a_new_one():
    draft = new_draft()
    row = rows.add_row(draft, Indicator, INDICATOR, by=cast.editor())
    rows.remove_row(row, by=colleague())
    client, url = signed_in(cast.editor()), reverse("change_indicator", args=[draft.key, 1])
    assert client.get(url).status_code == 404
    page = client.post(url, TYPED_INDICATOR | {"version": "1"})
    text = page.content.decode()
    assert "Jemand hat diese Zeile inzwischen entfernt" in text
    assert f'action="{reverse("add_indicator", args=[draft.key])}"' in text
    assert "Klinikum" in text


def test_removing_asks_first_and_leaves_what_the_row_held_in_the_trail():
    draft = draft_with_topics()
    values = {"name": "Schattenkarte", "topic_code": "mobilitaet", "description": "Messen"}
    rows.add_row(draft, Measure, values, by=cast.editor())
    client, url = signed_in(cast.editor()), reverse("remove_measure", args=[draft.key, 1])
    assert "„Schattenkarte“ entfernen?" in client.get(url).content.decode()
    assert draft.measures.exists()
    assert client.post(url).url == reverse("measures", args=[draft.key])
    assert not draft.measures.exists()
    event = audit.last(draft)
    assert (event.step, event.payload["before"]["Name"]) == ("remove_measure", "Schattenkarte")


def test_removing_twice_changes_nothing():
    draft = draft_with_topics()
    values = {"from_code": "energie", "to_code": "mobilitaet", "how": "Daten"}
    row = rows.add_row(draft, Interaction, values, by=cast.editor())
    rows.remove_row(row, by=cast.editor())
    before = audit.trail(draft).count()
    rows.remove_row(row, by=colleague())
    assert audit.trail(draft).count() == before


def test_rows_keep_their_numbers_when_others_go():
    draft = new_draft()
    values = {"kind": "company", "role": "Hilft"}
    first, second = (
        rows.add_row(draft, Partner, values | {"name": name}, by=cast.editor()) for name in "AB"
    )
    rows.remove_row(first, by=cast.editor())
    third = rows.add_row(draft, Partner, values | {"name": "C"}, by=cast.editor())
    assert (second.position, third.position) == (2, 3)


def test_the_row_of_another_application_is_not_found():
    draft = new_draft()
    rows.add_row(draft, Indicator, INDICATOR, by=cast.editor())
    bernau = cast.town("Bernau")
    other, _ = drafting.start_application(
        draft.call_version.call, bernau, by=cast.person("Franz Fremd", "editor", bernau)
    )
    stranger = signed_in(cast.person("Franz Fremd"))
    assert stranger.get(reverse("change_indicator", args=[draft.key, 1])).status_code == 404
    assert stranger.get(reverse("change_indicator", args=[other.key, 1])).status_code == 404
    assert stranger.post(reverse("remove_indicator", args=[draft.key, 1])).status_code == 404
    assert draft.indicators.exists()


def test_a_closed_draft_keeps_its_rows():
    draft = new_draft()
    rows.add_row(draft, Indicator, INDICATOR, by=cast.editor())
    perform(draft, "withdraw", Attempt(by=cast.signatory()))
    client = signed_in(cast.editor())
    client.post(reverse("remove_indicator", args=[draft.key, 1]))
    page = client.post(reverse("add_indicator", args=[draft.key]), TYPED_INDICATOR)
    assert page.status_code == 409
    assert draft.indicators.count() == 1


def test_a_measure_says_where_it_is_what_remains_and_how_ripe_it_is():
    draft = draft_with_topics()
    typed = {
        "name": "Datenplattform",
        "topic_code": "mobilitaet",
        "description": "Offene Daten der Wege",
        "open_source": "on",
        "licence": "EUPL 1.2",
        "location": "Altstadt",
        "outputs": "Eine Plattform mit zwölf Datensätzen",
        "progress": "planned",
        "maturity": "prototype",
    }
    signed_in(cast.editor()).post(reverse("add_measure", args=[draft.key]), typed)
    (_name, words), *_ = passages_of(draft)["measures"].facts
    for said in (
        "Ort: Altstadt",
        "Ergebnis: Eine Plattform mit zwölf Datensätzen",
        "Stand: Geplant",
        "Reife: Erprobter Prototyp",
        "Open Source, Lizenz EUPL 1.2",
    ):
        assert said in words
