"""Programs read and write the record as the pages do, and say that they were programs."""

from hashlib import sha256

import pytest

from accounts.models import Role
from applications.actions.correspondence import begin_conversation
from applications.checks.correspondence import Words
from applications.correspondence import unread_by
from applications.models import MessageReading
from tests import cast
from tests.applications.complete import pdf_file
from tests.applications.corresponding import asked, page
from tests.applications.drafts import signed_in
from tests.applications.test_api import program
from tests.evaluation import casting

pytestmark = pytest.mark.django_db
LONGEST_ROLE = MessageReading._meta.get_field("actor_role").max_length


@pytest.fixture
def application():
    cast.officer(), cast.editor(), cast.signatory()
    return casting.admitted(cast.open_call())


def test_programs_read_and_write_within_their_scopes(application):
    address = f"/api/v1/antraege/{application.key}/nachrichten/"
    writer, reader = program(cast.editor(), "read", "write"), program(cast.editor(), "read")
    new = {"subject": "Konto", "text": "Wir haben ein neues Konto."}
    headers = {"Idempotency-Key": "k1"}
    first = writer.post(address, new, content_type="application/json", headers=headers)
    assert first.status_code == 200, first.content.decode()
    again = writer.post(address, new, content_type="application/json", headers=headers)
    assert again.json()["key"] == first.json()["key"]
    other = new | {"text": "Anders."}
    clash = writer.post(address, other, content_type="application/json", headers=headers)
    assert clash.status_code == 409 and "schon eine Nachricht" in clash.content.decode()
    sent = {"conversation": first.json()["conversation"], "text": "Beleg anbei."}
    answer = writer.post(address, {**sent, "files": [pdf_file("beleg.pdf")]})
    assert answer.json()["files"][0]["name"] == "beleg.pdf"
    file = answer.json()["files"][0]
    stored = reader.get(f"{address}anlagen/{file['key']}/")
    assert sha256(b"".join(stored.streaming_content)).hexdigest() == file["sha256"]
    assert stored["Content-Disposition"].startswith("attachment")
    assert reader.get(f"{address}anlagen/gibtesnicht/").status_code == 404
    assert reader.post(address, new, content_type="application/json").status_code == 403
    assert [one["text"] for one in reader.get(address).json()] == [new["text"], sent["text"]]
    assert reader.get("/api/v1/antraege/", {"sort": ",,,"}).status_code == 200
    empty = writer.post(address, {"text": "x"}, content_type="application/json").json()
    assert empty["findings"][0]["field"] == "subject"


def test_what_a_program_reads_is_read(application):
    message = begin_conversation(application, "Baubeginn", Words("Wann?"), by=cast.officer())
    own = asked(application)
    address = f"/api/v1/antraege/{application.key}/nachrichten/"
    read = program(cast.editor(), "read").get(address).json()
    by = "Bearbeitung, über die Schnittstelle"
    assert [[one["by"] for one in entry["read"]] for entry in read] == [[], [by]]
    where = application.key, message.conversation.key
    assert f"von Edda Entwurf ({by})" in page(cast.officer(), "conversation", *where)
    assert not unread_by(cast.editor()).exists() and unread_by(cast.signatory()).exists()
    assert signed_in(cast.auditor()).get(address).status_code == 200
    assert not own.readings.exists(), "the audit reads and leaves no mark"


def test_the_longest_role_reads_by_program_too(application):
    asked(application)
    address = f"/api/v1/antraege/{application.key}/nachrichten/"
    assert signed_in(cast.budget_officer()).get(address).status_code == 200
    reading = MessageReading.objects.get()
    assert reading.reader == f"{Role.BUDGET_OFFICER.label}, über die Schnittstelle"
    assert len(reading.reader) > LONGEST_ROLE, "the role alone fits its column"
