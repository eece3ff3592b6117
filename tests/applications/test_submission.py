"""Submitting: once, in time, by a signatory, frozen, with a receipt whose number is sound."""

import json
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from applications.actions.drafting import start_application
from applications.actions.submission import (
    offer_for_signature,
    return_to_draft,
    submit_application,
)
from applications.checks.entry import declarations
from applications.models import Application, Submission
from applications.receipts import is_receipt_number
from core import audit, clock
from core.models import OutboxMail
from core.refusals import RuleViolation
from tests import cast
from tests.applications.complete import answer, complete, fill, submit
from tests.applications.drafts import new_draft

pytestmark = pytest.mark.django_db


def refusal(application, **changes) -> list[str]:
    """Return the codes of the refusal when the signatory submits."""
    options = {
        "by": cast.signatory(application.organisation),
        "at": clock.now(),
        "confirmed": list(declarations(application)),
    }
    with pytest.raises(RuleViolation) as refused:
        submit_application(application, **(options | changes))
    return [finding.code for finding in refused.value.findings]


def test_a_submission_freezes_the_content_and_gives_a_receipt():
    application = complete()
    submission = submit(application)
    application = Application.objects.get(pk=application.pk)
    content = bytes(submission.snapshot.content)
    assert application.status == "submitted"
    assert sha256(content).hexdigest() == submission.snapshot.sha256
    frozen = json.loads(content)
    assert frozen["project"]["title"] == "Kühle Wege"
    assert frozen["plan"]["grant"] == "650000.00"
    assert frozen["receipt"]["number"] == application.receipt_number == submission.receipt_number
    assert (application.requested_amount, application.eligible_amount) == (650_000, 1_000_000)
    assert is_receipt_number(application.receipt_number)
    assert application.submitted_at == submission.received_at <= submission.committed_at


def test_a_second_click_gives_the_same_receipt():
    application = complete()
    first = submit(application)
    assert submit(application) == first
    assert Submission.objects.count() == 1
    assert [e.step for e in audit.trail(application)].count("submit") == 1


def test_numbers_of_a_programme_run_without_gap():
    call, serials = cast.open_call().call, []
    for name in ("Eberswalde", "Bernau", "Angermünde"):
        town = cast.town(name)
        draft, _ = start_application(call, town, by=cast.editor(town))
        serials.append(submit(fill(draft)).receipt_number.split("-")[2])
    assert serials == ["0001", "0002", "0003"]


def test_only_a_signatory_submits():
    application = complete()
    with pytest.raises(PermissionDenied):
        submit_application(application, by=cast.editor(), at=clock.now(), confirmed=[])


def test_an_editor_who_comes_second_gets_no_receipt_either():
    application = complete()
    submit(application)
    with pytest.raises(PermissionDenied):
        submit_application(application, by=cast.editor(), at=clock.now(), confirmed=[])


def test_every_reason_is_named_not_only_the_first():
    codes = refusal(new_draft())
    assert {"project_title", "plan_empty", "document_projektplan"} <= set(codes)


def test_each_declaration_is_confirmed_on_its_own():
    assert refusal(complete(), confirmed=["complete"]) == [
        "unconfirmed_authorised",
        "unconfirmed_subsidy",
    ]


def test_what_the_signatory_read_is_what_is_submitted():
    application = complete()
    answer(application, "wirkung", "Inzwischen geändert.")
    assert refusal(application, seen=application.version) == ["changed"]


@pytest.mark.parametrize(
    ("milliseconds", "accepted"), [(-1000, True), (-1, True), (0, True), (1, False), (1000, False)]
)
def test_the_deadline_counts_to_the_millisecond(milliseconds, accepted):
    application = complete()
    deadline = application.call_version.deadline_at
    at = deadline + timedelta(milliseconds=milliseconds)
    if accepted:
        assert submit(application, at).received_at == at
    else:
        assert refusal(application, at=at) == ["too_late"]
        assert Application.objects.get(pk=application.pk).status == "draft"


def test_everyone_who_works_on_it_gets_a_mail():
    application = complete()
    cast.signatory(), cast.editor()
    submission = submit(application)
    mails = OutboxMail.objects.filter(subject__contains=submission.receipt_number)
    assert {mail.recipient for mail in mails} == {cast.editor().email, cast.signatory().email}
    assert submission.snapshot.sha256 in mails[0].body


def test_a_draft_for_signature_cannot_be_edited_until_it_comes_back():
    application = complete()
    offer_for_signature(application, by=cast.editor())
    with pytest.raises(RuleViolation):
        answer(application, "wirkung", "Noch etwas.")
    return_to_draft(application, by=cast.signatory(), note="Bitte kürzen.")
    answer(application, "wirkung", "Gekürzt.")
    assert submit(application).number == 1


def test_the_database_refuses_to_change_what_was_submitted():
    submission = submit(complete())
    for change in (
        lambda: Submission.objects.filter(pk=submission.pk).update(receipt_number="X"),
        lambda: Submission.objects.filter(pk=submission.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_trail_holds_the_checksum():
    application = complete()
    submission = submit(application)
    last = audit.last(application)
    assert last.payload["after"]["sha256"] == submission.snapshot.sha256
    assert list(audit.faults(application)) == []


def test_submitting_costs_a_fixed_number_of_queries(django_assert_max_num_queries):
    application = complete()
    by, confirmed = cast.signatory(), list(declarations(application))
    with django_assert_max_num_queries(49):
        submit_application(application, by=by, at=clock.now(), confirmed=confirmed)
