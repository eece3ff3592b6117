"""The demonstration: every state, and something to do for everybody."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.models import Membership, Person
from applications.models import Application, FormalCheck
from applications.permissions import may_edit
from core import audit, clock
from core.models import AuditHead
from demo.loading import USUAL_NUMBER, USUAL_SEED, load
from demo.management.commands.demo_accounts import accounts
from demo.people import PASSWORD
from evaluation.frozen import is_reproducible
from evaluation.models import (
    Assignment,
    Candidacy,
    FundingDecision,
    PanelMotion,
    PanelPresence,
    PanelSession,
    Ranking,
    Review,
)
from programmes.models import BudgetYear, Call

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def demonstration(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Load once for all tests of this file, and take everything back."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(USUAL_NUMBER, USUAL_SEED, in_bulk=True)  # the same rows, sooner
        yield
        transaction.set_rollback(True)


NOT_PLAYED = {"supplement_requested"}  # no step leads there yet


def test_every_status_occurs():
    for model in (Application, FormalCheck, Candidacy, FundingDecision, Review):
        found = set(model.objects.values_list("status", flat=True))
        assert set(model.Status.values) - found <= NOT_PLAYED, model


def test_loading_again_is_refused_and_changes_nothing():
    before = Application.objects.count()
    with pytest.raises(CommandError, match="Es gibt schon Förderaufrufe"):
        call_command("load_demo")
    assert (Application.objects.count(), Call.objects.count()) == (before, 4)


def test_passwords_that_everyone_knows_stay_out_of_production(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="öffentliche Passwörter"):
        call_command("load_demo")


def test_the_accounts_can_play_every_step_that_needs_two_people():
    roles = [membership.role for membership in accounts()]
    assert sorted(roles) == sorted(
        ["editor", "signatory", "officer", "officer", "budget_officer", "head_of_unit"]
        + ["auditor", "cashier", "researcher", "reviewer", "reviewer"]
        + ["panel_chair", "panel_member", "minute_keeper"]
    )


def test_both_reviewers_have_a_review_to_write():
    for membership in accounts():
        if membership.role == "reviewer":
            mine = Assignment.objects.counting().filter(reviewer__person=membership.person)
            running = mine.filter(candidacy__status=Candidacy.Status.IN_REVIEW)
            assert running.exclude(review__status=Review.Status.SUBMITTED).exists()


def test_the_home_town_has_a_draft_half_done():
    editor = next(m.person for m in accounts() if m.role == "editor")
    mine = [one for one in Application.objects.filter(status="draft") if may_edit(one, editor)]
    assert [one.answers.filter(done=True).count() for one in mine] == [4]


def test_everyone_can_sign_in_with_the_printed_password(client):
    printed = StringIO()
    call_command("demo_accounts", stdout=printed)
    assert PASSWORD in printed.getvalue()
    for membership in accounts():
        assert membership.person.email in printed.getvalue()
    person = Person.objects.get(email="olaf.ordner@allmende.example")
    answer = client.post("/konto/login/", {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


def test_every_trail_holds():
    heads = AuditHead.objects.filter(record_type="applications.application")
    assert heads.count() == Application.with_copies.count()
    for application in Application.objects.order_by("pk")[:30]:
        assert not list(audit.faults(application))


def test_the_ranking_can_be_computed_again():
    assert [is_reproducible(one) for one in Ranking.objects.all()] == [True, True]


def test_no_budget_is_exceeded_and_the_shares_explain_it():
    for row in BudgetYear.objects.prefetch_related("shares__decision"):
        approved = [s.amount for s in row.shares.all() if s.decision.status == "approved"]
        assert row.committed == sum(approved) <= row.amount


def test_every_organisation_that_applies_has_a_signatory():
    signing = Membership.objects.filter(role="signatory").values("organisation")
    assert not Application.objects.exclude(organisation__in=signing).exists()


def test_a_session_of_the_jury_runs_today_and_waits_for_votes():
    running = PanelSession.objects.get(status=PanelSession.Status.OPEN)
    motion = PanelMotion.objects.get(session=running, closed_at=None)
    assert running.held_on == clock.today()
    there = PanelPresence.objects.filter(seat__session=running, left_at=None)
    assert 0 < motion.votes.count() < there.count() < running.seats.count()
