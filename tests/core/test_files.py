"""Uploads are known by their content; every refusal has its own sentence."""

import io
import zipfile
from hashlib import sha256

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.actors import SYSTEM
from core.downloads import attachment
from core.files import UploadRule, safe_name, store_upload
from core.refusals import RuleViolation

pytestmark = pytest.mark.django_db
PDF_ONLY = UploadRule(["pdf"], 1)
MANY = UploadRule(["pdf", "xlsx", "png", "jpg"], 1)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0" * 40


def pdf(change=lambda document: None, **options) -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    change(document)
    stream = io.BytesIO()
    document.save(stream, **options)
    return stream.getvalue()


def office(main: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", f"<Types><Override ContentType='{main}'/>")
    return stream.getvalue()


XLSX = office("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml")
DOCX = office("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml")


def with_script(document):
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def with_launch(document):
    action = document.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe"))
    document.Root.OpenAction = action


def with_page_action(document):
    document.pages[0].AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript))


def with_nested_script(document):
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript)
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=action)
    document.pages[0].Annots = pikepdf.Array([link])


def with_attachment(document):
    document.attachments["x.exe"] = b"MZ"


def store(name: str, content: bytes, rule: UploadRule = PDF_ONLY):
    return store_upload(SimpleUploadedFile(name, content), rule, by=SYSTEM)


def refusal(name: str, content: bytes, rule: UploadRule = PDF_ONLY) -> str:
    with pytest.raises(RuleViolation) as refused:
        store(name, content, rule)
    return refused.value.findings[0].sentence


def test_a_pdf_is_stored_with_its_fingerprint_under_a_random_name():
    content = pdf()
    stored = store("Ratsbeschluss.pdf", content)
    assert stored.sha256 == sha256(content).hexdigest()
    assert stored.size == len(content)
    assert "Ratsbeschluss" not in stored.blob.name
    assert stored.blob.open().read() == content


def test_other_kinds_are_taken_when_the_call_allows_them():
    assert store("a.xlsx", XLSX, MANY).size == len(XLSX)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.pdf", b"", "Die Datei ist leer."),
        ("a.pdf", b"%PDF-1.7" + b"0" * 1024 * 1024, "Die Datei ist größer als 1 MB."),
        ("a.exe", pdf(), "Die Datei muss eine PDF sein."),
        ("ohne_endung", pdf(), "Die Datei muss eine PDF sein."),
        ("a.pdf", b"<html><script>", "passt nicht zur Endung"),
        ("a.pdf", PNG, "passt nicht zur Endung"),
        ("a.pdf", b"%PDF-1.7\n truncated", "Die Datei ist beschädigt"),
        ("a.pdf", pdf(encryption=pikepdf.Encryption(owner="o", user="u")), "Passwort geschützt"),
        ("a.pdf", pdf(encryption=pikepdf.Encryption(owner="o", user="")), "Passwort geschützt"),
        ("a.pdf", pdf(with_script), "aktive Inhalte"),
        ("a.pdf", pdf(with_launch), "aktive Inhalte"),
        ("a.pdf", pdf(with_page_action), "aktive Inhalte"),
        ("a.pdf", pdf(with_nested_script), "aktive Inhalte"),
        ("a.pdf", pdf(with_attachment), "aktive Inhalte"),
    ],
)
def test_each_fault_has_its_own_sentence(name, content, sentence):
    assert sentence in refusal(name, content)


@pytest.mark.parametrize(
    "content",
    [
        DOCX,
        b"PK\x03\x04 broken",
        office("nothing known"),
        office("spreadsheetml.sheet.main+xml"),
    ],
)
def test_a_zip_that_is_no_plain_workbook_is_no_xlsx(content):
    assert "passt nicht zur Endung" in refusal("a.xlsx", content, MANY)


def test_a_file_of_exactly_the_limit_is_taken():
    content = pdf()
    padded = content + b"\n" * (1024 * 1024 - len(content))
    assert store("a.pdf", padded).size == 1024 * 1024


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Daten\\plan.pdf", "plan.pdf"),
        ("a\x00\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("exe\u202efdp.pdf", "exefdp.pdf"),
        ("ä" * 300 + ".pdf", "ä" * 187 + ".pdf"),
    ],
)
def test_names_lose_what_is_dangerous(name, safe):
    assert safe_name(name) == safe


def test_a_download_is_saved_and_never_run():
    response = attachment(store("Beschluss „ä“.pdf", pdf()))
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    response.close()
