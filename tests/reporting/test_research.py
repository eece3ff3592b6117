"""Data for research: agreed, on record, protected, the same bytes again, and recomputable."""

import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections import Counter

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse
from jsonschema import Draft202012Validator

from applications.models import Contact, Project
from awards.actions.awarding import approve_award, approve_for_sending
from core import jobs
from core.models import OutboxMail
from programmes.models import Programme
from reporting.actions import (
    build_data_set,
    prepare_figures,
    record_download,
    request_data_set,
    sign_agreement,
)
from reporting.models import DataSet, DataSetAccess
from reporting.research.package import build
from reporting.research.protection import QUASI_IDENTIFIERS, protect, published_counts
from rulebook.disclosure import k_anonymity
from tests import cast
from tests.awards import casting as deciding
from tests.evaluation import casting

pytestmark = pytest.mark.django_db
TOWNS = ("Eberswalde", "Bonn", "Cham", "Düren", "Emden", "Fürth")


def silent(percent, sentence):
    """Nobody listens to the progress."""


@pytest.fixture(scope="module")
def data_set(kept_for_module):
    """Six judged applications, two awarded, one more decided and not yet told; and a data set."""
    version = cast.open_call()
    for number, name in enumerate(TOWNS[:-1]):
        casting.reviewed(version, name, 5, 3 + number % 3)
    first, second, third, *_ = deciding.ranked(version, TOWNS[-1])
    for one, approve in (
        (first, approve_award),
        (second, approve_award),
        (third, approve_for_sending),
    ):
        deciding.with_period(one)
        decision = deciding.co_signed(one, deciding.award_of(one))
        approve(decision, by=cast.head_of_unit())
    prepare_figures(version)
    sign_agreement(version, by=cast.researcher(), purpose="Wirkung der Auswahl")
    return build_data_set(request_data_set(version, by=cast.researcher()), said=silent)


@pytest.fixture
def package(data_set):
    with data_set.file.blob.open("rb") as stream:
        return zipfile.ZipFile(io.BytesIO(stream.read()))


def rows(package, name):
    text = package.read(f"data/{name}.csv").decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_two_builds_give_the_same_bytes(data_set):
    first, _ = build(data_set, silent)
    second, _ = build(data_set, silent)
    digest = hashlib.sha256(first).hexdigest()
    assert digest == hashlib.sha256(second).hexdigest() == data_set.file.sha256


