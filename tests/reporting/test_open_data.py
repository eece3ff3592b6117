"""Open data: every form says the same, a repeated question is answered briefly."""

import csv
import io
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from awards.actions import approve_award
from awards.models import Award
from reporting.open_data import MEDIA
from tests import cast
from tests.awards import casting as deciding

pytestmark = pytest.mark.django_db
# What DCAT-AP.de 2.0 calls mandatory; dcatde:contributorID is missing, since GovData assigns it.
MANDATORY = {
    "catalogue": {"dct:title", "dct:description", "dct:publisher", "dcat:dataset"},
    "dataset": {"dct:title", "dct:description", "dcat:distribution"},
    "distribution": {"dcat:accessURL", "dct:license"},
}


@pytest.fixture(scope="module")
def award(kept_for_module):
    """One funded project in Eberswalde."""
    first = deciding.ranked(cast.open_call(), "Eberswalde")[0]
    deciding.with_period(first)
    approve_award(deciding.co_signed(first, deciding.award_of(first)), by=cast.head_of_unit())
    return Award.objects.get()


FOERDERKATALOG = (
    "FKZ;Ressort;Referat;PT;Arb.-Einh.;Zuwendungsempfänger;Gemeindekennziffer;Stadt/Gemeinde;Ort;"
    "Bundesland;Staat;Ausführende Stelle;Gemeindekennziffer;Stadt/Gemeinde;Ort;Bundesland;Staat;"
    "Thema;Leistungsplansystematik;Klartext Leistungsplansystematik;Laufzeit von;Laufzeit bis;"
    "Fördersumme in EUR;Förderprofil;Verbundprojekt;Förderart"
)


def test_the_csv_has_the_columns_of_the_foerderkatalog(award, client):
    text = client.get(reverse("funded_csv")).content.decode("utf-8-sig")
    heads, line = csv.reader(io.StringIO(text), delimiter=";")
    assert heads == FOERDERKATALOG.split(";")
    assert line[6] == line[12] == award.organisation.ags
    record = client.get(reverse("funded_json")).json()["projects"][0]
    assert record["Ausführende Stelle: Gemeindekennziffer"] == line[12]
    assert "Referat" not in record


def test_csv_json_and_api_name_the_same_projects(award, client):
    text = client.get(reverse("funded_csv")).content.decode("utf-8-sig")
    line = next(csv.DictReader(io.StringIO(text), delimiter=";"))
    record = client.get(reverse("funded_json")).json()["projects"][0]
    found = client.get("/api/v1/gefoerdert/").json()["results"][0]
    assert line["FKZ"] == record["FKZ"] == found["funding_code"] == award.funding_code
    amounts = {
        Decimal(line["Fördersumme in EUR"].replace(",", ".")),
        Decimal(record["Fördersumme in EUR"]),
        Decimal(found["amount"]),
    }
    assert amounts == {award.amount}
    assert client.get(f"/api/v1/gefoerdert/{award.key}/").json() == found


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"land": "BB"}, 1),
        ({"land": "BY"}, 0),
        ({"kreis": "12060"}, 1),
        ({"seit": "2099-01-01"}, 0),
    ],
)
def test_the_api_filters(award, client, asked, count):
    assert client.get("/api/v1/gefoerdert/", asked).json()["count"] == count


@pytest.mark.parametrize(
    "address", ["funded_csv", "funded_json", "funded_atom", "data_catalogue", "api_funded-list"]
)
def test_an_unchanged_answer_is_not_sent_twice(award, client, address):
    first = client.get(reverse(address))
    again = client.get(reverse(address), headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_the_feed_names_the_new_award(award, client):
    feed = ElementTree.fromstring(client.get(reverse("funded_atom")).content)
    names = {"atom": "http://www.w3.org/2005/Atom"}
    (entry,) = feed.findall("atom:entry", names)
    assert "Eberswalde" in entry.findtext("atom:title", namespaces=names)
    assert award.key in entry.find("atom:link", names).get("href")


def test_the_catalogue_leads_to_files_that_exist(award, client):
    whole = client.get(reverse("data_catalogue")).json()
    dataset = whole["dcat:dataset"][0]
    for record, kind in ((whole, "catalogue"), (dataset, "dataset")):
        assert MANDATORY[kind] <= record.keys()
    for distribution in dataset["dcat:distribution"]:
        assert MANDATORY["distribution"] <= distribution.keys()
        answer = client.get(distribution["dcat:downloadURL"]["@id"])
        kind = distribution["dcat:mediaType"]["@id"].removeprefix(MEDIA)
        assert answer["Content-Type"].startswith(kind)
    # Who publishes is one thing with a type of its own; texts say their language, names do not.
    assert whole["dct:publisher"] == dataset["dct:publisher"]
    assert (
        "foaf:Agent" in whole["dct:publisher"]["@type"] and whole["@context"]["@language"] == "de"
    )
    assert dataset["dct:identifier"] == {"@value": dataset["@id"]}
