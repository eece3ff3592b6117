"""Begin an application with the persons who are known already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from accounts.models import Membership, Role
from applications.models import Application, Contact

COPIED = ("role", "name", "office", "authority", "email", "phone")


def name_known(application: Application, by: Any) -> None:
    """Name the persons of the organisation's last application, else its team; all can change."""
    last = Contact.objects.filter(
        application__organisation=application.organisation, application__revises=None
    )
    newest = last.order_by("-application__created_at", "-application").first()
    rows = last.filter(application=newest.application_id) if newest else ()
    found = [{name: getattr(row, name) for name in COPIED} for row in rows]
    Contact.objects.bulk_create(
        Contact(application=application, position=position, **values)
        for position, values in enumerate(found or team_of(application, by), start=1)
    )


def team_of(application: Application, by: Any) -> Iterator[dict[str, str]]:
    """Yield who may sign, as representative, and who begins, as contact."""
    valid = Membership.objects.valid().filter(organisation=application.organisation)
    signatory = valid.filter(role=Role.SIGNATORY).select_related("person").order_by("pk").first()
    if signatory:
        yield {"role": Contact.Role.REPRESENTATIVE, **told(signatory)}
    own = valid.filter(person=by).exclude(role=Role.SIGNATORY).order_by("pk").first()
    if first := own or valid.filter(person=by).first():
        yield {"role": Contact.Role.CONTACT, **told(first)}


def told(membership: Membership) -> dict[str, str]:
    person = membership.person
    return {
        "name": person.name or person.email,
        "office": membership.get_role_display(),
        "email": person.email,
    }
