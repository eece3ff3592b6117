"""A worker killed during an upload: nothing half stored, nothing doubled, the old file stays."""

import io
import os
import signal
import socket
import time
from datetime import timedelta
from typing import Any

import pikepdf
import pytest

from accounts.models import Role
from applications.actions import documents as actions
from applications.actions.tokens import Access, create_token
from applications.models import Application, Document
from core import audit, clock, files
from core.models import StoredFile
from tests import cast
from tests.applications.complete import pdf_file
from tests.applications.drafts import new_draft, signed_in
from tests.faults.processes import forked
from tests.faults.web import web, workers_of

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
STEPS = {"file put away": (files, "put_away"), "written down": (actions, "record_change")}
BOUNDARY = "a-part-of-the-file"


def die(*_arguments: object, **_options: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def hand_in(application: Application, name: str = "neu.pdf") -> Document:
    requirement = application.call_version.document_requirements.get(code="projektplan")
    return actions.hand_in_document(application, requirement, pdf_file(name), by=cast.editor())


@pytest.mark.parametrize("step", [*STEPS, "committed"])
def test_after_a_kill_the_retry_stores_the_file_and_the_old_one_is_still_there(step):
    application = new_draft()
    hand_in(application, "alt.pdf")

    def work() -> None:
        if step in STEPS:
            owner, name = STEPS[step]
            real = getattr(owner, name)
            setattr(owner, name, lambda *a, **o: (real(*a, **o), die()))
        hand_in(application)
        die()

    process = forked(work)
    process.join()
    assert process.exitcode == -signal.SIGKILL
    current = Document.objects.get(is_current=True)
    assert current.file.name == ("neu.pdf" if step == "committed" else "alt.pdf")
    assert current.file.blob.open("rb").read().startswith(b"%PDF")
    hand_in(application)
    assert Document.objects.filter(is_current=True).count() == 1
    stored = Document.objects.count()
    assert stored == StoredFile.objects.count() == (3 if step == "committed" else 2)
    assert list(audit.faults(application)) == []


def request_for(application: Application, content: bytes) -> bytes:
    """The whole request of an upload through the API, as bytes to send in parts."""
    person = cast.editor()
    mine = person.memberships.get(organisation=application.organisation, role=Role.EDITOR)
    expires = clock.today() + timedelta(days=1)
    _token, secret = create_token(mine, Access("Skript", ["write"], expires), by=person)
    part = 'Content-Disposition: form-data; name="file"; filename="neu.pdf"'
    body = f"--{BOUNDARY}\r\n{part}\r\nContent-Type: application/pdf\r\n\r\n".encode()
    body += content + f"\r\n--{BOUNDARY}--\r\n".encode()
    head = [
        f"POST /api/v1/antraege/{application.key}/unterlagen/projektplan/ HTTP/1.1",
        "Host: 127.0.0.1",
        f"Authorization: Bearer {secret}",
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}",
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def large_pdf() -> bytes:
    """A PDF of some megabytes: one page, and a stream that nothing compresses."""
    document, stream = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.Root.PieceInfo = document.make_stream(os.urandom(5_000_000))
    document.save(stream)
    return stream.getvalue()


def sent(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(request)
        return connection.makefile("rb").read()


@pytest.mark.parametrize(
    "share",
    [pytest.param(0.1, marks=pytest.mark.drill), 0.5, pytest.param(0.9, marks=pytest.mark.drill)],
)
def test_a_worker_killed_while_the_file_is_on_its_way_leaves_nothing_behind(
    share: float, database_url: str, tmp_path: Any
) -> None:
    application = new_draft()
    old = hand_in(application, "alt.pdf")
    content = large_pdf()
    request = request_for(application, content)
    with web(database_url, tmp_path) as (port, master):
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            connection.sendall(request[: int(len(request) * share)])
            time.sleep(0.5)
            (worker,) = workers_of(master)
            os.kill(worker, signal.SIGKILL)
            with pytest.raises(OSError):  # the sender learns that nothing was stored
                connection.sendall(request[int(len(request) * share) :])
                if not connection.recv(1):
                    raise ConnectionResetError
        assert Document.objects.get().file.name == "alt.pdf"
        address = f"/antrag/{application.key}/unterlagen/{old.key}/"
        assert signed_in(cast.editor()).get(address).status_code == 200
        for _ in range(20):  # the master starts another worker
            try:
                answer = sent(port, request)
            except OSError:
                answer = b""
            if answer:
                break
            time.sleep(0.5)
    assert b" 200 " in answer.split(b"\r\n")[0]
    assert Document.objects.get(is_current=True).file.size == len(content)
    assert Document.objects.count() == 2
