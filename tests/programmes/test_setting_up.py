"""From an empty database to the first call: an office, its people, a guideline version."""

import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.permissions import is_officer
from core import audit
from core.actors import SYSTEM
from demo.programme import FILES
from programmes.actions import create_call
from programmes.models import GuidelineVersion
from tests import cast

pytestmark = pytest.mark.django_db
FULL = '{"programme": {"slug": "x", "code": "X", "name": "X", "purpose": "X"}, "guideline": {%s}}'
OFFICE = "Programmstelle Digitale Städte und Regionen"


def run(*arguments: object) -> str:
    printed = StringIO()
    call_command(*map(str, arguments), stdout=printed)
    return printed.getvalue()


def test_who_has_signed_up_is_appointed_officer() -> None:
    somebody = cast.person("Erste Person")
    assert not is_officer(somebody)
    assert OFFICE in run("appoint", somebody.email, "officer", "--office", OFFICE)
    somebody.__dict__.pop("current_memberships", None)
    assert is_officer(somebody)


def test_nobody_is_appointed_who_has_no_account() -> None:
    with pytest.raises(CommandError, match="hat noch kein Konto"):
        run("appoint", "niemand@ministerium.example", "officer", "--office", OFFICE)


def test_a_guideline_is_taken_over_with_its_sources_and_audited() -> None:
    assert "Fassung 1" in run("import_guideline", *FILES)
    version = GuidelineVersion.objects.get()
    assert version.source.startswith("Fördersätze")
    assert len(version.catalogue["Criterion"]) == 11
    assert [event.step for event in audit.trail(version)] == ["import_guideline"]


def test_the_next_import_is_the_next_version_and_calls_keep_theirs(tmp_path: Path) -> None:
    call = cast.open_call()
    content = json.loads(FILES[0].read_text()) | json.loads(FILES[1].read_text())
    content["guideline"]["regular_rate"] = "0.5"
    newer = tmp_path / "fassung-2.json"
    newer.write_text(json.dumps(content))
    assert "Fassung 2" in run("import_guideline", newer)
    call.refresh_from_db(fields=["regular_rate"])
    assert str(call.regular_rate) == "0.650000"
    assert call.guideline_version.number == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "lässt sich nicht lesen"),
        ("{}", "Es fehlt der Teil „programme“"),
        ('{"programme": {"slug": "x"}, "guideline": {}}', "purpose"),
        (FULL % '"titel": "X"', "titel"),
        (FULL % '"title": "X"', "in_force_on"),
        ('{"programme": {}, "guideline": {}}', "slug"),
    ],
)
def test_a_broken_file_is_named_and_nothing_is_taken_over(
    content: str, reason: str, tmp_path: Path
) -> None:
    file = tmp_path / "kaputt.json"
    file.write_text(content)
    with pytest.raises(CommandError, match=reason):
        run("import_guideline", file)
    assert not GuidelineVersion.objects.exists()


def test_a_call_is_set_up_from_what_was_imported() -> None:
    run("import_guideline", *FILES)
    basics = {
        "slug": "erster",
        "title": "Erster",
        "opens_at": datetime(2027, 1, 11, 8, tzinfo=UTC),
        "deadline_at": datetime(2027, 3, 15, 15, tzinfo=UTC),
        "formal_check_until": "2027-04-15",
        "review_until": "2027-06-15",
        "decision_until": "2027-08-15",
        "eligible_kinds": ["municipality"],
        "first_year": 2027,
        "last_year": 2030,
    }
    guideline = GuidelineVersion.objects.get()
    version = create_call(guideline, by=SYSTEM, basics=basics, budget={2027: 1})
    assert version.criteria.count() == 11
