"""Files in an S3-compatible bucket: handed in, handed out to whom may see, outages said at once."""

import io
import socket
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import boto3
import environ
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from moto.server import ThreadedMotoServer

from applications.models import Document
from config.storage import storages
from core.models import StoredFile
from tests import cast
from tests.applications.complete import pdf_file
from tests.applications.drafts import new_draft, signed_in

pytestmark = pytest.mark.django_db
BUCKET = "unterlagen"
LONGEST = 10  # seconds until somebody who uploads has an answer


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """An S3-compatible server on a free port with one empty bucket; return its address."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "test")
        patch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
        server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
        server.start()
        address = "http://{}:{}".format(*server.get_host_and_port())
        client = boto3.client("s3", endpoint_url=address)
        client.create_bucket(
            Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
        )
        yield address
        server.stop()


def store_in(settings: Any, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """Configure the storage exactly as the environment would."""
    monkeypatch.setenv("ALLMENDE_S3_BUCKET", BUCKET)
    monkeypatch.setenv("ALLMENDE_S3_ENDPOINT", address)
    settings.STORAGES = storages(environ.Env(), Path("unused"), demo=True)


@pytest.fixture
def stored_remotely(bucket: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    store_in(settings, monkeypatch, bucket)


def upload(application: Any, file: Any) -> Any:
    address = reverse("documents", args=[application.key])
    return signed_in(cast.editor()).post(address, {"code": "projektplan", "file": file})


def test_a_file_goes_to_the_bucket_and_comes_back_with_the_same_checksum(stored_remotely):
    application, file = new_draft(), pdf_file()
    content = file.read()
    file.seek(0)
    assert upload(application, file).status_code == 302
    document = Document.objects.get()
    address = reverse("document", args=[application.key, document.key])
    answer = signed_in(cast.editor()).get(address)
    assert b"".join(answer.streaming_content) == content
    assert document.file.sha256 == sha256(content).hexdigest()
    assert answer["Content-Disposition"].startswith("attachment")


def test_nobody_reads_the_bucket_around_the_permission(stored_remotely):
    application = new_draft()
    upload(application, pdf_file())
    address = reverse("document", args=[application.key, Document.objects.get().key])
    stranger = cast.person("Frida Fremd", "editor", cast.town("Bernau"))
    assert signed_in(stranger).get(address).status_code == 404
    page = signed_in(cast.editor()).get(reverse("documents", args=[application.key]))
    assert StoredFile.objects.get().blob.name not in page.content.decode()


def test_a_file_that_was_changed_in_the_bucket_is_found(stored_remotely, bucket):
    upload(new_draft(), pdf_file())
    out = io.StringIO()
    call_command("check_files", stdout=out)
    assert "alle unverändert" in out.getvalue()
    name = StoredFile.objects.get().blob.name
    boto3.client("s3", endpoint_url=bucket).put_object(Bucket=BUCKET, Key=name, Body=b"anders")
    with pytest.raises(CommandError, match="1 Dateien stimmen nicht"):
        call_command("check_files", stdout=out)
    assert "weicht von der Prüfsumme ab" in out.getvalue()


@pytest.fixture
def deaf() -> Iterator[str]:
    """A storage that takes connections and never answers."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def test_an_upload_to_a_storage_that_is_away_is_refused_with_a_sentence(
    bucket, deaf, settings, monkeypatch
):
    application = new_draft()
    for address in ("http://127.0.0.1:9", deaf):
        store_in(settings, monkeypatch, address)
        begun = time.monotonic()
        page = upload(application, pdf_file()).content.decode()
        assert time.monotonic() - begun < LONGEST
        assert "Die Ablage für Dateien antwortet gerade nicht." in page
    assert not Document.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_download_while_the_storage_is_away_says_so_and_other_pages_work(
    bucket, settings, monkeypatch
):
    application = new_draft()
    store_in(settings, monkeypatch, bucket)
    upload(application, pdf_file())
    store_in(settings, monkeypatch, "http://127.0.0.1:9")
    editor, document = signed_in(cast.editor()), Document.objects.get()
    answer = editor.get(reverse("document", args=[application.key, document.key]))
    assert answer.status_code == 503
    assert answer["Retry-After"] == "120"
    assert "Ihre Datei ist nicht verloren" in answer.content.decode()
    assert editor.get(reverse("documents", args=[application.key])).status_code == 200
