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


def several(application, *files, code="nach-namen", **headers):
    url = reverse("documents", args=[application.key])
    return signed_in(cast.editor()).post(url, {"code": code, "file": list(files)}, headers=headers)


def test_several_files_at_once_find_their_documents_by_name():
    application = new_draft()
    files = [pdf_file("Ratsbeschluss_2027.pdf"), pdf_file("unser projektplan.pdf")]
    assert several(application, *files).status_code == 302
    stored = dict(Document.objects.values_list("code", "file__name"))
    assert stored["ratsbeschluss"] == "Ratsbeschluss_2027.pdf"
    assert stored["projektplan"] == "unser projektplan.pdf"


def test_a_file_that_fits_no_document_is_named_and_nothing_is_guessed():
    application = new_draft()
    page = several(application, pdf_file("projektplan.pdf"), pdf_file("scan0001.pdf"))
    assert (
        "„scan0001.pdf“ passt dem Namen nach nicht zu genau einer Unterlage"
        in page.content.decode()
    )
    assert not Document.objects.exists()


def test_several_files_for_one_document_are_refused():
    application = new_draft()
    page = several(application, pdf_file("a.pdf"), pdf_file("b.pdf"), code="projektplan")
    assert "geht nur eine Datei" in page.content.decode()
    page = several(application, pdf_file("projektplan1.pdf"), pdf_file("projektplan2.pdf"))
    assert "Zwei Dateien passen zu derselben Unterlage." in page.content.decode()
    assert not Document.objects.exists()


def test_of_several_files_the_good_ones_are_kept_and_each_bad_one_is_named():
    application = new_draft()
    bad = SimpleUploadedFile("ratsbeschluss.pdf", b"<html>")
    page = several(application, pdf_file("projektplan.pdf"), bad).content.decode()
    assert "„ratsbeschluss.pdf“: Der Inhalt der Datei passt nicht zur Endung" in page
    assert "„projektplan.pdf“ ist gespeichert" in page
    assert Document.objects.get().code == "projektplan"


def test_a_script_that_sends_files_one_by_one_is_told_each_result():
    application = new_draft()
    stored = several(application, pdf_file("projektplan.pdf"), **{"X-Upload": "1"})
    assert "ist gespeichert" in stored.json()["sentence"]
    bad = SimpleUploadedFile("ratsbeschluss.pdf", b"")
    refused = several(application, bad, **{"X-Upload": "1"})
    assert (refused.status_code, refused.json()["sentence"]) == (422, "Die Datei ist leer.")


def test_every_version_is_listed_with_size_checksum_time_and_person():
    application = new_draft()
    for name in ("alt.pdf", "neu.pdf"):
        hand_in_document(application, requirement(application), pdf_file(name), by=cast.editor())
    url = reverse("documents", args=[application.key])
    page = signed_in(cast.editor()).get(url).content.decode()
    for document in Document.objects.all():
        assert document.file.sha256 in page
        assert document.file.name in page
    assert page.count("Edda Entwurf") >= 3  # signed in, and at both versions
