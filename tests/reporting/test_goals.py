"""Goals over all projects: sum, mean, none; blank where small; the public sees what was reached."""

from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from awards.models import AgreedIndicator
from reporting.goals import goals_reached, together
from tests import cast
from tests.applications.drafts import signed_in
from tests.awards import running
from tests.programmes.goal_world import goals_in_force, indicator

amounts = st.decimals(min_value=0, max_value=10**6, places=2)
projects = st.lists(st.tuples(amounts, amounts, amounts), min_size=1, max_size=8)


@given(projects, st.randoms(use_true_random=False))
def test_the_order_of_projects_changes_nothing(values, lot):
    shuffled = list(values)
    lot.shuffle(shuffled)
    for rule in ("sum", "mean", "none"):
        assert together(rule, True, values) == together(rule, True, shuffled)


@given(projects)
def test_sum_and_mean_agree_on_the_attainment(values):
    total, middle = (together(rule, True, values)[3] for rule in ("sum", "mean"))
    assert total == pytest.approx(middle) if total is not None else middle is None


def test_falling_goals_are_reached_by_falling():
    start, goal, half = Decimal(100), Decimal(60), Decimal(80)
    assert together("sum", False, [(start, goal, half)])[3] == 50


@pytest.fixture
def version(db):
    """Two awards whose output is K01; only one has reported, 40 of 40."""
    goals_in_force()
    version = cast.open_call()
    awards = [running.award(town, version) for town in ("Eberswalde", "Cham")]
    outputs = AgreedIndicator.objects.filter(level="output")
    outputs.update(catalogue=indicator("K01"), target=40)
    with running.after_the_end(awards[0]):
        running.handed_in(awards[0], "indicators")
    return version


def measured(goals, code):
    rows = [row for goal in goals for part in goal.below for row in part.indicators]
    return next(row for row in rows if row.indicator.code == code)


def test_only_projects_that_reported_count(version):
    goals = goals_reached(version)
    row = measured(goals, "K01")
    assert (row.agreed, row.measured, row.target, row.actual) == (2, 1, 40, 40)
    assert row.attainment == goals[0].below[0].attainment == goals[0].attainment == 100
    assert goals[1].attainment is None


def test_small_groups_stay_blank_for_research_but_not_for_the_office(version):
    assert measured(goals_reached(version, 5), "K01").protected
    url = reverse("call_goals", args=[version.call.slug])
    research = signed_in(cast.researcher()).get(url).content.decode()
    assert "gesperrt: weniger als 5 Vorhaben" in research
    office = signed_in(cast.officer()).get(url).content.decode()
    assert "indikator=K01" in office
    behind = f"{reverse('report_list')}?aufruf={version.call.slug}&stand=bewilligt&indikator=K01"
    page = signed_in(cast.officer()).get(behind)
    assert page.context["page"].paginator.count == 2


def test_the_public_sees_promised_reached_and_paid(client, version):
    award = AgreedIndicator.objects.filter(award__organisation__name="Eberswalde").first().award
    running.paid(award, Decimal(120_000))
    page = client.get(reverse("funded_project", args=[award.key])).content.decode()
    assert "100&nbsp;%" in page
    assert "120.000,00" in page
    AgreedIndicator.objects.filter(award=award).update(counts_people=True, target=3)
    page = client.get(reverse("funded_project", args=[award.key])).content.decode()
    assert "gesperrt: zählt weniger als 5 Menschen" in page
    assert "100&nbsp;%" not in page
