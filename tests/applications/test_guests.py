"""Guests read a draft and comment, for a limited time, and never judge it later."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Role
from applications.actions.guests import Visitor, invite_guest
from applications.models import Application, Guest, SectionComment
from core import clock
from core.models import OutboxMail
from evaluation.conflicts import conflicts
from evaluation.models import Candidacy
from evaluation.pool import case_of, reviewers_of
from tests import cast
from tests.applications.drafts import new_draft, signed_in
from tests.evaluation import casting

pytestmark = pytest.mark.django_db
ADVISER = "Gerda Gutachten"


def welcome(application: Application, days: int = 10, body: str = "Städtebund") -> None:
    """Invite the adviser and let her accept."""
    adviser = cast.person(ADVISER)
    visitor = Visitor(adviser.email, body, clock.today() + timedelta(days))
    by = cast.editor(application.organisation)
    invite_guest(application, visitor, by=by, site="http://testserver")
    link = re.search(r"(/einladung/[^/]+/)", OutboxMail.objects.order_by("-pk")[0].body)
    assert signed_in(adviser).post(link[1]).status_code == 302


def pages_of(application, *names):
    """Return the status of pages for the adviser."""
    client = signed_in(cast.person(ADVISER))
    return [client.get(reverse(name, args=[application.key])).status_code for name in names]


def test_a_guest_reads_and_comments_but_changes_nothing():
    draft = new_draft()
    welcome(draft)
    assert pages_of(draft, "task_list", "check_application") == [200, 200]
    assert pages_of(draft, "project", "plan", "guests") == [403, 403, 403]
    client = signed_in(cast.person(ADVISER))
    client.post(reverse("write_comment", args=[draft.key, "plan"]), {"text": "Zu hoch?"})
    assert SectionComment.objects.get().author.name == ADVISER
    share = client.post(reverse("share_section", args=[draft.key, "plan"]), {"version": 0})
    assert share.status_code == 403
    home = client.get(reverse("municipality_home")).content.decode()
    assert reverse("task_list", args=[draft.key]) in home


def test_a_guest_sees_this_draft_only():
    draft = new_draft()
    welcome(draft)
    new_draft(slug="anderer", title="Anderer Aufruf")
    seen = Application.objects.visible_to(cast.person(ADVISER))
    assert [one.pk for one in seen] == [draft.pk]


def test_access_ends_on_its_day_or_when_the_team_ends_it():
    draft = new_draft()
    welcome(draft, days=3)
    with clock.stopped_at(clock.now() + timedelta(days=4)):
        assert pages_of(draft, "task_list") == [404]
    end = reverse("end_guest", args=[draft.key, Guest.objects.get().key])
    signed_in(cast.editor()).post(end)
    assert pages_of(draft, "task_list") == [404]
    assert not cast.person(ADVISER).memberships.valid().filter(role=Role.GUEST).exists()


def test_a_guest_stays_ninety_days_at_most():
    draft, client = new_draft(), signed_in(cast.editor())
    day = clock.today() + timedelta(days=91)
    form = {"email": "x@y.example", "body": "Verband", "until": f"{day:%d.%m.%Y}"}
    page = client.post(reverse("guests", args=[draft.key]), form)
    assert "spätestens nach 90 Tagen" in page.content.decode()
    assert not Guest.objects.exists()


def test_whoever_read_the_draft_as_a_guest_never_judges_it():
    reviewer = casting.reviewer(ADVISER)
    employer = casting.reviewer("Gustav Gegenblick")
    body = cast.town("Städtebund")
    type(employer).objects.filter(pk=employer.pk).update(employer=body)
    application = casting.candidacy(cast.open_call()).application
    found = guests_against(application)
    assert "guest" not in found[reviewer.key]
    guest_by_hand(application)
    found = guests_against(application)
    assert "guest" in found[reviewer.key]
    assert "advised" in found[employer.key]


def guests_against(application):
    """Return the codes of all conflicts by reviewer."""
    case = case_of(Candidacy.objects.get(application=application))
    pool = reviewers_of(application.call_version)
    return {one.key: [finding.code for finding in conflicts(one, case)] for one in pool}


def guest_by_hand(application):
    """A guest from the time when the application was a draft."""
    draft = new_draft(cast.town("Anderstadt"), slug="anderer", title="Anderer Aufruf")
    welcome(draft)
    Guest.objects.update(application=application)