def test_every_table_has_schema_hash_and_codebook(package):
    described = json.loads(package.read("datapackage.json"))
    codebook = list(csv.DictReader(io.StringIO(package.read("codebook.csv").decode())))
    for resource in described["resources"]:
        content = package.read(resource["path"])
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        heads = content.decode().splitlines()[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == heads
        listed = [line for line in codebook if line["table"] == resource["name"]]
        assert [line["variable"] for line in listed] == heads
        found = rows(package, resource["name"])
        for line in listed:
            assert int(line["values"]) + int(line["missing_values"]) == len(found)


def test_every_row_keeps_the_json_schema_of_its_table(package):
    described = json.loads(package.read("datapackage.json"))
    for resource in described["resources"]:
        schema = json.loads(package.read(f"schema/{resource['name']}.json"))
        Draft202012Validator.check_schema(schema)
        check = Draft202012Validator(schema)
        found = rows(package, resource["name"])
        assert [fault.message for row in found for fault in check.iter_errors(row)] == []
        field = next((one for one in resource["schema"]["fields"] if one["type"] == "number"), None)
        if field and found:
            assert not check.is_valid({**found[0], field["name"]: "viel"}), "it can fail"


def test_nobody_can_be_named_from_the_package(package, data_set):
    everything = b"".join(package.read(name) for name in package.namelist()).decode()
    for name in (*TOWNS, "Gutachten 0", "Kühle Wege", casting.REASON[:30]):
        assert name not in everything
    for application in data_set.call_version.applications.all():
        assert application.key not in everything
        assert application.receipt_number not in everything


def test_the_package_holds_no_person_of_any_application(data_set):
    person = {"name": "Rita Rat", "office": "Kämmerei", "email": "rat@stadt.example"}
    for application in data_set.call_version.applications.all():
        Contact.objects.create(application=application, role="representative", **person)
    package = zipfile.ZipFile(io.BytesIO(build(data_set, silent)[0]))
    everything = b"".join(package.read(name) for name in package.namelist()).decode()
    assert [text for text in person.values() if text in everything] == []


def test_no_class_of_applicants_is_smaller_than_five(package, data_set):
    assert data_set.k_anonymity >= 5
    assert k_anonymity(rows(package, "applications"), QUASI_IDENTIFIERS) == data_set.k_anonymity


@pytest.mark.parametrize("sizes", [(3, 4, 5), (1,), (9, 2), (6, 6, 1), (2, 2, 2, 2), (20, 4, 1)])
def test_protection_leaves_no_small_class_and_changes_nothing_else(sizes):
    given = [
        {"land": f"L{number}", "size_class": str(number % 2), "total": place}
        for number, size in enumerate(sizes)
        for place in range(size)
    ]
    kept = protect(given, 5)
    assert [row["total"] for row in kept] == [row["total"] for row in given]
    smallest = k_anonymity(kept, QUASI_IDENTIFIERS)
    assert smallest >= min(5, len(given))
    for before, after in zip(given, kept, strict=True):
        assert all(after[column] in (before[column], "") for column in QUASI_IDENTIFIERS)


def test_a_reader_who_subtracts_learns_no_small_count():
    """The differencing attack: every small cell could still be 5 or more, or is not shown."""
    counts = Counter({("A", "x"): 3, ("A", "y"): 20, ("B", "x"): 14, ("B", "y"): 9})
    counts.update({("C", "x"): 8, ("C", "y"): 31})
    shown = published_counts(counts, ["A", "B", "C"], ["x", "y"], 5)
    assert shown[0]["x"] is None
    row = [shown[0]["x"], shown[0]["y"], shown[0]["total"]]
    column = [line["x"] for line in shown]
    assert row.count(None) >= 2 and column.count(None) >= 2
    for line in shown:
        assert not any(0 < value < 5 for value in line.values() if isinstance(value, int))


def test_pseudonyms_join_applicants_but_not_applications_or_reviewers(data_set, package):
    other = DataSet(call_version=data_set.call_version, number=2, key="another", rows={})
    other.requested_at = data_set.requested_at
    again = zipfile.ZipFile(io.BytesIO(build(other, silent)[0]))

    def names(archive, table, column):
        return {row[column] for row in rows(archive, table)}

    assert names(package, "applications", "applicant") == names(again, "applications", "applicant")
    for table, column in (("applications", "application"), ("scores", "reviewer")):
        assert not names(package, table, column) & names(again, table, column)


def test_the_script_recomputes_the_report_from_the_package_alone(package, data_set, tmp_path):
    package.extractall(tmp_path)
    command = [sys.executable, "-I", str(tmp_path / "analyse.py")]
    done = subprocess.run(command, capture_output=True, check=True, text=True, cwd=tmp_path)
    found = json.loads(done.stdout)
    figures = {f.code: f.content["rows"] for f in data_set.call_version.figures.all()}
    assert found["A1"] == {row["stage"]: row["count"] for row in figures["A1"]}
    for row in figures["A8"]:
        assert found["A8"][row["group"]] == pytest.approx([row["count"], row["mean"], row["sd"]])
    assert found["C2"] == pytest.approx(figures["C2"][0]["value"])
    assert found["C3"] == pytest.approx([row["value"] for row in figures["C3"][:2]])
    assert found["A4"] == {
        code: [row["applications"], row["awarded"]]
        for code, name in Project.Phase.choices
        for row in figures["A4"][:-1]
        if row["group"] == name
    }
    for row in figures["D4"]:
        granted, paid = found["D4"][str(row["year"])]
        assert (granted, paid) == (float(row["granted"]), float(row["paid"]))


def test_without_agreement_there_are_no_data(data_set):
    stranger = cast.person("Fritz Forscher", "researcher")
    for step in (
        lambda: request_data_set(data_set.call_version, by=stranger),
        lambda: record_download(data_set, by=stranger),
        lambda: sign_agreement(data_set.call_version, by=cast.officer(), purpose="Neugier"),
    ):
        with pytest.raises(PermissionDenied):
            step()


def test_every_access_is_on_record_for_the_ministry(data_set, client):
    client.force_login(cast.researcher())
    answer = client.get(reverse("download_data_set", args=[data_set.key]))
    assert hashlib.sha256(b"".join(answer.streaming_content)).hexdigest() == data_set.file.sha256
    client.force_login(cast.officer())
    page = client.get(reverse("research_log")).content.decode()
    assert "heruntergeladen" in page and "Wanda Wirkung" in page and "Wirkung der Auswahl" in page
    with pytest.raises(DatabaseError), transaction.atomic():
        DataSetAccess.objects.all().delete()


def test_a_researcher_agrees_builds_and_downloads(client):
    version = cast.open_call(slug="neu", title="Neuer Aufruf")
    client.force_login(cast.researcher())
    page = reverse("research_call", args=["neu"])
    Programme.objects.update(small_number_limit=7)
    shown = client.get(page).content.decode()
    assert "Nutzungsvereinbarung" in shown and "mindestens 7 Anträge" in shown
    missing = client.post(page, {"purpose": "Studie"})
    assert len(missing.context["form"].errors) == 3
    ticked = dict.fromkeys(("only_purpose", "no_tracing", "only_groups"), "on")
    client.post(page, {"purpose": "Studie", **ticked})
    client.post(reverse("request_data_set", args=["neu"]))
    client.post(reverse("request_data_set", args=["neu"]))
    assert "wird gebaut" in client.get(page).content.decode()
    while jobs.run_next():
        pass
    built = version.data_sets.get()
    assert built.built_at and reverse("download_data_set", args=[built.key]) in (
        client.get(page).content.decode()
    )
    assert OutboxMail.objects.filter(subject__contains="Datensatz").exists()


def test_decisions_name_the_line_and_who_was_decided_otherwise(package, data_set):
    found = rows(package, "decisions")
    assert len(found) == len(TOWNS)
    assert {row["outcome"] for row in found} == {"award", ""}
    assert all(row["position"] for row in found)
    assert sum(row["above_line"] == "true" for row in found) >= 2
    assert {row["override"] for row in found} <= {"false", "true", ""}
    # The third is decided, and nobody has told the applicant: nothing here does either.
    stages = Counter(row["stage"] for row in rows(package, "applications"))
    assert stages["awarded"] == 2 == sum(row["outcome"] == "award" for row in found)


def test_places_of_awards_have_validity_and_join_to_no_application(package):
    found = rows(package, "places")
    assert sum(int(row["awards"]) for row in found) == 2
    assert set(found[0]) >= {"ags", "valid_from", "valid_until", "successor"}
    assert "application" not in found[0] and "applicant" not in found[0]
