"""An organisation starts one application to an open call."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.actions import join_organisation
from accounts.models import Membership, Organisation, Role
from applications.actions.drafting import start_application
from applications.models import Application
from core import audit, clock
from core.models import AuditEvent
from core.refusals import RuleViolation
from tests import cast
from tests.applications.drafts import signed_in

pytestmark = pytest.mark.django_db


def test_an_editor_starts_a_draft_with_an_empty_project():
    call = cast.open_call().call
    application, created = start_application(call, cast.town(), by=cast.editor())
    assert created
    assert application.status == Application.Status.DRAFT
    assert application.project.title == ""
    assert [event.step for event in audit.trail(application)] == ["start_application"]


def test_a_second_try_leads_to_the_existing_application():
    call = cast.open_call().call
    first, _ = start_application(call, cast.town(), by=cast.editor())
    second, created = start_application(call, cast.town(), by=cast.signatory())
    assert (second, created) == (first, False)
    page = signed_in(cast.editor()).post(
        reverse("start_application", args=[call.slug]),
        {"organisation": cast.town().key},
        follow=True,
    )
    assert page.redirect_chain[-1][0] == reverse("task_list", args=[first.key])
    assert "gibt es schon einen Antrag" in page.content.decode()


def test_nobody_starts_for_an_organisation_of_others():
    call = cast.open_call().call
    with pytest.raises(PermissionDenied):
        start_application(call, cast.town("Bernau"), by=cast.editor())


def test_before_and_after_the_period_nothing_starts():
    opens = clock.now() + timedelta(days=3)
    early = cast.open_call(opens_at=opens, slug="spaeter").call
    with pytest.raises(RuleViolation, match="beginnt erst am"):
        start_application(early, cast.town(), by=cast.editor())
    call = cast.open_call().call
    late = call.published_version.deadline_at + timedelta(seconds=1)
    with time_machine.travel(late, tick=False):
        with pytest.raises(RuleViolation, match="Die Frist ist am .* abgelaufen"):
            start_application(call, cast.town(), by=cast.editor())
    assert not Application.objects.exists()


def test_an_organisation_that_cannot_apply_is_refused_by_name():
    call = cast.open_call(eligible_kinds=["district"]).call
    with pytest.raises(RuleViolation, match="„Eberswalde“ kann sich .* nicht bewerben"):
        start_application(call, cast.town(), by=cast.editor())


def test_the_only_organisation_is_chosen_already_and_several_are_asked_for():
    call = cast.open_call().call
    person = cast.editor()
    page = signed_in(person).get(reverse("start_application", args=[call.slug]))
    assert page.context["form"]["organisation"].value() == cast.town().key
    cast.editor(cast.town("Bernau"))
    page = signed_in(person).get(reverse("start_application", args=[call.slug]))
    assert not page.context["form"]["organisation"].value()
    refused = signed_in(person).post(reverse("start_application", args=[call.slug]))
    assert "Wählen Sie die Organisation aus" in refused.content.decode()


def test_without_an_organisation_the_way_leads_through_the_directory_and_back():
    call = cast.open_call().call
    town = cast.town("Bernau")
    newcomer = signed_in(cast.person("Nele Neu"))
    page = newcomer.get(reverse("start_application", args=[call.slug]))
    assert page.url == f"{reverse('choose_organisation')}?aufruf={call.slug}"
    found = newcomer.get(page.url + "&q=bernau")
    assert f'name="aufruf" value="{call.slug}"' in found.content.decode()
    chosen = newcomer.post(
        reverse("choose_organisation"), {"organisation": town.key, "aufruf": call.slug}
    )
    assert chosen.url.startswith(reverse("start_application", args=[call.slug]))
    newcomer.post(chosen.url, {"organisation": town.key})
    assert Application.objects.get().organisation == town


def test_the_first_person_becomes_editor_and_it_is_recorded():
    town, newcomer = cast.town("Bernau"), cast.person("Nele Neu")
    membership = join_organisation(town, by=newcomer)
    assert (membership.person, membership.role) == (newcomer, Role.EDITOR)
    events = AuditEvent.objects.filter(record_key=town.key)
    assert {(event.step, event.actor_key) for event in events} == {("add_member", newcomer.key)}
    roles = set(town.memberships.values_list("role", flat=True))
    assert roles == {Role.EDITOR, Role.ORG_ADMIN}, "nobody is a signatory yet"


def test_whoever_comes_later_has_to_be_invited():
    cast.editor()
    page = signed_in(cast.person("Nele Neu")).post(
        reverse("choose_organisation"), {"organisation": cast.town().key}
    )
    assert "arbeiten hier schon andere" in page.content.decode()
    assert Membership.objects.filter(organisation=cast.town()).count() == 1


@pytest.mark.parametrize("who", [cast.officer, cast.head_of_unit, cast.auditor])
def test_nobody_of_the_office_joins_a_municipality(who):
    with pytest.raises(RuleViolation, match="Programmstelle"):
        join_organisation(cast.town(), by=who())


def test_a_ministry_or_an_uninhabited_area_cannot_be_joined():
    empty = cast.town("Gutsbezirk", inhabitants=0)
    federal = cast.officer().memberships.get().organisation
    for organisation in (empty, federal):
        with pytest.raises(RuleViolation, match="kann keinen Antrag stellen"):
            join_organisation(organisation, by=cast.person("Nele Neu"))


@pytest.mark.parametrize("typed", ["Ebers", "ebers", "12060052", "12 06 00 52", "16225", "1622"])
def test_the_directory_is_searched_by_name_key_and_postal_code(typed):
    town, other = cast.town(), cast.town("Bernau", postal_code="84001")
    page = signed_in(cast.person("Nele Neu")).get(reverse("choose_organisation"), {"q": typed})
    assert list(page.context["page"]) == [town]
    assert other in Organisation.objects.may_apply()


def test_the_directory_shows_nothing_before_a_search_and_says_when_nothing_is_found():
    cast.town()
    client = signed_in(cast.person("Nele Neu"))
    assert list(client.get(reverse("choose_organisation")).context["page"]) == []
    page = client.get(reverse("choose_organisation"), {"q": "Atlantis"})
    assert "Keine Treffer" in page.content.decode()
