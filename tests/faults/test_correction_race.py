"""A call is corrected while its drafts are written and submitted (PostgreSQL, two processes)."""

import pytest
from django.db import connection

from applications.actions.drafting import save_answer
from applications.actions.editing import Edit
from applications.actions.migration import publish_correction
from applications.actions.submission import submit_application
from applications.checks.entry import declarations
from applications.models import Application
from core import audit, clock
from core.refusals import RuleViolation
from core.snapshots import thaw
from programmes.actions import correct_call, edit_basics, mark_of, offer_for_publication, remove_row
from programmes.models import CallVersion
from tests import cast
from tests.applications.complete import complete
from tests.faults.processes import FORK, forked

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TEXT = "Geschrieben, während sich der Aufruf änderte."


def ready_correction(call) -> CallVersion:
    """Return a correction without one question, waiting for the second person."""
    version = correct_call(call, by=cast.officer())
    fields = {"change_note": "Eine Frage entfällt."}
    version = edit_basics(version, fields=fields, seen=mark_of(version), by=cast.officer())
    remove_row(version, version.questions.get(code="kooperation"), by=cast.officer())
    return offer_for_publication(CallVersion.objects.get(pk=version.pk), by=cast.officer())


def at_once(*works) -> list[str]:
    """Run each work in a process of its own at the same moment; return what became of them."""
    together, outcomes = FORK.Barrier(len(works)), FORK.Queue()

    def run(number, work):
        connection.ensure_connection()
        together.wait()
        try:
            work()
            outcomes.put((number, "done"))
        except RuleViolation as refusal:
            outcomes.put((number, str(refusal)))

    processes = [forked(run, number, work) for number, work in enumerate(works)]
    found = dict(outcomes.get(timeout=120) for _work in works)
    for process in processes:
        process.join()
    return [found[number] for number in range(len(works))]


def publish(version: CallVersion) -> None:
    publish_correction(version, seen=version.version, by=cast.second_officer())


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


@pytest.mark.parametrize("code", ["klima", "kooperation"])
def test_an_answer_written_while_the_call_is_corrected_is_stored_set_aside_or_refused(code):
    draft = complete()
    version, editor = ready_correction(draft.call_version.call), cast.editor()
    cast.second_officer()
    question = draft.call_version.questions.get(code=code)
    stored = draft.answers.get(code=code)

    def write():
        edit = Edit({"value": TEXT, "done": True}, stored.version)
        save_answer(fresh(draft), question, edit, by=editor)

    published, written = at_once(lambda: publish(version), write)
    moved = fresh(draft)
    assert published == "done"
    assert moved.call_version.number == 2
    aside = [one["text"] for one in moved.call_changes.get().set_aside]
    in_place = moved.answers.get(code=code).value
    if code == "klima":
        assert written == "done"
        assert in_place == TEXT
    else:  # stored in time and set aside, or refused with the text still on the page
        assert (TEXT in aside) if written == "done" else "Ihre Eingaben stehen noch" in written
        assert in_place is None
        assert aside
    assert not list(audit.faults(moved))


def test_a_submission_at_the_same_moment_keeps_its_version_or_finds_the_new_one():
    draft = complete()
    version, signatory = ready_correction(draft.call_version.call), cast.signatory()
    cast.second_officer()
    seen, confirmed = fresh(draft).version, list(declarations(draft))

    def submit():
        submit_application(
            fresh(draft), by=signatory, at=clock.now(), confirmed=confirmed, seen=seen
        )

    published, submitted = at_once(lambda: publish(version), submit)
    after = fresh(draft)
    assert published == "done"
    if submitted == "done":
        assert after.call_version.number == 1
        assert not after.call_changes.exists()
        frozen = thaw(after.submissions.get().snapshot)
        assert frozen["call"]["version"] == 1
        assert "kooperation" in {one["code"] for one in frozen["answers"]}
    else:  # the signatory has to read the new version first
        assert after.call_version.number == 2
        assert after.status == "draft"
        assert not after.submissions.exists()
        assert after.call_changes.get().set_aside
    assert not list(audit.faults(after))
