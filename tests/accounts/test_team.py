"""A team invites its colleagues itself; the last ones stay, and nobody appoints themselves."""

import re

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import override_settings
from django.urls import reverse

from accounts.models import Invitation, Membership, Person, Role
from core import clock
from core.models import OutboxMail
from tests import cast
from tests.applications.drafts import signed_in

pytestmark = pytest.mark.django_db
ANNA, NEW = "Anna Amt", "neu@stadt.example"


@pytest.fixture
def administrator():
    return cast.person(ANNA, Role.ORG_ADMIN, cast.town())


def invite(client, email=NEW, role=Role.SIGNATORY):
    form = {"organisation": cast.town().key, "email": email, "role": role}
    return client.post(reverse("team"), form)


def link_to(email=NEW):
    """Return the address in the latest mail to somebody."""
    body = OutboxMail.objects.filter(recipient=email).order_by("-pk")[0].body
    return re.search(r"http://testserver(/einladung/[^/]+/)", body)[1]


def join(client, link, name="Nora Neu", password=cast.PASSWORD):
    return client.post(link, {"name": name, "password": password})


def test_from_the_mail_to_the_team_by_one_link_and_one_password(client, administrator):
    assert invite(signed_in(administrator)).status_code == 302
    link = link_to()
    assert NEW in client.get(link).content.decode()
    answer = join(client, link)
    assert answer.url == reverse("municipality_home")
    person = Person.objects.get(email=NEW)
    assert person.memberships.get().role == Role.SIGNATORY
    assert str(person) == "Nora Neu"
    assert client.get(answer.url).status_code == 200


def test_a_link_works_once_and_is_stored_as_a_fingerprint_only(client, administrator):
    invite(signed_in(administrator))
    link = link_to()
    assert Invitation.objects.get().token_digest not in link
    assert link.split("/")[2] not in str(Invitation.objects.values())
    join(client, link)
    client.logout()
    assert client.get(link).status_code == 410
    assert join(client, link, "Zweite Person").status_code == 410


def test_a_link_runs_out_and_a_new_one_replaces_it(client, administrator):
    office = signed_in(administrator)
    invite(office)
    first = link_to()
    with clock.stopped_at(Invitation.objects.get().expires_at):
        assert client.get(first).status_code == 410
    office.post(reverse("repeat_invitation", args=[Invitation.objects.get().key]))
    assert client.get(first).status_code == 410
    assert client.get(link_to()).status_code == 200
    assert Invitation.objects.count() == 1


def test_an_invitation_is_taken_back(client, administrator):
    office = signed_in(administrator)
    invite(office)
    office.post(reverse("withdraw_invitation", args=[Invitation.objects.get().key]))
    assert client.get(link_to()).status_code == 410


def test_a_weak_password_is_refused_at_the_field_and_the_link_still_works(client, administrator):
    invite(signed_in(administrator))
    assert "al-errors" in join(client, link_to(), password="kurz").content.decode()
    assert join(client, link_to()).status_code == 302


def test_somebody_with_an_account_signs_in_and_presses_one_button(client, administrator):
    known = cast.person("Zoe Zeichnung")
    invite(signed_in(administrator), known.email)
    link = link_to(known.email)
    assert client.get(link).url.startswith(reverse("account_login"))
    stranger = signed_in(cast.person("Fremde Person"))
    assert stranger.post(link).status_code == 409
    assert signed_in(known).post(link).status_code == 302
    assert Membership.objects.filter(person=known, role=Role.SIGNATORY).exists()


def test_the_office_does_not_join_a_team_by_invitation(administrator):
    officer = cast.officer()
    invite(signed_in(administrator), officer.email)
    answer = signed_in(officer).post(link_to(officer.email))
    assert "Programmstelle" in answer.content.decode()
    assert not officer.memberships.filter(organisation=cast.town()).exists()


def test_one_own_signature_and_a_role_held_already_are_refused_at_the_field(administrator):
    office = signed_in(administrator)
    assert "nicht selbst machen" in invite(office, administrator.email).content.decode()
    again = invite(office, administrator.email, Role.ORG_ADMIN).content.decode()
    assert "hat diese Rolle schon" in again
    assert not Invitation.objects.exists()


def test_an_editor_invites_nobody():
    assert invite(signed_in(cast.editor())).status_code == 403


@pytest.mark.parametrize("role", [Role.SIGNATORY, Role.ORG_ADMIN])
def test_the_last_one_cannot_be_removed(administrator, role):
    cast.signatory()
    office = signed_in(administrator)
    membership = Membership.objects.get(role=role)
    office.post(reverse("remove_member", args=[membership.key]))
    assert Membership.objects.valid().filter(pk=membership.pk).exists()
    cast.person("Zweite Person", role, cast.town())
    office.post(reverse("remove_member", args=[membership.key]))
    assert not Membership.objects.valid().filter(pk=membership.pk).exists()


def test_a_team_with_one_signatory_is_warned_and_with_two_it_is_not(administrator):
    cast.signatory()
    office, warning = signed_in(administrator), "Nur eine Person ist zeichnungsberechtigt"
    assert warning in office.get(reverse("team")).content.decode()
    cast.person("Zweite Person", Role.SIGNATORY, cast.town())
    assert warning not in office.get(reverse("team")).content.decode()


def test_somebody_works_for_several_organisations(administrator):
    other = cast.town("Neustadt")
    cast.person(ANNA, Role.EDITOR, other)
    page = signed_in(administrator).get(reverse("team")).content.decode()
    assert "Eberswalde" in page and "Neustadt" in page
    assert page.count("Einladung senden") == 1


def test_members_of_other_organisations_are_not_found(administrator):
    stranger = Membership.objects.get(person=cast.editor(cast.town("Fremdstadt")))
    office = signed_in(administrator)
    assert office.post(reverse("remove_member", args=[stranger.key])).status_code == 404


def test_mails_of_the_demonstration_stay_in_the_visible_outbox(client):
    with override_settings(EMAIL_BACKEND="core.outbox.OutboxBackend"):
        assert isinstance(mail.get_connection(), BaseEmailBackend)
        mail.send_mail("Betreff", "Text", None, ["kim@allmende.example"])
    assert OutboxMail.objects.get().recipient == "kim@allmende.example"
    assert "Betreff" in client.get(reverse("outbox")).content.decode()
