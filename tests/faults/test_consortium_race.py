"""Nobody gets two roles in one call, whoever invites, applies or submits at once (PostgreSQL)."""

import pytest

from applications.actions import consortium, rows
from applications.actions.drafting import start_application
from applications.actions.submission import Handover, submit_once
from applications.checks.consortium import roles_of
from applications.checks.entry import declarations
from applications.models import Application, Partner
from core import clock
from core.models import OutboxMail
from core.refusals import RuleViolation
from tests import cast
from tests.applications.complete import fill
from tests.applications.consortia import SITE, add_partner
from tests.applications.drafts import new_draft
from tests.faults.processes import FORK, both_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def two_drafts():
    """Two towns that both name Bernau as their partner; nobody has invited it yet."""
    first = new_draft()
    town = cast.town("Zossen")
    call = first.call_version.call
    second, _ = start_application(call, town, by=cast.editor(town))
    return [add_partner(draft, cast.town("Bernau")) for draft in (first, second)]


def inviting(partner, address):
    by = cast.editor(partner.application.organisation)
    return lambda: consortium.invite_partner_person(partner, address, by=by, site=SITE)


def roles(partner):
    leads, partnerships = roles_of(partner.application.call_version, partner.organisation)
    return len(leads) + len(partnerships)


def test_of_two_invitations_at_once_one_is_sent():
    first, second = two_drafts()
    found = both_at_once(inviting(first, "a@bernau.example"), inviting(second, "b@bernau.example"))
    assert found == ["bound_elsewhere", "done"]
    assert roles(first) == 1
    assert OutboxMail.objects.filter(recipient__endswith="@bernau.example").count() == 1


def test_an_invitation_and_an_application_of_the_same_town_exclude_each_other():
    partner, _ = two_drafts()
    town, call = partner.organisation, partner.application.call_version.call
    by = cast.editor(town)
    found = both_at_once(
        inviting(partner, "a@bernau.example"), lambda: start_application(call, town, by=by)
    )
    assert found in (["bound_as_partner", "done"], ["bound_elsewhere", "done"])
    assert roles(partner) == 1


def test_of_two_submissions_that_name_the_same_town_one_is_taken():
    partners = two_drafts()
    drafts = [fill(partner.application) for partner in partners]

    def submitting(draft):
        confirmed = list(declarations(draft))
        by = cast.signatory(draft.organisation)
        return lambda: submit_once(draft, Handover(clock.now(), confirmed), by=by)

    assert both_at_once(*map(submitting, drafts)) == ["bound_elsewhere", "done"]
    assert Application.objects.submitted().count() == 1
    assert Partner.objects.binding().count() == 1


def test_without_the_lock_on_the_call_both_invitations_would_be_sent(monkeypatch):
    """The control: the race is real, and it is the lock that decides it."""
    first, second = two_drafts()
    together = FORK.Barrier(2)

    def both_have_looked(application, organisation):
        found = rows.bound_elsewhere(application, organisation)
        together.wait(timeout=30)
        if found:
            raise RuleViolation(*found)

    monkeypatch.setattr(consortium, "refuse_bound", both_have_looked)
    found = both_at_once(inviting(first, "a@bernau.example"), inviting(second, "b@bernau.example"))
    assert found == ["done", "done"]
    assert roles(first) == 2
