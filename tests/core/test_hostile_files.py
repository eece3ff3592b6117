"""More than forty hostile files: each is refused with the sentence that says what is wrong."""

import io
import random
import socket
import threading
import zipfile
import zlib
from contextlib import contextmanager

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.actors import SYSTEM
from core.downloads import attachment
from core.files import UploadRule, store_upload
from core.models import Job, StoredFile
from core.refusals import RuleViolation
from core.scanning.jobs import scan_waiting

pytestmark = pytest.mark.django_db
RULE = UploadRule(["pdf", "xlsx", "png", "jpg"], 2)
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
BOMB = b"0" * (3 * 1024 * 1024)
TYPE, DAMAGED, LOCKED = "passt nicht zur Endung", "beschädigt", "Passwort"
ACTIVE, MIXED, MACRO = "aktive Inhalte", "zweites Dateiformat", "Makros"
PACKED, ENTITY = "stark gepackt", "XML-Anweisungen"
TWO, HIDDEN = "zwei Endungen", "unsichtbare Zeichen"
ACTION = pikepdf.Dictionary


def pdf(change=lambda document: None, **options) -> bytes:
    document, stream = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    change(document)
    document.save(stream, **options)
    return stream.getvalue()


def workbook(main=SHEET, **parts) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f"<Types><Override ContentType='{main}'/></Types>")
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def picture(kind="PNG", size=(20, 10), **options) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, "navy").save(stream, kind, **options)
    return stream.getvalue()


def part(**content):
    name, text = next(iter(content.items()))
    return {f"xl/{name}.xml": text}


def opening(**action):
    return pdf(lambda d: setattr(d.Root, "OpenAction", ACTION(**action)))


def on_page(**keys):
    return pdf(lambda d: [setattr(d.pages[0], key, value) for key, value in keys.items()])


def attached(document):
    document.attachments["x.exe"] = b"MZ"


def annotated(document):
    file = ACTION(Type=pikepdf.Name.Filespec, EF=ACTION(F=document.make_stream(b"MZ")))
    note = ACTION(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, FS=file)
    document.pages[0].Annots = pikepdf.Array([note])


def with_form(document):
    document.Root.AcroForm = ACTION(XFA=document.make_stream(b"<xdp/>"))


def locked(**passwords):
    return pdf(encryption=pikepdf.Encryption(owner="o", **passwords))


JS, LAUNCH, IMPORT = pikepdf.Name.JavaScript, pikepdf.Name.Launch, pikepdf.Name.ImportData
RICH = pikepdf.Name.RichMediaExecute
ZIPPED = workbook()
HUGE = b"IHDR\0\0\xff\xff\0\0\xff\xff\x08\x02\0\0\0"
FLOOD = b"\x89PNG\r\n\x1a\n\0\0\0\r" + HUGE + zlib.crc32(HUGE).to_bytes(4)
FLOOD += b"\0\0\0\0IDAT" + zlib.crc32(b"IDAT").to_bytes(4)
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
LOL = '<!DOCTYPE lolz [<!ENTITY lol "lol">]><lolz>&lol;</lolz>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'

HOSTILE = [
    ("leer.pdf", b"", "leer"),
    ("leer.xlsx", b"", "leer"),
    ("gross.pdf", b"%PDF-1.7" + b"0" * 2 * 1024 * 1024, "größer als 2 MB"),
    ("programm.exe", b"MZ", "muss eine PDF"),
    ("ohne", b"%PDF-1.7", "muss eine PDF"),
    ("plan.docx", ZIPPED, "muss eine PDF"),
    ("plan.svg", b"<svg onload='x()'/>", "muss eine PDF"),
    ("plan.pdf", b"MZ\x90\0" + b"\0" * 200, TYPE),
    ("plan.pdf", b"<html><script>x()</script>", TYPE),
    ("plan.pdf", picture(), TYPE),
    ("plan.png", pdf(), TYPE),
    ("plan.jpg", picture(), TYPE),
    ("plan.xlsx", pdf(), TYPE),
    ("plan.xlsx", b"PK\x03\x04 kaputt", TYPE),
    ("plan.xlsx", workbook("text/plain"), TYPE),
    ("plan.xlsx", b"#!/bin/sh\n" + ZIPPED, TYPE),
    ("plan.exe.pdf", pdf(), TWO),
    ("plan.js.xlsx", ZIPPED, TWO),
    ("plan.PHP.png", picture(), TWO),
    ("plan.html.pdf", pdf(), TWO),
    ("fdp\u202exe.pdf", pdf(), HIDDEN),
    ("plan\x07.pdf", pdf(), HIDDEN),
    ("plan\ufeff.pdf", pdf(), HIDDEN),
    ("plan\u2066.pdf", pdf(), HIDDEN),
    ("plan.pdf", locked(user="u"), LOCKED),
    ("plan.pdf", locked(user=""), LOCKED),
    ("plan.xlsx", OLD, LOCKED),
    ("plan.pdf", b"%PDF-1.7\nabgeschnitten", DAMAGED),
    ("plan.png", picture()[:45], DAMAGED),
    ("plan.jpg", picture("JPEG")[:300], DAMAGED),
    ("plan.pdf", opening(S=JS, JS="app.alert(1)"), ACTIVE),
    ("plan.pdf", opening(S=LAUNCH, F="calc.exe"), ACTIVE),
    ("plan.pdf", opening(S=IMPORT, F="x.fdf"), ACTIVE),
    ("plan.pdf", opening(S=RICH), ACTIVE),
    ("plan.pdf", opening(S=pikepdf.Name.GoTo, Next=ACTION(S=JS, JS="x()")), ACTIVE),
    ("plan.pdf", on_page(AA=ACTION(O=ACTION(S=JS))), ACTIVE),
    ("plan.pdf", pdf(attached), ACTIVE),
    ("plan.pdf", pdf(annotated), ACTIVE),
    ("plan.pdf", pdf(with_form), ACTIVE),
    ("plan.pdf", pdf() + ZIPPED, MIXED),
    ("plan.png", picture() + ZIPPED, MIXED),
    ("plan.jpg", picture("JPEG") + ZIPPED, MIXED),
    ("plan.pdf", pdf().replace(b"\n", b"\n%<script>x()</script>\n", 1), MIXED),
    ("plan.xlsx", ZIPPED + b"MZ" * 40, MIXED),
    ("plan.xlsx", workbook(MACROS), MACRO),
    ("plan.xlsx", workbook(**{"xl/vbaProject.bin": "x"}), MACRO),
    ("plan.xlsx", workbook(**{"xl/embeddings/oleObject1.bin": "x"}), "eingebettete Objekte"),
    ("plan.xlsx", workbook(**{"xl/activeX/a.bin": "x"}), "eingebettete Objekte"),
    ("plan.xlsx", workbook(**{"../../etc/passwd": "x"}), "nach außen"),
    ("plan.xlsx", workbook(**{"/etc/passwd": "x"}), "nach außen"),
    ("plan.xlsx", workbook(**{"xl/bombe.xml": BOMB}), PACKED),
    ("plan.xlsx", workbook(**{f"{n}.xml": "" for n in range(5001)}), PACKED),
    ("plan.xlsx", workbook(**part(a=LOL)), ENTITY),
    ("plan.xlsx", workbook(**part(a=OUTSIDE)), ENTITY),
    ("plan.xlsx", workbook(**part(a=LOL.encode("utf-16-le"))), ENTITY),
    ("plan.xlsx", workbook(**{"_rels/.rels": LOL}), ENTITY),
    ("plan.png", FLOOD, "zu viele Bildpunkte"),
]


