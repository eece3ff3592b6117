"""The organisation of an application: address, legal form, supervision."""

import pytest
from django.urls import reverse

from applications.actions.applicant import save_applicant
from applications.actions.editing import Edit
from applications.models import Applicant, Application
from applications.reading import chapters_of
from applications.snapshot import content_of
from core.snapshots import thaw
from core.text import plain
from tests import cast
from tests.applications.complete import submitted
from tests.applications.drafts import new_draft, signed_in

pytestmark = pytest.mark.django_db
TYPED = {"street": "Am Markt 1", "postal_code": "16225", "place": "Eberswalde", "version": "1"}


def test_a_first_application_begins_with_what_the_directory_says():
    draft = new_draft()
    applicant = draft.applicant
    assert applicant.place == "Eberswalde"
    assert applicant.legal_form == "Körperschaft des öffentlichen Rechts"


def test_the_next_one_begins_with_the_last_but_says_an_emergency_anew():
    facts = {"street": "Am Markt 1", "authority": "Landkreis", "emergency_year": 2026}
    save_applicant(new_draft(), Edit(facts, version=1), by=cast.editor())
    second = new_draft(slug="zweiter", title="Zweiter").applicant
    assert (second.street, second.authority) == ("Am Markt 1", "Landkreis")
    assert second.emergency_year is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"postal_code": "1622"}, "Eine Postleitzahl hat fünf Ziffern"),
        ({"leitweg_id": "keine"}, "Schreiben Sie die Leitweg-ID so"),
        ({"emergency_year": "26"}, "Geben Sie das Jahr mit vier Ziffern an"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field_and_stays(typed, sentence):
    draft = new_draft()
    page = signed_in(cast.editor()).post(reverse("organisation", args=[draft.key]), TYPED | typed)
    text = page.content.decode()
    assert sentence in text
    assert "Am Markt 1" in text
    assert Applicant.objects.get(application=draft).street == ""


def test_what_is_typed_is_read_in_the_application_and_frozen():
    draft = new_draft()
    page = signed_in(cast.editor()).post(
        reverse("organisation", args=[draft.key]), TYPED | {"leitweg_id": "04011000-1234512345-06"}
    )
    assert page.status_code == 302
    draft = Application.objects.get(pk=draft.pk)
    facts = dict(chapters_of(plain(content_of(draft)))[0]["passages"][0]["facts"])
    assert facts["Anschrift"] == "Am Markt 1\n16225 Eberswalde"
    assert facts["Leitweg-ID"] == "04011000-1234512345-06"
    frozen = thaw(submitted(slug="anderer", title="Anderer").submissions.get().snapshot)
    assert frozen["applicant"]["street"] == "Am Markt 1"


def test_an_application_from_before_has_none_and_still_opens():
    draft = new_draft()
    draft.applicant.delete()
    page = signed_in(cast.editor()).get(reverse("organisation", args=[draft.key]))
    assert "Eberswalde" in page.content.decode()
    assert not Applicant.objects.exists()
