"""A draft with a partner town, for the tests of consortia."""

from typing import Any

from accounts.actions.invitations import accept_invitation, join_by_invitation
from accounts.models import Organisation, Person
from applications.actions.consortium import invite_partner_person
from applications.actions.rows import add_row
from applications.models import Application, Partner, PartnerPerson
from core.models import OutboxMail
from tests import cast
from tests.applications.drafts import new_draft

SITE = "https://allmende.example"
EMAIL = "berta@bernau.example"


def with_partner(organisation: Organisation | None = None, **fields: Any) -> Partner:
    """Return the partner (Bernau, unless told otherwise) of Eberswalde's draft."""
    return add_partner(new_draft(), organisation or cast.town("Bernau"), **fields)


def add_partner(application: Application, organisation: Organisation, **fields: Any) -> Partner:
    values = {
        "name": f"Stadt {organisation.name}",
        "kind": organisation.kind,
        "organisation": organisation,
        "role": "Nachnutzung",
        **fields,
    }
    return add_row(application, Partner, values, by=cast.editor(application.organisation))


def invited(partner: Partner, email: str = EMAIL) -> PartnerPerson:
    by = cast.editor(partner.application.organisation)
    return invite_partner_person(partner, email, by=by, site=SITE)


def link(email: str) -> str:
    """Return the secret of the link in the last mail to this address."""
    mail = OutboxMail.objects.filter(recipient=email).latest("pk")
    return mail.body.split("/einladung/")[1].split("/")[0]


def at_work(partner: Partner, email: str = EMAIL) -> Person:
    """Return somebody of the partner who accepted the invitation."""
    invited(partner, email)
    known = Person.objects.filter(email=email).first()
    if known is None:
        return join_by_invitation(link(email), name="Berta Bernau", password=cast.PASSWORD)
    accept_invitation(link(email), by=known)
    return Person.objects.get(pk=known.pk)
