"""A team shares an application: responsible people, dates, comments, internal approval."""

from datetime import date

import pytest
from django.urls import reverse

from applications.actions.submission import offer_for_signature
from applications.actions.teamwork import Share, share_section
from applications.checks import open_points
from applications.models import Application, SectionCare, SectionComment
from core import audit
from core.refusals import RuleViolation
from core.workflow import Attempt
from tests import cast
from tests.applications.complete import answer, complete, submit
from tests.applications.drafts import colleague, new_draft, signed_in

pytestmark = pytest.mark.django_db
SECTION = "answer-ausgangslage"


def address(name: str, application: Application, *more: str) -> str:
    return reverse(name, args=[application.key, *more])


def test_the_task_list_says_who_looks_after_a_section_and_until_when():
    draft, client = new_draft(), signed_in(cast.editor())
    form = {"person": colleague().pk, "due_on": "3.12.2026", "version": 0}
    client.post(address("share_section", draft, "plan"), form)
    assert SectionCare.objects.get().due_on == date(2026, 12, 3)
    page = client.get(address("task_list", draft)).content.decode()
    assert "Zuständig: Karl Kollege, bis 3." in page


def test_of_two_who_share_out_a_section_at_once_the_second_is_told():
    draft, client = new_draft(), signed_in(cast.editor())
    for person in (colleague(), cast.editor()):
        form = {"person": person.pk, "version": 0}
        answered = client.post(address("share_section", draft, "plan"), form, follow=True)
    assert "Jemand hat das gerade geändert" in answered.content.decode()
    assert SectionCare.objects.get().person == colleague()


def test_only_the_team_can_be_made_responsible():
    draft = new_draft()
    form = {"person": cast.officer().pk, "version": 0}
    page = signed_in(cast.editor()).post(address("share_section", draft, "plan"), form)
    assert "al-errors" in page.content.decode()
    assert not SectionCare.objects.exists()


def test_a_comment_stays_with_its_section_until_and_after_it_is_settled():
    draft, client = new_draft(), signed_in(cast.editor())
    client.post(address("write_comment", draft, SECTION), {"text": "Welche Zahlen?"})
    assert "1 offener Kommentar" in client.get(address("task_list", draft)).content.decode()
    settle = address("resolve_comment", draft, SectionComment.objects.get().key)
    signed_in(colleague()).post(settle)
    assert SectionComment.objects.get().resolved_by == colleague()
    assert "Welche Zahlen?" in client.get(address("section", draft, SECTION)).content.decode()
    assert "offener Kommentar" not in client.get(address("task_list", draft)).content.decode()
    assert [event.step for event in audit.trail(draft)][-2:] == ["write_comment", "resolve_comment"]


def test_after_submission_nobody_comments_any_more():
    application = complete()
    submit(application)
    client = signed_in(cast.editor())
    page = client.post(address("write_comment", application, "plan"), {"text": "Zu spät"})
    assert page.status_code == 302
    assert not SectionComment.objects.exists()


@pytest.fixture
def awaited() -> Application:
    """A complete draft whose first answer the treasury (here Karl) has to approve."""
    application = complete()
    share_section(application, SECTION, Share(approver=colleague()), seen=0, by=cast.editor())
    return Application.objects.get(pk=application.pk)


def approve(application, person):
    client = signed_in(person)
    page = client.get(address("section", application, SECTION))
    form = {"seen": page.context["digest"]}
    return client.post(address("approve_section", application, SECTION), form)


def codes(application):
    fresh = Application.objects.get(pk=application.pk)
    return [point.code for point in open_points(fresh, Attempt(by=cast.editor()))]


def test_an_internal_approval_precedes_release(awaited):
    assert codes(awaited) == ["not_approved"]
    with pytest.raises(RuleViolation, match="interne Freigabe durch Karl Kollege"):
        offer_for_signature(awaited, by=cast.editor())
    approve(awaited, colleague())
    assert codes(awaited) == []
    fresh = Application.objects.get(pk=awaited.pk)
    assert offer_for_signature(fresh, by=cast.editor()).status == fresh.Status.AWAITING_SIGNATURE


def test_nobody_approves_for_somebody_else(awaited):
    assert approve(awaited, cast.editor()).status_code == 403
    assert codes(awaited) == ["not_approved"]


def test_a_section_that_changes_after_its_approval_is_approved_again(awaited):
    approve(awaited, colleague())
    answer(awaited, "wertschoepfung", "Eine andere Antwort.")
    assert codes(awaited) == []
    answer(awaited, "ausgangslage", "Neue Lage.")
    assert codes(awaited) == ["not_approved"]


def test_what_changed_while_it_was_read_is_not_approved(awaited):
    client = signed_in(colleague())
    seen = client.get(address("section", awaited, SECTION)).context["digest"]
    answer(awaited, "ausgangslage", "Neue Lage.")
    client.post(address("approve_section", awaited, SECTION), {"seen": seen})
    assert codes(awaited) == ["not_approved"]
