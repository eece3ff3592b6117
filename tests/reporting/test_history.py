"""The earlier programme: counted from its projects, published numbers with their source."""

import csv
from collections import Counter
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from awards.actions import approve_award
from reporting import register
from reporting.history import PROJECTS
from reporting.lookback import lookback
from reporting.models import PastPlace, PastProject, PastRound, PublishedFact
from reporting.register import Found, entries, map_of
from tests import cast
from tests.awards import casting

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def imported(kept_for_module):
    call_command("import_funded_projects", verbosity=0)


@pytest.fixture
def history(imported, db):
    """The imported projects; what a test changes in them is undone."""


def everything():
    """Every stored row, without row numbers."""
    projects = PastProject.objects.order_by("name", "round").values(
        "key", "name", "land", "amount", "amount_kind", "round__number"
    )
    places = PastPlace.objects.order_by("project__name", "regional_key").values(
        "project__name", "name", "is_lead", "regional_key", "inhabitants", "postal_code"
    )
    return list(projects), list(places), PublishedFact.objects.count()


def test_funded_projects_are_counted_and_applicants_are_published(history):
    rows = lookback()["rounds"]
    assert [row["funded"] for row in rows] == [13, 32, 28, 73]
    assert [row["applicants"] for row in rows] == [97, 86, 94, 277]
    assert [round(100 * row["rate"], 1) for row in rows] == [13.4, 37.2, 29.8, 26.4]
    assert all(row["source"] for row in rows)


def test_a_rate_is_blank_when_a_part_is(history):
    PastRound.objects.filter(number=2).update(applicants=None)
    rows = lookback()["rounds"]
    assert [row["rate"] is None for row in rows] == [False, True, False, True]
    assert rows[-1]["applicants"] is None


def test_amounts_say_whether_they_are_published_rounded_or_missing(history):
    with PROJECTS.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    counted = Counter(PastProject.objects.values_list("amount_kind", flat=True))
    assert counted["missing"] == sum(not row["funded_eur"] for row in rows)
    assert counted["rounded"] == sum("amount: rounded" in row["source"] for row in rows)
    assert sum(row["sum"] or 0 for row in lookback()["amounts"]) == sum(
        Decimal(row["funded_eur"] or 0) for row in rows
    )


def test_a_second_import_changes_nothing(history):
    before = everything()
    call_command("import_funded_projects", verbosity=0)
    assert everything() == before


def test_the_whole_directory_gives_the_same_places_as_the_shipped_table(history, shared_data):
    edition = shared_data / "GV100AD_20231130.txt"
    before = everything()
    call_command("import_funded_projects", directory=edition, verbosity=0)
    assert everything() == before


def test_people_of_a_kreis_and_of_its_members_count_once(history):
    """Plain SQL: leave out every place that lies in another place of the same Land."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT sum(inhabitants) FROM (SELECT DISTINCT land, regional_key, inhabitants
               FROM reporting_pastplace p WHERE NOT EXISTS (SELECT 1 FROM reporting_pastplace q
               WHERE q.land = p.land AND length(q.regional_key) < length(p.regional_key)
               AND substr(p.regional_key, 1, length(q.regional_key)) = q.regional_key)) AS once"""
        )
        expected = cursor.fetchone()[0]
    assert lookback()["lands"][-1]["reached"] == expected
    double = sum(PastPlace.objects.values_list("inhabitants", flat=True))
    assert expected < double


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "Solingen"}, ["Solingen"]),
        ({"q": "42651"}, ["Solingen"]),
        ({"q": "Wunsiedel i.Fichtelgebirge"}, ["Landkreis Wunsiedel"]),
        ({"q": "Perlesreut"}, ["Gemeinde Ringelai und Ilzer Land"]),
        ({"kreis": "08136"}, ["Aalen und Heidenheim"]),
        ({"land": "SL"}, ["Landkreis St. Wendel"]),
        ({"wahlkreis": 103}, ["Solingen", "Wuppertal"]),
        ({"q": "Nirgendwo"}, []),
    ],
)
def test_a_project_is_found_by_place_postal_code_kreis_and_wahlkreis(history, asked, found):
    assert [row["title"] for row in entries(asked)] == found


def test_old_and_new_projects_stand_in_one_list_with_one_sum(history):
    first = casting.ranked(cast.open_call(), "Solingen")[0]
    casting.with_period(first)
    award = approve_award(casting.co_signed(first, casting.award_of(first)), by=cast.head_of_unit())
    asked = {"q": "Solingen"}
    assert [row["origin"] for row in entries(asked, "betrag")] == ["award", "past"]
    assert register.found(asked) == Found(2, award.award.amount + 9_000_000, 0)


def test_the_map_shows_the_hits_and_leads_to_them(history, client):
    lands = {region.text: region for region in map_of({}).regions}
    assert lands["Bremen: 0 Vorhaben"].url == ""
    page = client.get(lands["Saarland: 1 Vorhaben"].url)
    district = next(region for region in page.context["map"].regions if region.url)
    assert district.text == "St. Wendel: 1 Vorhaben"
    rows = client.get(district.url).context["rows"]
    assert [row["title"] for row in rows] == ["Landkreis St. Wendel"]


def test_a_project_page_names_places_sources_and_what_is_missing(history, client):
    project = PastProject.objects.get(name="Verband Region Rhein-Neckar")
    page = client.get(reverse("past_project", args=[project.key])).content.decode()
    assert "nicht veröffentlicht" in page and "dstgb.de" in page
    assert "keinen Eintrag im Gemeindeverzeichnis" in page


def test_without_the_tables_the_pages_say_so(client, db):
    PastProject.objects.all().delete()
    PastRound.objects.all().delete()
    PublishedFact.objects.all().delete()
    assert "nicht eingelesen" in client.get(reverse("past_programme")).content.decode()
    assert client.get(reverse("funded")).status_code == 200