def store(name, content, rule=RULE):
    return store_upload(SimpleUploadedFile(name, content), rule, by=SYSTEM)


def test_there_are_at_least_forty_of_them():
    assert len(HOSTILE) >= 40


@pytest.mark.parametrize(
    ("name", "content", "sentence"), HOSTILE, ids=map(str, range(len(HOSTILE)))
)
def test_a_hostile_file_is_refused_with_its_own_sentence(name, content, sentence):
    with pytest.raises(RuleViolation) as refused:
        store(name, content)
    assert sentence in refused.value.findings[0].sentence
    assert not StoredFile.objects.exists()


def test_an_entity_far_behind_the_beginning_is_found_too():
    noise = random.Random(1).randbytes(20_000).hex()
    with pytest.raises(RuleViolation) as refused:
        store("plan.xlsx", workbook(**part(a=f"<!--{noise}-->{LOL}")))
    assert ENTITY in str(refused.value)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Beschluss Nr. 5.2 vom 3.4.2027.pdf", pdf()),
        ("plan.xlsx", ZIPPED),
        ("foto.JPEG", picture("JPEG")),
        ("../../etc/passwd.png", picture()),
    ],
)
def test_harmless_files_are_taken_without_their_path(name, content):
    assert "/" not in store(name, content).name


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_pictures_lose_place_camera_and_names(kind):
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Kamera von Frau Beispiel", 6
    stored = store(f"foto.{kind.lower()}", picture(kind, exif=exif))
    content = stored.blob.open().read()
    assert b"Kamera" not in content
    with Image.open(io.BytesIO(content)) as clean:
        assert not clean.getexif()
        assert clean.size == (10, 20)  # turned upright, as the camera said
    assert stored.size == len(content)


@contextmanager
def clamd(answer: bytes):
    """A scanner that reads INSTREAM to its end and always says the same."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve():
        connection, _ = server.accept()
        with connection:
            seen = b""
            while not seen.endswith(b"\0\0\0\0"):
                seen += connection.recv(65536)
            connection.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.close()


def test_what_the_scanner_calls_clean_is_handed_out(settings):
    with clamd(b"stream: OK\0") as settings.ALLMENDE_CLAMD:
        stored = store("plan.pdf", pdf())
    assert stored.scan == "clean"
    assert attachment(stored).status_code == 200


def test_what_the_scanner_finds_is_refused(settings):
    with (
        clamd(b"stream: Eicar-Signature FOUND\0") as settings.ALLMENDE_CLAMD,
        pytest.raises(RuleViolation, match="Schadsoftware"),
    ):
        store("plan.pdf", pdf())
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("answer", "state", "given"), [(b"stream: OK\0", "clean", 200), (b"x FOUND\0", "infected", 403)]
)
def test_while_the_scanner_is_down_files_wait_in_quarantine(settings, answer, state, given):
    settings.ALLMENDE_CLAMD = "127.0.0.1:1"
    stored = store("plan.pdf", pdf())
    assert stored.scan == "waiting"
    with pytest.raises(PermissionDenied):
        attachment(stored)
    scan_waiting()
    assert Job.objects.filter(function="core.scanning.jobs.scan_waiting").count() == 2
    with clamd(answer) as settings.ALLMENDE_CLAMD:
        scan_waiting()
    stored.refresh_from_db()
    assert stored.scan == state
    if given == 200:
        assert attachment(stored).status_code == given
    else:
        with pytest.raises(PermissionDenied):
            attachment(stored)
