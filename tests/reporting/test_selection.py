"""Selections: every figure equals plain SQL, parts add up, and every number has its list."""

from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse

from accounts.models import Organisation
from awards.actions import approve_award
from reporting.actions import prepare_figures
from reporting.figures.catalogue import FIGURES
from reporting.models import PreparedFigure
from reporting.selection import STAGES, figures_of
from tests import cast
from tests.awards import casting as deciding
from tests.evaluation import casting

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def version(kept_for_module):
    """A Kreis, a town in it and a town elsewhere, two of them awarded."""
    version = cast.open_call()
    cast.town("Kreis Barnim", land="BB", inhabitants=190_000)
    Organisation.objects.filter(name="Kreis Barnim").update(
        kind=Organisation.Kind.DISTRICT, ars="12060", size_class=""
    )
    casting.reviewed(version, "Kreis Barnim", 5, 5)
    casting.reviewed(version, "Eberswalde", 5, 4)
    casting.reviewed(version, "Cham", 3, 5, topics=("energie",))
    for one in deciding.ranked(version, "Düren")[:2]:
        deciding.with_period(one)
        decision = deciding.co_signed(one, deciding.award_of(one))
        approve_award(decision, by=cast.head_of_unit())
    prepare_figures(version)
    return version


def values(**asked):
    return {one.code: one.value for one in figures_of(asked)}


def scalar(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def test_a_selection_equals_plain_sql_to_the_cent(version):
    found = values(land="BB")
    joined = (
        "FROM applications_application a "
        "JOIN accounts_organisation o ON o.id = a.organisation_id AND o.land = 'BB' "
        "JOIN evaluation_candidacy c ON c.application_id = a.id "
        "LEFT JOIN evaluation_fundingdecision d ON d.candidacy_id = c.id "
        "LEFT JOIN awards_award w ON w.decision_id = d.id "
    )
    assert found["eingereicht"] == scalar(f"SELECT count(*) {joined}") == 2
    requested = scalar(f"SELECT sum(a.requested_amount) {joined}")
    granted = scalar(f"SELECT sum(w.amount) {joined}")
    assert found["beantragt"] == Decimal(str(requested))
    assert found["bewilligt-euro"] == Decimal(str(granted)) > 0
    assert float(found["punkte"]) == pytest.approx(float(scalar(f"SELECT avg(c.total) {joined}")))


def test_people_of_a_kreis_and_its_town_count_once(version):
    assert values(land="BB")["menschen"] == 190_000
    reached = PreparedFigure.objects.get(call_version=version, code="B2").content["rows"]
    assert {row["land"]: row["reached"] for row in reached}["Brandenburg"] == 190_000


@pytest.mark.parametrize("question", ["land", "groesse", "art", "phase"])
def test_the_parts_of_a_question_add_up_to_the_whole(version, question, client):
    client.force_login(cast.officer())
    form = client.get(reverse("report_list")).context["form"]
    parts = [code for code, _ in form.fields[question].choices if code]
    for code in ("eingereicht", "bewilligt", "beantragt", "bewilligt-euro"):
        whole = values()[code]
        given = sum(values(**{question: part})[code] for part in parts)
        without = values(**{question: "ohne"})[code] if "ohne" not in parts else 0
        assert given + without == whole


def test_every_count_leads_to_as_many_applications(version, client):
    client.force_login(cast.officer())
    for one in figures_of({"land": "BB"}):
        if one.code in STAGES:
            assert client.get(one.url).context["page"].paginator.count == one.value


def test_the_list_is_saved_as_csv(version, client):
    client.force_login(cast.officer())
    answer = client.get(reverse("report_list"), {"land": "BB", "format": "csv"})
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 3 and "Eberswalde" in "".join(lines)


def test_two_selections_stand_side_by_side(version, client):
    client.force_login(cast.head_of_unit())
    page = client.get(reverse("report_compare"), {"a-land": "BB", "b-feld": "energie"})
    assert page.context["heads"][0] == "Brandenburg"
    cells = [cell["text"] for cell in page.context["rows"][0]["cells"]]
    assert cells == ["2", "1"]


def test_a_researcher_sees_the_report_without_lists(version, client):
    client.force_login(cast.researcher())
    page = client.get(reverse("call_report", args=[version.call.slug])).content.decode()
    assert reverse("report_list") not in page
    assert client.get(reverse("report_list")).status_code == 403


def test_every_figure_is_defined_once_and_whole():
    codes = [figure.code for figure in FIGURES]
    assert len(set(codes)) == len(codes)
    for figure in FIGURES:
        for part in ("name", "formula", "unit", "population", "source", "caveat"):
            assert getattr(figure, part), f"{figure.code} has no {part}"
