"""Surveys in waves: consent before answers, nothing changes in the field, answers in the data."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from core import clock
from core.models import OutboxMail
from core.refusals import EditConflict, RuleViolation
from reporting import jobs
from reporting.actions import build_data_set, request_data_set, sign_agreement
from reporting.actions.surveys import (
    answer_survey,
    begin_wave,
    close_wave,
    edit_wave,
    next_wave,
    save_question,
    start_wave,
)
from reporting.models import SurveyAnswer, SurveyInvitation, SurveyQuestion, SurveyWave
from reporting.research.surveys import questions as survey_questions
from reporting.research.surveys import surveys as survey_table
from reporting.research.tables import names_in
from reporting.surveys import UnreadableAnswers, read_answers, response_rates
from tests import cast
from tests.applications.drafts import signed_in
from tests.awards import running

pytestmark = pytest.mark.django_db


def basics(**more):
    return {
        "title": "Personal im Projekt",
        "purpose": "Wir untersuchen, ob Stellen besetzt werden.",
        "consent": "Art. 6 Abs. 1 a DSGVO.",
        "roles": ["editor"],
        "closes_on": clock.today() + timedelta(days=30),
        **more,
    }


QUESTIONS = (
    {"code": "offen", "label": "Sind Stellen offen?", "kind": "yes_no", "required": True},
    {"code": "zahl", "label": "Wie viele?", "kind": "number", "required": True}
    | {"condition_code": "offen", "condition_value": "yes"},
    {"code": "grund", "label": "Warum?", "kind": "text", "limit": 20, "required": False},
)


def prepared(**more) -> SurveyWave:
    wave = begin_wave(basics(**more), by=cast.researcher())
    for fields in QUESTIONS:
        wave = save_question(wave, "", fields, seen=wave.version, by=cast.researcher())
    return wave


@pytest.fixture
def award():
    return running.award("Eberswalde")


def in_field(**more) -> SurveyInvitation:
    """A wave in the field, and the invitation of Eberswalde, whose editor gets a mail."""
    cast.editor()
    start_wave(prepared(**more), by=cast.researcher())
    return SurveyInvitation.objects.get()


def test_a_wave_is_sent_to_the_roles_of_running_projects(award):
    cast.signatory()
    invitation = in_field()
    assert invitation.application == award.decision.candidacy.application
    mail = OutboxMail.objects.get(subject="Befragung: Personal im Projekt")
    assert mail.recipient == cast.editor().email
    assert "nicht förderrelevant" in mail.body
    assert "freiwillig" in mail.body


def test_without_question_purpose_or_audience_nothing_starts():
    wave = begin_wave(basics(purpose=" "), by=cast.researcher())
    with pytest.raises(RuleViolation) as refusal:
        start_wave(wave, by=cast.researcher())
    codes = {finding.code for finding in refusal.value.findings}
    assert codes == {"purpose", "questions", "audience"}


@pytest.mark.parametrize(
    "change",
    [
        lambda: SurveyWave.objects.update(purpose="Anders"),
        lambda: SurveyWave.objects.update(obligatory=True),
        lambda: SurveyQuestion.objects.update(label="Anders"),
        lambda: SurveyQuestion.objects.filter(code="grund").delete(),
    ],
)
def test_a_wave_in_the_field_never_changes(award, change):
    wave = in_field().wave
    with pytest.raises(RuleViolation, match="ändert sich nicht"):
        edit_wave(wave, basics(), seen=wave.version, by=cast.researcher())
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        change()


def test_somebody_elses_change_is_not_overwritten():
    wave = prepared()
    with pytest.raises(EditConflict):
        edit_wave(wave, basics(purpose="Neu"), seen=wave.version - 1, by=cast.researcher())


def test_nobody_answers_before_agreeing_and_errors_lose_nothing(award):
    invitation, client = in_field(), signed_in(cast.editor())
    url = reverse("answer_survey", args=[invitation.key])
    assert "Für die Begleitforschung, nicht förderrelevant" in client.get(url).content.decode()
    page = client.post(url, {"offen": "yes", "zahl": "", "grund": "x" * 21}).content.decode()
    assert "Kreuzen Sie an" in page
    assert "Beantworten Sie diese Frage" in page
    assert "x" * 21 in page
    assert not SurveyAnswer.objects.exists()
    client.post(url, {"consent": "on", "offen": "no", "zahl": "3", "grund": ""})
    assert dict(SurveyAnswer.objects.values_list("code", "value")) == {"offen": "no"}
    assert "Ihre Antworten" in client.get(url).content.decode()
    with pytest.raises(RuleViolation, match="schon eine Antwort"):
        answer_survey(invitation, {}, by=cast.editor())


def test_strangers_see_no_invitation(award):
    url = reverse("answer_survey", args=[in_field().key])
    stranger = cast.person("Frida Fremd", "editor", cast.town("Fernau"))
    assert signed_in(stranger).get(url).status_code == 404
    assert signed_in(cast.researcher()).get(url).status_code == 404


def test_a_voluntary_survey_can_be_declined_and_its_answers_taken_back(award):
    invitation, client = in_field(), signed_in(cast.editor())
    answer_survey(invitation, {"offen": "no"}, by=cast.editor())
    client.post(reverse("survey_consent", args=[invitation.key, "widerrufen"]))
    assert not SurveyAnswer.objects.exists()
    assert SurveyInvitation.objects.get().declined_on


def test_an_obligatory_survey_is_marked_and_cannot_be_declined(award):
    invitation, client = in_field(obligatory=True), signed_in(cast.editor())
    page = client.get(reverse("answer_survey", args=[invitation.key])).content.decode()
    assert "Ihr Bescheid verpflichtet zur Teilnahme" in page
    client.post(reverse("survey_consent", args=[invitation.key, "ablehnen"]))
    assert SurveyInvitation.objects.get().declined_on is None


def test_who_has_not_answered_is_reminded_once(award):
    in_field()
    with clock.stopped_at(clock.now() + timedelta(days=14)):
        jobs.remind_of_surveys()
        jobs.remind_of_surveys()
    assert OutboxMail.objects.filter(subject__startswith="Erinnerung").count() == 1


def test_rates_count_invited_answered_and_declined(award):
    answer_survey(in_field(), {"offen": "no"}, by=cast.editor())
    *_, total = response_rates(SurveyWave.objects.get())
    assert (total["invited"], total["answered"], total["declined"], total["rate"]) == (1, 1, 0, 1)


def test_a_closed_wave_takes_no_answers_and_the_next_one_asks_the_same(award):
    invitation = in_field()
    wave = close_wave(invitation.wave, by=cast.researcher())
    with pytest.raises(RuleViolation, match="beendet"):
        answer_survey(invitation, {"offen": "no"}, by=cast.editor())
    second = next_wave(wave, by=cast.researcher())
    assert second.number == 2
    assert [one.code for one in second.questions.all()] == ["offen", "zahl", "grund"]


def test_answers_come_from_other_tools_all_or_none(award):
    invitation = in_field()
    wave = invitation.wave
    head = "einladung;eingewilligt;offen;zahl\n"
    for line, fault in (
        (f"{invitation.key};nein;no;", "Einwilligung fehlt"),
        (f"{invitation.key};ja;vielleicht;", "angebotenen Antworten"),
        ("unbekannt;ja;no;", "gibt es nicht"),
    ):
        with pytest.raises(UnreadableAnswers, match=fault):
            read_answers(wave, io.BytesIO((head + line).encode()))
    client = signed_in(cast.researcher())
    wrong = {"file": SimpleUploadedFile("a.csv", f"{head}unbekannt;ja;no;".encode())}
    page = client.post(reverse("survey_import", args=[wave.key]), wrong)
    assert "gibt es nicht" in page.context["form"].errors["file"][0]
    file = SimpleUploadedFile("a.csv", f"{head}{invitation.key};ja;yes;3".encode())
    client.post(reverse("survey_import", args=[wave.key]), {"file": file})
    assert dict(SurveyAnswer.objects.values_list("code", "value")) == {"offen": "yes", "zahl": "3"}
    again = client.get(reverse("survey_export", args=[wave.key, "antworten"]))
    text = b"".join(again.streaming_content).decode()
    assert f'"{invitation.key}";"ja";"ja";"yes";"3";""' in text


def test_answers_stand_in_the_data_set_without_free_texts(award):
    version = award.decision.candidacy.application.call_version
    answer_survey(in_field(), {"offen": "no", "grund": "Frau Meier"}, by=cast.editor())
    sign_agreement(version, by=cast.researcher(), purpose="Prüfen")
    data_set = request_data_set(version, by=cast.researcher())
    names = names_in(data_set)
    table = survey_table(version, names)
    assert [(row["question"], row["answer"]) for row in table.rows] == [("offen", "no")]
    assert {row["application"] for row in table.rows} <= set(names.values())
    asked, number, why = survey_questions(table, names).rows
    assert (asked["question"], asked["codes"]) == ("offen", "yes=ja; no=nein")
    assert (asked["invited"], asked["values"], asked["missing_values"]) == (1, 1, 0)
    assert (number["values"], number["missing_values"]) == (0, 1)
    assert why["missing"].startswith("Freitext") and why["values"] == 0
    build_data_set(data_set, said=lambda percent, sentence: None)
    data_set.refresh_from_db()
    assert (data_set.rows["surveys"], data_set.rows["survey_questions"]) == (1, 3)


def test_research_prepares_a_wave_on_pages(award):
    client = signed_in(cast.researcher())
    typed = basics() | {"closes_on": f"{basics()['closes_on']:%d.%m.%Y}"}
    typed |= {"audience": "running", "reminder_days": 14}
    page = client.post(reverse("begin_survey"), typed)
    wave = SurveyWave.objects.get()
    assert page.url == reverse("survey", args=[wave.key])
    add = reverse("add_survey_question", args=[wave.key])
    page = client.post(add, {"code": "a b", "label": "Wie?", "kind": "choice", "seen": 1})
    assert "Nennen Sie mindestens zwei Antworten" in page.content.decode()
    choice = {"code": "wie", "label": "Wie?", "kind": "choice", "seen": 1}
    client.post(add, choice | {"choices_as_text": "gut | Gut\nschlecht | Schlecht"})
    cast.editor()
    client.post(reverse("survey_step", args=[wave.key, "start"]))
    assert SurveyWave.objects.get().status == "in_field"
    shown = client.get(reverse("survey", args=[wave.key])).content.decode()
    assert "Rücklauf" in shown
    assert signed_in(cast.officer()).get(reverse("survey", args=[wave.key])).status_code == 200
