"""Everything can be taken along, and taken over into the next application."""

import io
import json
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from openpyxl import load_workbook

from applications.actions.drafting import save_project, start_application
from applications.actions.editing import Edit
from applications.actions.prefill import prefill
from applications.actions.submission import withdraw_application
from applications.models import Application
from core.refusals import RuleViolation
from tests import cast
from tests.applications.complete import complete, submitted
from tests.applications.drafts import signed_in

pytestmark = pytest.mark.django_db


def download(application, name):
    answered = signed_in(cast.editor()).get(reverse(name, args=[application.key]))
    return io.BytesIO(answered.content)


def test_a_zip_holds_the_frozen_bytes_the_workbook_and_every_file():
    application = submitted()
    with zipfile.ZipFile(download(application, "application_zip")) as archive:
        names = set(archive.namelist())
        frozen = archive.read("antrag.json")
    assert {"antrag.json", "antrag.xlsx", "unterlagen/projektplan/projektplan.pdf"} <= names
    assert frozen == bytes(application.submissions.get().snapshot.content)


def test_a_draft_can_be_taken_along_too_and_text_is_never_a_formula():
    application = complete()
    edit = Edit({"title": "=1+1"}, application.project.version)
    save_project(application, edit, by=cast.editor())
    sheet = load_workbook(download(application, "application_xlsx"))
    title = next(row for row in sheet["Antrag"].iter_rows() if row[2].value == "Titel")[3]
    assert (title.value, title.data_type) == ("=1+1", "s")
    plan = [[cell.value for cell in row] for row in sheet["Finanzplan"].iter_rows()]
    assert plan[1][1] == "Personal"
    assert plan[1][-1] == 1_000_000
    with zipfile.ZipFile(download(application, "application_zip")) as archive:
        assert json.loads(archive.read("antrag.json"))["project"]["title"] == "=1+1"


def next_draft():
    """Return an earlier application, taken back, and an empty new one of the same town."""
    earlier = submitted()
    withdraw_application(earlier, by=cast.signatory())
    draft, _ = start_application(earlier.call_version.call, cast.town(), by=cast.editor())
    return earlier, draft


def test_a_new_application_begins_with_an_earlier_one():
    earlier, draft = next_draft()
    client = signed_in(cast.editor())
    url = reverse("prefill", args=[draft.key])
    assert earlier.project.title in client.get(url).content.decode()
    client.post(url, {"source": earlier.key})
    draft = Application.objects.get(pk=draft.pk)
    assert draft.project.title == "Kühle Wege"
    assert [m.name for m in draft.measures.all()] == ["Bäume"]
    assert draft.indicators.count() == 2
    assert not draft.documents.exists()
    assert not draft.answers.filter(code="subvention").exists()
    assert draft.answers.filter(code="wirkung", done=False).exists()
    assert client.post(url, {"source": earlier.key}).status_code == 409


def test_nobody_takes_over_from_somebody_else():
    earlier = submitted()
    other = cast.town("Bernau")
    draft, _ = start_application(earlier.call_version.call, other, by=cast.editor(other))
    stranger = cast.person("Frida Fremd", "editor", other)
    with pytest.raises(PermissionDenied):
        prefill(draft, earlier, by=stranger)


def test_what_is_written_is_never_overwritten_by_taking_over():
    earlier, draft = next_draft()
    save_project(draft, Edit({"title": "Neu"}, 1), by=cast.editor())
    with pytest.raises(RuleViolation):
        prefill(draft, earlier, by=cast.editor())
