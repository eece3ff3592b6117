"""One record of what office and organisation write, from the application to the final account."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.models import Role
from applications.actions.correspondence import answer_conversation, begin_conversation
from applications.actions.erasing import erase_correspondence
from applications.actions.office import hand_over
from applications.agenda import agenda_of
from applications.checks.correspondence import Words
from applications.correspondence import unanswered_by_office, unread_by
from applications.models import Application, Conversation, Message, MessageDraft, MessageReading
from core import audit, clock
from core.models import OutboxMail
from reporting.overview import waiting_for
from tests import cast
from tests.applications.complete import pdf_file
from tests.applications.corresponding import asked, page, refused, replied
from tests.applications.drafts import new_draft, signed_in
from tests.evaluation import casting

pytestmark = pytest.mark.django_db
CANARY = "Kanarienvogel-4711"


@pytest.fixture
def application():
    cast.officer(), cast.editor(), cast.signatory()
    return casting.admitted(cast.open_call())


def duties() -> list:
    return [(duty.label, duty.due_at.date()) for duty in agenda_of(Application.objects.all())]


def test_a_question_waits_for_the_office_until_it_is_answered_and_each_sees_when_it_was_read(
    application,
):
    hand_over(application, cast.officer(), by=cast.officer(), note="")
    message = asked(application, files=[pdf_file("plan.pdf")])
    where = application.key, message.conversation.key
    assert [w.count for w in waiting_for(cast.officer()) if "Nachrichten" in w.label] == [1]
    assert "Eine Nachricht wartet auf Antwort" in page(cast.officer(), "work_queue")
    assert "Beginn" in page(cast.officer(), "office_correspondence")
    assert "Von der Programmstelle noch nicht gelesen" in page(
        cast.editor(), "conversation", *where
    )
    assert "plan.pdf" in page(cast.officer(), "conversation", *where)
    assert "von Olaf Ordentlich (Sachbearbeitung)" in page(cast.editor(), "conversation", *where)
    page(cast.officer(), "conversation", *where)
    assert MessageReading.objects.count() == 1
    replied(message)
    assert not unanswered_by_office(cast.officer()).exists()
    assert "Keine Nachricht wartet" in page(cast.officer(), "office_correspondence")
    assert "Neue Nachrichten der Programmstelle" in page(cast.editor(), "municipality_home")
    assert "Eine neue Nachricht" in page(cast.editor(), "task_list", application.key)
    page(cast.editor(), "conversation", *where)
    assert not unread_by(cast.editor()).exists() and unread_by(cast.signatory()).exists()
    assert "von Edda Entwurf (Bearbeitung)" in page(cast.officer(), "conversation", *where)


def test_the_mails_go_to_the_other_side_and_hold_a_link_but_no_content(application):
    message = asked(application, f"{CANARY} kostet mehr.", site="https://allmende.example")
    replied(message, f"{CANARY} ist in Ordnung.")
    mails = {mail.recipient: mail for mail in OutboxMail.objects.all()}
    team = {cast.editor().email, cast.signatory().email, casting.signatory(cast.town()).email}
    assert set(mails) == team | {cast.officer().email, cast.second_officer().email}
    address = reverse("conversation", args=[application.key, message.conversation.key])
    assert f"https://allmende.example{address}" in mails[cast.officer().email].body
    assert "unter „Schriftwechsel“" in mails[cast.editor().email].body
    for mail in mails.values():
        assert CANARY not in mail.subject + mail.body and "Beginn" not in mail.subject + mail.body


def test_an_answer_wanted_by_a_day_stands_on_the_agenda_until_it_is_given(application):
    day = clock.today() + timedelta(days=7)
    words = Words("Bitte nennen Sie den Baubeginn.", answer_by=day)
    message = begin_conversation(application, "Baubeginn", words, by=cast.officer())
    assert ("Antworten: Baubeginn", day) in duties()
    answer_conversation(message.conversation, Words("Im Mai."), by=cast.editor())
    assert ("Antworten: Baubeginn", day) not in duties()
    assert "Kürzen Sie den Text um 2.000 Zeichen" in refused(lambda: replied(message, "x" * 12_000))
    assert "Kürzen Sie den Betreff um 1 Zeichen" in refused(
        lambda: begin_conversation(application, "x" * 151, words, by=cast.officer())
    )
    past = Words("Bitte.", answer_by=clock.today() - timedelta(days=1))
    assert "schon vorbei" in refused(lambda: replied(message, past.text, answer_by=past.answer_by))


def test_a_note_says_who_reads_it_and_an_internal_one_never_reaches_the_municipality(application):
    message = asked(application)
    note = {"kind": "phone", "happened_at": clock.now(), "is_internal": True}
    replied(message, f"Frau Weber klang unsicher. {CANARY}", **note)
    assert unanswered_by_office(cast.officer()).exists()
    replied(message, "Frau Weber sagt, sie zieht die Frage zurück.", kind="phone", settles=True)
    assert not unanswered_by_office(cast.officer()).exists()
    where = application.key, message.conversation.key
    for person in (cast.officer(), cast.head_of_unit(), cast.auditor()):
        read = page(person, "conversation", *where)
        assert CANARY in read and "Die Kommune liest das nicht" in read
    client = signed_in(cast.editor())
    addresses = [reverse("conversation", args=where), reverse("application_zip", args=where[:1])]
    addresses += [reverse("application_history", args=where[:1]), "/api/v1/antraege/"]
    addresses += [f"/api/v1/antraege/{application.key}/nachrichten/"]
    seen = b"".join(client.get(address).content for address in addresses)
    assert b"Frau Weber sagt" in seen and CANARY.encode() not in seen
    inside = {"kind": "note", "is_internal": True}
    hidden = begin_conversation(
        application, f"Verdacht {CANARY}", Words("Prüfen.", **inside), by=cast.officer()
    )
    assert CANARY not in page(cast.editor(), "correspondence", application.key)
    assert (
        client.get(reverse("conversation", args=[where[0], hidden.conversation.key])).status_code
        == 404
    )
    assert "Dieser Betreff ist intern" in refused(lambda: replied(hidden, "Hallo"))


def test_guests_partners_reviewers_and_other_organisations_read_nothing(application):
    message = asked(application, CANARY, files=[pdf_file("geheim.pdf")])
    town, other = application.organisation, cast.town("Fernau")
    strangers = [
        cast.person("Gero Gast", Role.GUEST, town),
        cast.person("Petra Partner", Role.PARTNER, town),
        cast.person("Frida Fremd", Role.EDITOR, other),
        casting.reviewer("Gerda Gutachten").person,
        cast.researcher(),
        cast.person("Otto Doppel", Role.OFFICER),
    ]
    cast.person("Otto Doppel", Role.GUEST, town)
    where = application.key, message.conversation.key
    file = message.files.get().key
    addresses = [
        reverse("correspondence", args=where[:1]),
        reverse("conversation", args=where),
        reverse("message_file", args=[application.key, file]),
        f"/api/v1/antraege/{application.key}/nachrichten/",
    ]
    for person in strangers:
        client = signed_in(cast.person(person.name))
        answers = [client.get(address) for address in addresses]
        assert {answer.status_code for answer in answers} <= {403, 404}, person
        assert not any(CANARY in answer.content.decode() for answer in answers)
        assert not Message.objects.visible_to(cast.person(person.name)).exists()
        with pytest.raises(PermissionDenied):
            asked_by = cast.person(person.name)
            answer_conversation(message.conversation, Words("Ich auch."), by=asked_by)
    with pytest.raises(PermissionDenied):
        answer_conversation(message.conversation, Words("Prüfung"), by=cast.auditor())


def test_two_clicks_two_windows_and_the_back_button_send_one_message(application):
    message = asked(application, once="abc")
    assert asked(application, once="abc") == message == asked(application, once="other window")
    assert "schon eine Nachricht gesendet" in refused(
        lambda: asked(application, "Etwas anderes", once="abc")
    )
    assert Message.objects.count() == Conversation.objects.count() == 1
    client = signed_in(cast.editor())
    address = reverse("new_conversation", args=[application.key])
    sent = {"subject": "Beginn", "text": "Noch etwas anderes", "once": "abc"}
    again = client.post(address, sent)
    form = again.context["form"]
    assert "Noch etwas anderes" in again.content.decode() and form["once"].value() != "abc"
    client.post(address, sent | {"once": form["once"].value()})
    assert Message.objects.count() == 2


def test_what_is_typed_is_kept_until_it_is_sent_and_errors_lose_nothing(application):
    client = signed_in(cast.officer())
    address = reverse("new_conversation", args=[application.key])
    typed = {"subject": "Zweckbindung", "text": CANARY, "kind": "phone", "once": "k1"}
    assert client.post(address, typed, headers={"X-Autosave": "1"}).json()["saved_at"]
    assert CANARY in client.get(address).content.decode()
    assert CANARY not in page(cast.second_officer(), "new_conversation", application.key)
    wrong = client.post(address, typed).content.decode()
    assert "Wählen Sie, wer den Vermerk liest" in wrong and CANARY in wrong
    assert "Geben Sie Datum und Uhrzeit an" in wrong
    evil = SimpleUploadedFile("plan.pdf", b"MZ\x90 kein PDF" * 9)
    one = {"kind": "office", "text": CANARY, "subject": "Zweckbindung", "once": "k1"}
    answer = client.post(address, {**one, "files": [pdf_file("gut.pdf"), evil]}).content.decode()
    assert "„plan.pdf“: Der Inhalt der Datei passt nicht" in answer and CANARY in answer
    assert not Message.objects.exists()
    client.post(address, {**one, "files": [pdf_file("gut.pdf"), pdf_file("zwei.pdf")]})
    assert Message.objects.get().files.count() == 2 and not MessageDraft.objects.exists()
    late = client.post(address, typed, headers={"X-Autosave": "1"})
    assert late.status_code == 409 and not MessageDraft.objects.exists()


def test_nothing_is_edited_or_deleted_and_after_retention_only_the_text_goes(application):
    message = asked(application, CANARY, files=[pdf_file("plan.pdf")])
    page(cast.officer(), "conversation", application.key, message.conversation.key)
    rows = [message, message.conversation, message.files.get(), message.readings.get()]
    for row in rows:
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).delete()
    for change in ({"text": "anders"}, {"is_internal": True}, {"text": "", "kind": "note"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Message.objects.filter(pk=message.pk).update(**change)
    counts = erase_correspondence(application)
    assert counts == {"Nachrichten und Vermerke": 1, "Anlagen": 1}
    erased = Message.objects.get()
    assert (erased.text, erased.text_sha256) == ("", message.text_sha256)
    read = page(cast.editor(), "conversation", application.key, message.conversation.key)
    assert "nach Ablauf der Aufbewahrung gelöscht" in read and CANARY not in read
    (entry,) = audit.trail(message.conversation)
    assert entry.payload["after"]["text_sha256"] == message.text_sha256
    assert not list(audit.faults(message.conversation))


def test_the_own_export_holds_the_messages_and_their_files(application):
    asked(application, files=[pdf_file("plan.pdf")])
    answer = signed_in(cast.editor()).get(reverse("application_zip", args=[application.key]))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        (letter,) = json.loads(archive.read("schriftwechsel/schriftwechsel.json"))
        names = [name for name in archive.namelist() if name.endswith("plan.pdf")]
    assert letter["text"].startswith("Dürfen wir") and len(names) == 1


def test_the_call_says_how_long_a_message_may_be_and_what_goes_with_it():
    cast.officer(), cast.editor(), cast.signatory()
    limits = {"message_length": 100, "message_files": 1, "message_megabytes": 1}
    application = casting.admitted(cast.open_call(**limits))
    form = page(cast.editor(), "new_conversation", application.key)
    assert 'data-limit="100"' in form and "je höchstens 1 MB, bis zu eine Datei." in form
    assert "Kürzen Sie den Text um 1 Zeichen" in refused(lambda: asked(application, "x" * 101))
    two = [pdf_file("eins.pdf"), pdf_file("zwei.pdf")]
    assert "höchstens eine Datei" in refused(lambda: asked(application, files=two))
    large = SimpleUploadedFile("plan.pdf", b"%PDF-1.7" + b"0" * 1_100_000)
    assert "größer als 1 MB" in refused(lambda: asked(application, files=[large]))


def test_before_it_is_submitted_the_page_says_when_the_record_begins():
    draft = new_draft()
    read = page(cast.editor(), "correspondence", draft.key)
    assert "beginnt, wenn Ihr Antrag eingereicht ist" in read
    assert "beginnt" in refused(lambda: asked(draft))
