"""Documents: stored with versions, refused with their reason, kept inside their deadlines."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications.actions.documents import hand_in_document, remove_document
from applications.models import Document
from core.models import StoredFile
from core.refusals import RuleViolation
from tests import cast
from tests.applications.complete import pdf_file, submitted
from tests.applications.drafts import new_draft, signed_in

pytestmark = pytest.mark.django_db


def requirement(application, code="projektplan"):
    return application.call_version.document_requirements.get(code=code)


def upload(client, application, file, code="projektplan"):
    url = reverse("documents", args=[application.key])
    return client.post(url, {"code": code, "file": file})


def test_replacing_a_document_keeps_the_earlier_version():
    application = new_draft()
    for _ in range(2):
        hand_in_document(application, requirement(application), pdf_file(), by=cast.editor())
    versions = Document.objects.order_by("number").values_list("number", "is_current")
    assert list(versions) == [(1, False), (2, True)]


def test_a_removed_document_stays_as_an_earlier_version():
    application = new_draft()
    hand_in_document(application, requirement(application), pdf_file(), by=cast.editor())
    remove_document(application, requirement(application), by=cast.editor())
    assert not Document.objects.get().is_current
    assert StoredFile.objects.exists()


def test_a_guest_hands_in_nothing():
    application = new_draft()
    guest = cast.person("Gustav Gast", "guest", application.organisation)
    with pytest.raises(PermissionDenied):
        hand_in_document(application, requirement(application), pdf_file(), by=guest)


def test_after_submission_only_what_may_follow_is_taken():
    application = submitted()
    with pytest.raises(RuleViolation):
        hand_in_document(application, requirement(application), pdf_file(), by=cast.editor())
    council = requirement(application, "ratsbeschluss")
    hand_in_document(application, council, pdf_file("beschluss.pdf"), by=cast.editor())
    with time_machine.travel(council.due_at + timedelta(seconds=1), tick=False):
        with pytest.raises(RuleViolation):
            hand_in_document(application, council, pdf_file(), by=cast.editor())


def test_the_page_takes_a_file_and_offers_it_for_saving():
    application = new_draft()
    client = signed_in(cast.editor())
    assert upload(client, application, pdf_file("Projektplan „ä“.pdf")).status_code == 302
    document = Document.objects.get()
    text = client.get(reverse("documents", args=[application.key])).content.decode()
    assert "Projektplan „ä“.pdf" in text
    assert "Sie dürfen die Unterlage bis" in text
    answered = client.get(reverse("document", args=[application.key, document.key]))
    assert answered["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answered["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("a.pdf", b""), "Die Datei ist leer."),
        (SimpleUploadedFile("a.pdf", b"<html>"), "passt nicht zur Endung"),
        (SimpleUploadedFile("a.docx", b"x"), "Die Datei muss eine PDF sein."),
    ],
)
def test_a_refused_file_is_named_at_its_field(file, sentence):
    application = new_draft()
    file.seek(0)
    text = upload(signed_in(cast.editor()), application, file).content.decode()
    assert text.count(sentence) == 2  # in the summary and at the field
    assert not Document.objects.exists()


def test_no_file_is_said_in_words():
    application = new_draft()
    url = reverse("documents", args=[application.key])
    text = signed_in(cast.editor()).post(url, {"code": "projektplan"}).content.decode()
    assert "Wählen Sie die Datei aus" in text


def test_a_stranger_finds_no_document():
    application = new_draft()
    hand_in_document(application, requirement(application), pdf_file(), by=cast.editor())
    url = reverse("document", args=[application.key, Document.objects.get().key])
    stranger = cast.person("Frida Fremd", "editor", cast.town("Bernau"))
    assert signed_in(stranger).get(url).status_code == 404
    assert signed_in(cast.officer()).get(url).status_code == 404
