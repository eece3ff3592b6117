"""Persons of an application: who represents the organisation, whom the office may ask."""

import pytest
from django.urls import reverse

from applications.actions import rows
from applications.actions.drafting import start_application
from applications.actions.editing import Edit
from applications.actions.erasing import erase_application
from applications.actions.revision import open_revision
from applications.api.rows import KINDS
from applications.checks.contacts import contacts_named
from applications.letters import application_pdf
from applications.models import Contact
from applications.reading import chapters_of
from applications.snapshot import content_of
from core import clock
from core.refusals import EditConflict
from core.snapshots import thaw
from core.text import plain
from core.workflow import Attempt
from evaluation.api.viewsets import JUDGED
from tests import cast
from tests.applications.complete import submitted
from tests.applications.drafts import new_draft, signed_in
from tests.pdf_reading import pages_of

pytestmark = pytest.mark.django_db
FINANCE = {
    "role": "finance",
    "name": "Jana Kern",
    "office": "Kämmerei",
    "email": "kern@stadt.example",
    "phone": "03381 58-7010",
}


def found_in(draft):
    at = Attempt(cast.editor(), clock.now())
    return [finding.sentence for finding in contacts_named(draft, at)]


def test_a_draft_begins_with_who_may_sign_and_who_writes():
    cast.signatory()
    draft = new_draft()
    roles = {contact.role: contact for contact in draft.contacts.all()}
    assert roles["representative"].email == cast.signatory().email
    assert roles["contact"].name == cast.editor().name
    assert found_in(draft) == []


def test_the_next_application_begins_with_the_persons_of_the_last_one():
    first = new_draft()
    rows.add_row(first, Contact, FINANCE, by=cast.editor())
    second = new_draft(slug="zweiter", title="Zweiter")
    assert second.contacts.filter(role="finance", phone="03381 58-7010").count() == 1
    assert start_application(second.call_version.call, cast.town(), by=cast.editor()) == (
        second,
        False,
    )
    assert second.contacts.count() == first.contacts.count()


def test_without_representative_and_contact_nothing_is_submitted():
    draft = new_draft()
    for contact in draft.contacts.all():
        rows.remove_row(contact, by=cast.editor())
    draft = type(draft).objects.get(pk=draft.pk)
    assert found_in(draft) == [
        "Nennen Sie, wer Ihre Organisation gesetzlich vertritt.",
        "Nennen Sie eine Ansprechperson für den Antrag.",
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"role": "representative"}, "Wählen Sie, worauf die Vertretung beruht"),
        ({"email": "kern"}, "Schreiben Sie die E-Mail-Adresse so: name@stadt.example"),
        ({"phone": "Vorzimmer"}, "Schreiben Sie die Telefonnummer mit Ziffern"),
        ({"office": ""}, "Nennen Sie Amt oder Funktion"),
    ],
)
def test_what_is_missing_is_said_at_its_field(typed, sentence):
    draft = new_draft()
    page = signed_in(cast.editor()).post(reverse("add_contact", args=[draft.key]), FINANCE | typed)
    assert sentence in page.content.decode()
    assert not draft.contacts.filter(role="finance").exists()


def test_a_person_is_added_on_the_page_and_read_in_the_application():
    draft = new_draft()
    client = signed_in(cast.editor())
    page = client.post(reverse("add_contact", args=[draft.key]), FINANCE, follow=True)
    assert "Ansprechperson für Finanzen: Jana Kern" in page.content.decode()
    passages = chapters_of(plain(content_of(draft)))[0]["passages"]
    persons = next(one for one in passages if one["section"] == "contacts")
    told = "Jana Kern, Kämmerei\nkern@stadt.example, 03381 58-7010"
    assert ("Ansprechperson für Finanzen", told) in persons["facts"]


def test_persons_are_frozen_for_the_office_and_kept_from_reviewers():
    application = submitted()
    frozen = thaw(application.submissions.get().snapshot)
    assert {one["role"] for one in frozen["contacts"]} >= {"representative", "contact"}
    assert "contacts" not in JUDGED
    assert "contacts" in KINDS


def test_the_pdf_of_an_application_names_its_persons():
    application = submitted()
    letter = " ".join(pages_of(application_pdf(application, application.submissions.get())))
    for person in application.contacts.all():
        assert person.name in letter
        assert person.email in letter


def test_an_application_from_before_persons_were_asked_is_revised_without_them():
    application = submitted()
    application.contacts.all().delete()
    copy = open_revision(application, by=cast.signatory())
    assert found_in(copy) == []
    rows.add_row(copy, Contact, FINANCE, by=cast.editor())
    assert len(found_in(type(copy).with_copies.get(pk=copy.pk))) == 2


def test_persons_are_erased_with_the_rest():
    application = new_draft()  # of its own: the recorded ones share their files with other tests
    count = application.contacts.count()
    assert erase_application(application)["Personen"] == count > 0
    assert not application.contacts.exists()


def test_two_people_who_change_one_person_do_not_overwrite_each_other():
    contact = new_draft().contacts.first()
    rows.change_row(contact, Edit({"phone": "030 1"}, 1), by=cast.editor())
    with pytest.raises(EditConflict):
        rows.change_row(contact, Edit({"phone": "030 2"}, 1), by=cast.editor())
