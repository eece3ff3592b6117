"""Municipalities ask about a call; the office answers, and everybody reads it without names."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from applications.actions.inquiries import Wording, answer_inquiry, ask_about_call
from applications.models import Inquiry
from core import audit, clock
from core.models import OutboxMail
from core.refusals import RuleViolation
from tests import cast
from tests.applications.drafts import new_draft, signed_in

pytestmark = pytest.mark.django_db
ASKED = "Wir in Eberswalde fragen: Zählt Personal?"
WORDED = "Zählt eigenes Personal als Eigenanteil?"


def asked(version=None, text: str = ASKED) -> Inquiry:
    version = version or cast.open_call()
    return ask_about_call(version.call, cast.town(), text, by=cast.editor())


def answered(version=None, answer: str = "Nein, nur Geld.", question: str = WORDED) -> Inquiry:
    inquiry = asked(version, question)
    return answer_inquiry(inquiry, Wording(question, answer, inquiry.version), by=cast.officer())


def public_page(version, **query) -> str:
    address = reverse("call_answers", args=[version.call.slug])
    return Client().get(address, query).content.decode()


def test_a_question_is_asked_without_any_draft_and_the_officers_hear_of_it():
    version = cast.open_call()
    page = signed_in(cast.editor()).post(
        reverse("ask_about_call", args=[version.call.slug]),
        {"organisation": cast.town().key, "question": ASKED},
        follow=True,
    )
    assert "Ihre Frage ist gestellt" in page.content.decode()
    assert ASKED in page.content.decode()
    assert Inquiry.objects.get().original == ASKED
    mails = OutboxMail.objects.filter(subject__startswith="Eine Frage zum Aufruf")
    assert cast.officer().email in set(mails.values_list("recipient", flat=True))


def test_the_answer_is_public_and_names_neither_person_nor_town():
    version = cast.open_call()
    inquiry = asked(version)
    assert ASKED not in public_page(version)
    answer_inquiry(inquiry, Wording(WORDED, "Nein, nur Geld.", 1), by=cast.officer())
    page = public_page(version)
    assert WORDED in page and "Nein, nur Geld." in page
    assert "Eberswalde" not in page and "Edda" not in page
    assert Inquiry.objects.get().original == ASKED


def test_the_answer_reaches_the_asker_and_everybody_with_a_draft_once():
    draft = new_draft(cast.town("Neustadt"))
    signatory = cast.signatory(cast.town("Neustadt"))
    stranger = cast.person("Frida Fremd", "editor", cast.town("Fernau"))
    answered(draft.call_version)
    mails = OutboxMail.objects.filter(subject__startswith="Neue Antwort")
    recipients = list(mails.values_list("recipient", flat=True))
    assert sorted(recipients) == sorted([cast.editor().email, signatory.email])
    assert stranger.email not in recipients
    assert WORDED in mails.first().body and "Eberswalde" not in mails.first().body


def test_after_the_last_day_the_form_says_so_in_a_sentence():
    version = cast.open_call(questions_until=clock.now() + timedelta(days=2))
    address = reverse("ask_about_call", args=[version.call.slug])
    with time_machine.travel(version.questions_until, tick=False):
        assert asked(version).status == "open"
    with time_machine.travel(version.questions_until + timedelta(milliseconds=1), tick=False):
        page = signed_in(cast.editor()).get(address).content.decode()
        assert "Fragen zu diesem Aufruf waren bis" in page
        assert 'name="question"' not in page
        with pytest.raises(RuleViolation, match="waren bis"):
            asked(version, "Zu spät?")
    assert Inquiry.objects.count() == 1


def test_without_a_date_of_its_own_a_call_takes_questions_until_its_deadline():
    version = cast.open_call(questions_until=None)
    with time_machine.travel(version.closes_at, tick=False):
        asked(version)
    late = version.closes_at + timedelta(milliseconds=1)
    with time_machine.travel(late, tick=False), pytest.raises(RuleViolation):
        asked(version, "Zu spät?")


def test_only_people_of_the_municipality_ask_and_only_officers_answer():
    version = cast.open_call()
    with pytest.raises(PermissionDenied):
        ask_about_call(version.call, cast.town("Fernau"), ASKED, by=cast.editor())
    inquiry = asked(version)
    with pytest.raises(PermissionDenied):
        answer_inquiry(inquiry, Wording(WORDED, "Nein.", 1), by=cast.head_of_unit())
    assert Inquiry.objects.get().answer == ""


def test_sent_twice_it_is_one_question():
    version = cast.open_call()
    assert asked(version) == asked(version)
    assert audit.trail(Inquiry.objects.get()).count() == 1


def test_an_answer_without_words_is_refused_and_nothing_is_published():
    inquiry = asked()
    for question, answer in (("", "Nein."), (WORDED, " ")):
        with pytest.raises(RuleViolation, match="fehlt"):
            answer_inquiry(inquiry, Wording(question, answer, 1), by=cast.officer())
    stored = Inquiry.objects.get()
    assert (stored.status, stored.question, stored.number) == ("open", "", None)


def test_the_second_of_two_officers_overwrites_nothing_unseen():
    inquiry = asked()
    answer_inquiry(inquiry, Wording(WORDED, "Nein.", 1), by=cast.officer())
    page = signed_in(cast.second_officer()).post(
        reverse("inquiry", args=[inquiry.key]),
        {"question": WORDED, "answer": "Doch.", "seen": "1"},
    )
    assert page.status_code == 409
    text = page.content.decode()
    assert "inzwischen beantwortet" in text and "Doch." in text
    assert Inquiry.objects.get().answer == "Nein."


def test_a_published_answer_is_corrected_with_its_day_and_a_second_mail():
    inquiry = answered()
    corrected = answer_inquiry(
        inquiry, Wording(WORDED, "Ja, ab 2027.", inquiry.version), by=cast.officer()
    )
    assert corrected.number == 1 and corrected.published_at == inquiry.published_at
    page = public_page(inquiry.call.published_version)
    assert "Ja, ab 2027." in page and "berichtigt am" in page
    assert OutboxMail.objects.filter(subject__startswith="Berichtigte Antwort").exists()
    steps = [event.step for event in audit.trail(corrected)]
    assert steps == [
        *("ask_about_call", "publish_answer", "word_answer"),
        *("correct_answer", "word_answer"),
    ]
    assert audit.last(corrected).payload["before"]["Antwort"] == "Nein, nur Geld."


def test_answers_stand_newest_first_and_are_found_by_their_words():
    version = cast.open_call()
    for day, question in enumerate(("Was gilt für Bäume?", "Was gilt für Wege?"), 1):
        with time_machine.travel(clock.now() + timedelta(minutes=day)):
            answered(version, question=question)
    page = public_page(version)
    assert page.index("Wege") < page.index("Bäume")
    found = public_page(version, q="gilt bäume")
    assert "Was gilt für Bäume?" in found and "Was gilt für Wege?" not in found
    assert "Keine Antwort passt zu Ihrer Suche" in public_page(version, q="Brunnen")


def test_an_empty_page_says_what_to_do_next():
    version = cast.open_call()
    assert "Fragen Sie, wenn etwas unklar ist" in public_page(version)
    office = signed_in(cast.officer())
    page = office.get(reverse("inquiries", args=[version.call.key])).content.decode()
    assert "Keine Frage wartet auf Antwort" in page


def test_the_office_sees_what_waits_on_the_page_of_the_call_and_in_its_overview():
    inquiry = asked()
    office = signed_in(cast.officer())
    page = office.get(reverse("office_call", args=[inquiry.call.key])).content.decode()
    assert "eine offen" in page
    overview = office.get(reverse("office_home")).content.decode()
    assert f"Fragen beantworten: {inquiry.call.title}" in overview


def test_the_database_keeps_no_published_question_without_an_answer():
    inquiry = answered()
    with pytest.raises(IntegrityError):
        Inquiry.objects.filter(pk=inquiry.pk).update(answer="")


@pytest.mark.parametrize("many", [1, 3])
def test_the_public_page_asks_the_database_equally_often(many, django_assert_num_queries):
    version = cast.open_call()
    for number in range(many):
        answered(version, question=f"Frage {number}?")
    with django_assert_num_queries(12):
        public_page(version)
