"""„Alles zum Lesen“: only what one may read, with one's name on every page, and on record."""

import io
import zipfile

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from core.templatetags.allmende import day
from evaluation import actions
from evaluation.models import Assignment, OpenedPart
from tests import cast
from tests.evaluation import casting
from tests.pdf_reading import pages_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def gerda():
    """Gerda may read Eberswalde and has not declared anything on Cham; Gero judges both."""
    version = cast.open_call()
    gerda, gero = casting.reviewer("Gerda"), casting.reviewer("Gero")
    one = casting.in_review(version, gerda, gero)
    two = casting.candidacy(version, "Cham")
    for somebody in (gerda, gero):
        actions.assign_reviewer(two, somebody, by=cast.officer())
    by = gero.person
    written = casting.judgements(version) | {"I1": casting.secret("KANARIE")}
    own = one.assignments.get(reviewer=gero)
    actions.record_review(own, by=by, version=0, judgements=written)
    return gerda


def signed_in(reviewer) -> Client:
    client = Client()
    client.force_login(reviewer.person)
    return client


def files(client: Client) -> dict[str, bytes]:
    answer = client.get(reverse("reading_pack_zip"))
    if answer.status_code == 302:
        return {}
    assert answer["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_file_holds_what_is_cleared_with_name_and_day_on_every_page(gerda):
    [(name, content)] = files(signed_in(gerda)).items()
    assert name.startswith("DSR-")
    with pikepdf.open(io.BytesIO(content)) as document:
        assert document.Root.MarkInfo.Marked, "tagged, for screen readers"
    pages = pages_of(content)
    mark = " ".join(f"Gerda · {day(clock.today())}".split())
    assert all(mark in page for page in pages)
    text = " ".join(pages)
    assert "Eberswalde beschreibt integration." in text
    assert "KANARIE" not in text
    assert "Cham" not in text


def test_sizes_are_shown_before_and_the_missing_declaration_is_named(gerda):
    page = signed_in(gerda).get(reverse("reading_pack")).content.decode()
    assert "1 Antrag herunterladen (ZIP, etwa" in page
    assert "1 Antrag fehlt hier" in page
    assert "Kühle Wege für Cham" not in page
    assert not OpenedPart.objects.filter(name__contains="Lesefassung").exists()


def test_taking_it_along_is_on_record_for_each_application(gerda):
    client = signed_in(gerda)
    files(client)
    files(client)
    part = OpenedPart.objects.get(name__contains="Lesefassung")
    assert (part.times, part.assignment.reviewer) == (2, gerda)
    page = Client()
    page.force_login(cast.officer())
    seen = page.get(reverse("assignment", args=[part.assignment.key])).content.decode()
    assert "Alles zum Lesen" in seen


def test_a_late_conflict_takes_the_application_out(gerda):
    assignment = Assignment.objects.get(reviewer=gerda, status="cleared")
    actions.declare(assignment, by=gerda.person, answer="conflict", reason="Auftrag")
    assert files(signed_in(gerda)) == {}
    page = signed_in(gerda).get(reverse("reading_pack")).content.decode()
    assert "Noch dürfen Sie keinen Antrag lesen." in page


def test_only_reviewers_have_such_a_file(gerda):
    for name in ("reading_pack", "reading_pack_zip"):
        client = Client()
        client.force_login(cast.officer())
        assert client.get(reverse(name)).status_code == 403
