"""A team adds colleagues itself; the last signatory stays, and nobody appoints themselves."""

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import override_settings
from django.urls import reverse

from accounts.models import Membership, Role
from core.models import OutboxMail
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return cast.person("Anna Amt", Role.ORG_ADMIN, cast.town())


def add(client, email, role):
    form = {"organisation": cast.town().key, "email": email, "role": role}
    return client.post(reverse("team"), form)


def test_an_administrator_adds_a_colleague_who_has_an_account(client, administrator):
    colleague = cast.person("Zoe Zeichnung")
    client.force_login(administrator)
    assert add(client, colleague.email, Role.SIGNATORY).status_code == 302
    assert Membership.objects.filter(person=colleague, role=Role.SIGNATORY).exists()


def test_an_unknown_address_and_one_own_signature_are_refused_at_the_field(client, administrator):
    client.force_login(administrator)
    unknown = add(client, "niemand@allmende.example", Role.EDITOR).content.decode()
    assert "noch kein Konto" in unknown
    own = add(client, administrator.email, Role.SIGNATORY).content.decode()
    assert "nicht selbst machen" in own


def test_an_editor_adds_nobody(client):
    client.force_login(cast.editor())
    assert add(client, cast.officer().email, Role.EDITOR).status_code == 403


def test_the_last_signatory_cannot_be_removed(client, administrator):
    signatory = cast.signatory()
    client.force_login(administrator)
    membership = Membership.objects.get(person=signatory)
    client.post(reverse("remove_member", args=[membership.key]))
    assert Membership.objects.valid().filter(pk=membership.pk).exists()
    cast.person("Zweite Zeichnung", Role.SIGNATORY, cast.town())
    client.post(reverse("remove_member", args=[membership.key]))
    assert not Membership.objects.valid().filter(pk=membership.pk).exists()


def test_members_of_other_organisations_are_not_found(client, administrator):
    client.force_login(administrator)
    stranger = Membership.objects.get(person=cast.editor(cast.town("Fremdstadt")))
    assert client.post(reverse("remove_member", args=[stranger.key])).status_code == 404


def test_mails_of_the_demonstration_stay_in_the_visible_outbox(client):
    with override_settings(EMAIL_BACKEND="core.outbox.OutboxBackend"):
        assert isinstance(mail.get_connection(), BaseEmailBackend)
        mail.send_mail("Betreff", "Text", None, ["kim@allmende.example"])
    assert OutboxMail.objects.get().recipient == "kim@allmende.example"
    assert "Betreff" in client.get(reverse("outbox")).content.decode()
