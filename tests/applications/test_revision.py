"""Revising and withdrawing are two things: the last valid submission counts until replaced."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from applications.actions.documents import hand_in_document
from applications.actions.formal import start_formal_check
from applications.actions.revision import discard_revision, open_revision
from applications.actions.rows import add_row, remove_row
from applications.actions.submission import Handover, submit_once, withdraw_application
from applications.checks.entry import declarations
from applications.models import Application, Measure, Submission
from applications.snapshot import content_of
from core import audit, clock
from core.refusals import RuleViolation
from core.text import plain
from tests import cast
from tests.applications.complete import answer, complete, pdf_file, submit, submitted, write_plan
from tests.applications.drafts import signed_in

pytestmark = pytest.mark.django_db


def fresh(application):
    return Application.with_copies.get(pk=application.pk)


def content(application):
    """Return what the application says, without the keys of its own."""
    found = plain(content_of(fresh(application)))
    found.pop("application")
    for document in found["documents"]:
        document.pop("key")
    return found


def codes(call, *arguments, **options):
    with pytest.raises(RuleViolation) as refused:
        call(*arguments, **options)
    return [finding.code for finding in refused.value.findings]


def revised():
    """Return a submitted application and its working copy with another answer."""
    application = submitted()
    copy = open_revision(application, by=cast.editor())
    answer(copy, "wirkung", "Jetzt noch besser.")
    return application, fresh(copy)


def test_a_working_copy_says_what_was_submitted():
    application = submitted()
    copy = open_revision(application, by=cast.editor())
    assert content(copy) == content(application)
    assert copy.status == "draft"


def test_an_unfinished_revision_never_counts():
    application, _ = revised()
    assert "Jetzt noch besser." not in json.dumps(content(application), ensure_ascii=False)
    assert list(Application.objects.all()) == [application]
    with time_machine.travel(application.deadline + timedelta(hours=1), tick=False):
        check = start_formal_check(fresh(application), by=cast.officer())
    assert check.application.submissions.count() == 1


def test_a_submitted_revision_replaces_the_content_and_gets_a_new_receipt():
    application, copy = revised()
    first = Submission.objects.get()
    second = submit(copy)
    application = fresh(application)
    assert (second.number, second.application) == (2, application)
    assert second.receipt_number == first.receipt_number == application.receipt_number
    assert second.snapshot.sha256 != first.snapshot.sha256
    assert application.submitted_at == second.received_at
    assert "Jetzt noch besser." in json.dumps(content(application), ensure_ascii=False)
    assert content(application) == content(copy)
    assert submit(copy) == second
    steps = [event.step for event in audit.trail(application)]
    assert steps[-3:] == ["revise", "replace_content", "issue_receipt"]


def test_rows_plan_and_documents_come_along():
    application = submitted()
    kept = application.measures.get().pk
    copy = open_revision(application, by=cast.editor())
    measure = {"name": "Brunnen", "topic_code": "wasser", "description": "Trinken"}
    add_row(copy, Measure, measure, by=cast.editor())
    write_plan(copy, staff="900000", grant="585000", own_cash="315000")
    plan = copy.call_version.document_requirements.get(code="projektplan")
    hand_in_document(copy, plan, pdf_file("neu.pdf"), by=cast.editor())
    submit(fresh(copy))
    application = fresh(application)
    assert [m.name for m in application.measures.all()] == ["Bäume", "Brunnen"]
    assert application.measures.first().pk == kept
    assert application.requested_amount == 585_000
    assert [d.file.name for d in application.documents.filter(is_current=True)] == ["neu.pdf"]
    assert application.documents.count() == 2


def test_what_the_revision_drops_is_gone_from_the_application():
    application = submitted()
    copy = open_revision(application, by=cast.editor())
    measure = {"name": "Brunnen", "topic_code": "wasser", "description": "Trinken"}
    add_row(copy, Measure, measure, by=cast.editor())
    remove_row(copy.measures.first(), by=cast.editor())
    submit(fresh(copy))
    assert [m.name for m in fresh(application).measures.all()] == ["Brunnen"]


def test_a_document_that_followed_meanwhile_stays():
    application = submitted()
    copy = open_revision(application, by=cast.editor())
    council = copy.call_version.document_requirements.filter(due_at__isnull=False).first()
    hand_in_document(application, council, pdf_file("beschluss.pdf"), by=cast.editor())
    submit(fresh(copy))
    names = {d.file.name for d in fresh(application).documents.filter(is_current=True)}
    assert names == {"projektplan.pdf", "beschluss.pdf"}


def test_a_revision_is_used_again_after_it_was_discarded_or_submitted():
    application, copy = revised()
    discard_revision(copy, by=cast.editor())
    again = open_revision(fresh(application), by=cast.editor())
    assert again.pk == copy.pk
    assert content(again) == content(application)
    submit(fresh(again))
    third = open_revision(fresh(application), by=cast.editor())
    assert third.pk == copy.pk
    assert submit(fresh(third)).number == 3


def test_there_is_one_revision_at_a_time_and_none_after_the_deadline():
    application, copy = revised()
    assert open_revision(application, by=cast.editor()) == copy
    discard_revision(copy, by=cast.editor())
    with time_machine.travel(application.deadline + timedelta(seconds=1), tick=False):
        assert codes(open_revision, fresh(application), by=cast.editor()) == ["too_late"]


def test_a_late_revision_is_refused_and_the_submission_counts():
    application, copy = revised()
    late = application.deadline + timedelta(milliseconds=1)
    assert codes(submit, copy, late) == ["too_late"]
    assert fresh(application).submissions.count() == 1


def test_withdrawing_takes_the_open_revision_along():
    application, copy = revised()
    withdraw_application(application, by=cast.signatory())
    assert fresh(copy).status == fresh(application).status == "withdrawn"
    with pytest.raises(RuleViolation):
        submit(fresh(copy))


def test_the_office_waits_for_an_open_revision_until_the_deadline():
    application, _ = revised()
    assert codes(start_formal_check, application, by=cast.officer()) == ["revision_open"]


def test_strangers_and_the_office_do_not_see_a_working_copy():
    _, copy = revised()
    url = reverse("task_list", args=[copy.key])
    assert signed_in(cast.officer()).get(url).status_code == 404
    with pytest.raises(PermissionDenied):
        discard_revision(copy, by=cast.person("Frida Fremd", "signatory", cast.town("Bernau")))


def test_the_same_key_gives_the_same_receipt_and_other_content_is_refused():
    application = complete()
    by, ticked = cast.signatory(), tuple(declarations(application))
    sent = Handover(clock.now(), ticked, seen=application.version, key="abc")
    first = submit_once(application, sent, by=by)
    assert submit_once(application, sent, by=by) == first
    other = Handover(clock.now(), ticked[:1], seen=application.version, key="abc")
    assert codes(submit_once, application, other, by=by) == ["key_used"]
    copy = open_revision(fresh(application), by=by)
    assert codes(submit_once, copy, sent, by=by) == ["key_used"]


def test_revising_and_withdrawing_are_two_buttons():
    application = submitted()
    client = signed_in(cast.signatory())
    page = reverse("check_application", args=[application.key])
    text = client.get(page).content.decode()
    assert "Überarbeiten</span>" in text
    assert "Zurückziehen</span>" in text
    answered = client.post(reverse("open_revision", args=[application.key]))
    copy = Application.with_copies.get(revises=application)
    assert answered.url == reverse("task_list", args=[copy.key])
    text = client.get(answered.url).content.decode()
    assert "Sie überarbeiten einen eingereichten Antrag" in text
    assert "Weiter überarbeiten" in client.get(page).content.decode()
    ticked = dict.fromkeys(declarations(copy), "on") | {"version": copy.version, "key": "k"}
    submitting = client.post(reverse("submit_application", args=[copy.key]), ticked)
    assert submitting.url == reverse("receipt", args=[application.key])
    again = client.post(reverse("submit_application", args=[copy.key]), ticked)
    assert again.url == submitting.url
    assert application.submissions.count() == 2


def test_a_discarded_revision_leads_back_to_the_submission():
    application, copy = revised()
    client = signed_in(cast.editor())
    answered = client.post(reverse("discard_revision", args=[copy.key]))
    assert answered.url == reverse("check_application", args=[application.key])
    assert fresh(copy).status == "withdrawn"
    closed = client.get(reverse("check_application", args=[copy.key])).content.decode()
    assert "verworfen" in closed
