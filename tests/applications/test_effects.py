"""Indicators of the programme in an application, and what leads to what."""

import pytest
from django.urls import reverse

from applications.actions import rows
from applications.actions.copying import copy_content
from applications.effects import effects_in, effects_of
from applications.models import Indicator, Measure
from applications.snapshot import content_of
from core.text import plain
from tests import cast
from tests.applications.drafts import INDICATOR, new_draft, signed_in
from tests.applications.test_rows import TYPED_INDICATOR
from tests.programmes.goal_world import goals_in_force, indicator

pytestmark = pytest.mark.django_db

MEASURE = {"name": "Bäume pflanzen", "topic_code": "wasser", "description": "Pflanzen."}
OUTPUT = INDICATOR | {"name": "Gepflanzte Bäume", "level": "output", "unit": "Anzahl"}


def chain(draft):
    """A measure leads to an output, the output to an outcome."""
    by = cast.editor()
    outcome = rows.add_row(draft, Indicator, INDICATOR, by=by)
    measure = rows.add_row(draft, Measure, MEASURE, by=by)
    links = {"measure": measure, "leads_to": outcome}
    return rows.add_row(draft, Indicator, OUTPUT | links, by=by)


def test_an_indicator_of_the_programme_arrives_filled():
    goals_in_force()
    draft, client = new_draft(), signed_in(cast.editor())
    page = client.get(reverse("indicator_catalogue", args=[draft.key])).content.decode()
    add = f"{reverse('add_indicator', args=[draft.key])}?katalog=K02"
    assert add in page.replace("&amp;", "&")
    form = client.get(add).context["form"]
    assert form["unit"].value() == "Tage je Jahr"
    assert form["rising"].value() is False
    assert form["catalogue"].value() == indicator("K02").pk


def test_what_counts_together_is_measured_alike():
    goals_in_force()
    draft, client = new_draft(), signed_in(cast.editor())
    url = reverse("add_indicator", args=[draft.key])
    typed = TYPED_INDICATOR | {"catalogue": indicator("K02").pk}
    page = client.post(url, typed)
    assert page.context["form"].errors["unit"] == [
        "Der Indikator K02 des Programms verlangt hier „Tage je Jahr“"
    ]
    assert not draft.indicators.exists()
    client.post(url, typed | {"unit": "Tage je Jahr"})
    assert draft.indicators.get().catalogue == indicator("K02")


def test_an_edition_that_came_later_is_not_offered():
    draft = new_draft()
    goals_in_force()
    page = signed_in(cast.editor()).get(reverse("indicator_catalogue", args=[draft.key]))
    assert "keine gemeinsamen Indikatoren" in page.content.decode()


def test_an_effect_leads_away_from_the_money():
    draft, client = new_draft(), signed_in(cast.editor())
    output = rows.add_row(draft, Indicator, OUTPUT, by=cast.editor())
    url = reverse("add_indicator", args=[draft.key])
    page = client.post(url, TYPED_INDICATOR | {"leads_to": output.pk})
    assert "späteren Ebene als „Outcome“" in page.content.decode()


def test_the_chain_is_drawn_and_told_the_same_from_draft_and_submission():
    draft = new_draft()
    chain(draft)
    drawn = effects_of(draft)
    assert drawn.ways == (
        ("Bäume pflanzen (Maßnahme)", "Gepflanzte Bäume (Output)", "Wege im Schatten (Outcome)"),
    )
    assert len(drawn.arrows) == 2
    assert effects_in(plain(content_of(draft))) == drawn
    page = signed_in(cast.editor()).get(reverse("check_application", args=[draft.key]))
    assert "Gepflanzte Bäume (Output) → Wege im Schatten (Outcome)" in page.content.decode()


def test_without_connections_nothing_is_drawn():
    draft = new_draft()
    rows.add_row(draft, Indicator, INDICATOR, by=cast.editor())
    assert effects_of(draft) is None


def test_a_circle_of_effects_ends():
    draft = new_draft()
    output = chain(draft)
    Indicator.objects.filter(pk=output.leads_to_id).update(leads_to=output)
    assert effects_of(draft).ways


def test_a_copy_keeps_the_connections_among_its_own_rows():
    draft = new_draft()
    chain(draft)
    target = new_draft(cast.town("Zweitstadt"), slug="zwei")
    copy_content(draft, target)
    assert effects_of(target) == effects_of(draft)
    assert target.indicators.get(level="output").leads_to.application == target
