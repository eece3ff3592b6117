"""A supplement request opens what the office names, and nothing else, until its own deadline."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import localtime

from applications.actions.documents import hand_in_document
from applications.actions.drafting import save_project
from applications.actions.editing import Edit
from applications.actions.formal import judge_rule, propose_admission, start_formal_check
from applications.actions.revision import open_revision
from applications.actions.supplement import Wanted, close_supplement, request_supplement
from applications.agenda import agenda_of
from applications.checks.entry import declarations
from applications.models import Application, FormalCheck
from awards.log_export import exceptions
from core import clock
from core.models import OutboxMail
from core.refusals import RuleViolation
from tests import cast
from tests.applications.complete import answer, pdf_file, submit, submitted
from tests.applications.drafts import signed_in

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def fresh(application):
    return Application.with_copies.get(pk=application.pk)


def codes(call, *arguments, **options):
    with pytest.raises(RuleViolation) as refused:
        call(*arguments, **options)
    return [finding.code for finding in refused.value.findings]


def asked(sections=("answer-wirkung",), documents=(), **call):
    """Return a submitted application of which the office wants something, and the request."""
    application = submitted(**call)
    check = start_formal_check(application, by=cast.officer())
    wanted = Wanted("Wie messen Sie die Wirkung?", clock.now() + WEEK, sections, documents)
    supplement = request_supplement(check, wanted, by=cast.officer())
    return fresh(application), supplement


def test_only_what_is_named_can_be_changed():
    application, _ = asked(documents=("projektplan",))
    copy = open_revision(application, by=cast.editor())
    answer(copy, "wirkung", "An 180 Punkten.")
    project = Edit({"title": "Anders"}, copy.project.version)
    assert codes(save_project, copy, project, by=cast.editor()) == ["section_closed"]
    required = copy.call_version.document_requirements
    plan, council = required.get(code="projektplan"), required.exclude(code="projektplan").first()
    hand_in_document(copy, plan, pdf_file("neu.pdf"), by=cast.editor())
    assert codes(hand_in_document, copy, council, pdf_file(), by=cast.editor()) == [
        "documents_closed"
    ]


def test_the_answer_has_a_receipt_and_the_check_goes_on():
    application, supplement = asked()
    arrived = application.submitted_at
    copy = open_revision(application, by=cast.editor())
    answer(copy, "wirkung", "An 180 Punkten.")
    receipt = submit(fresh(copy))
    application, supplement = fresh(application), type(supplement).objects.get()
    assert (receipt.number, receipt.receipt_number) == (2, application.receipt_number)
    assert application.status == "in_formal_check"
    assert application.submitted_at == arrived
    assert (supplement.answer, supplement.is_late) == (receipt, False)
    assert application.answers.get(code="wirkung").value == "An 180 Punkten."
    assert submit(fresh(copy)) == receipt


def test_the_machine_looks_again_and_the_officers_words_stay():
    application = submitted()
    check = start_formal_check(application, by=cast.officer())
    judge_rule(check, "assessable", verdict="met", note="Gelesen.", by=cast.officer())
    check.results.filter(code="answers").update(verdict="not_met", found=["Alt."])
    wanted = Wanted("Bitte ergänzen.", clock.now() + WEEK, ["answer-wirkung"])
    request_supplement(check, wanted, by=cast.officer())
    submit(open_revision(fresh(application), by=cast.editor()))
    results = {one.code: one for one in FormalCheck.objects.get().results.all()}
    assert results["answers"].verdict == "met"
    assert results["assessable"].note == "Gelesen."


@pytest.mark.parametrize(("rule", "accepted"), [("refuse", False), ("accept", True)])
def test_late_answers_follow_the_rule_of_the_call(rule, accepted):
    application, supplement = asked(late_supplements=rule)
    copy = open_revision(application, by=cast.editor())
    late = supplement.due_at + timedelta(milliseconds=1)
    if accepted:
        submit(copy, late)
        assert type(supplement).objects.get().is_late
        assert [event.step for event in exceptions()][0] == "accept_late"
    else:
        assert codes(submit, copy, late) == ["too_late"]
        assert submit(copy, supplement.due_at).received_at == supplement.due_at


def test_without_an_answer_the_check_goes_on_after_the_deadline():
    application, supplement = asked()
    copy = open_revision(application, by=cast.editor())
    assert codes(close_supplement, application, by=cast.officer()) == ["supplement_running"]
    with time_machine.travel(supplement.due_at + timedelta(seconds=1), tick=False):
        close_supplement(application, by=cast.officer())
    assert fresh(application).status == "in_formal_check"
    assert codes(submit, fresh(copy)) == ["wrong_moment"]


def test_no_result_while_the_municipality_may_answer():
    application, _ = asked()
    check = FormalCheck.objects.get()
    judge_rule(check, "assessable", verdict="met", note="", by=cast.officer())
    assert codes(propose_admission, check, by=cast.officer()) == ["supplement_open"]


def test_an_old_unfinished_revision_never_slips_into_the_answer():
    application = submitted()
    copy = open_revision(application, by=cast.editor())
    save_project(copy, Edit({"title": "Halb"}, copy.project.version), by=cast.editor())
    with time_machine.travel(application.deadline + timedelta(hours=1), tick=False):
        check = start_formal_check(fresh(application), by=cast.officer())
        wanted = Wanted("Bitte ergänzen.", clock.now() + WEEK, ["answer-wirkung"])
        request_supplement(check, wanted, by=cast.officer())
        again = open_revision(fresh(application), by=cast.editor())
        assert (again.pk, again.project.title) == (copy.pk, "Kühle Wege")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"text": " "}, "no_text"),
        ({"sections": ()}, "nothing_named"),
        ({"due_at": clock.now() - WEEK}, "in_the_past"),
    ],
)
def test_a_request_says_what_and_until_when(change, code):
    check = start_formal_check(submitted(), by=cast.officer())
    wanted = {"text": "Bitte.", "due_at": clock.now() + WEEK, "sections": ("plan",)} | change
    assert codes(request_supplement, check, Wanted(**wanted), by=cast.officer()) == [code]


def test_a_document_that_is_not_due_is_never_a_finding():
    check = start_formal_check(submitted(), by=cast.officer())
    result = check.results.get(code="council")
    assert result.verdict == "not_due"
    assert "darf bis" in result.found[0]


def test_the_office_asks_on_a_page():
    application = submitted()
    start_formal_check(application, by=cast.officer())
    office = signed_in(cast.officer())
    url = reverse("request_supplement", args=[application.key])
    due = localtime(clock.now() + WEEK).strftime("%d.%m.%Y %H:%M")
    sent = {"text": "Wie messen Sie?", "sections": ["answer-wirkung"], "due_at": due}
    assert office.get(url).status_code == 200
    assert office.post(url, sent | {"sections": []}).status_code == 409
    office.post(url, sent)
    assert OutboxMail.objects.filter(subject__contains="ergänzen").exists()
    duties = agenda_of(Application.objects.all())
    assert "Nachforderung beantworten" in [duty.label for duty in duties]


def test_the_town_answers_on_its_pages_and_the_office_sees_what_changed():
    application, _ = asked()
    office, town = signed_in(cast.officer()), signed_in(cast.signatory())
    page = reverse("check_application", args=[application.key])
    assert "bittet um eine Ergänzung" in town.get(page).content.decode()
    copy_page = town.post(reverse("open_revision", args=[application.key])).url
    text = town.get(copy_page).content.decode()
    copy = Application.with_copies.get(revises=application)
    assert f"/antrag/{copy.key}/frage/wirkung/" in text
    assert f"/antrag/{copy.key}/vorhaben/" not in text
    closed = town.get(reverse("project", args=[copy.key]), follow=True).content.decode()
    assert "gehört nicht zur Nachforderung" in closed
    answer(copy, "wirkung", "An 180 Punkten.")
    copy = fresh(copy)
    ticked = dict.fromkeys(declarations(copy), "on") | {"version": copy.version}
    town.post(reverse("submit_application", args=[copy.key]), ticked)
    checking = office.get(reverse("formal_check", args=[application.key])).content.decode()
    assert "Nachforderung beantwortet" in checking
    changed = office.get(reverse("editions", args=[application.key])).content.decode()
    assert "An 180 Punkten." in changed
    assert "Antwort auf eine Nachforderung" in changed
