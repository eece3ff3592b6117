"""Who works for an organisation: add a person, end a role."""

from datetime import date, timedelta

from django.db import transaction

from accounts.actions.confirmation import request_confirmation
from accounts.models import APPLICANT_ROLES, OFFICE_ROLES, Membership, Organisation, Person, Role
from accounts.permissions import has_role
from core import audit, clock
from core.actors import Actor
from core.refusals import Finding, RuleViolation
from core.text import clean

LAST = {
    Role.SIGNATORY: "Die letzte zeichnungsberechtigte Person kann nicht entfernt werden.",
    Role.ORG_ADMIN: "Die letzte Person der Verwaltung kann nicht entfernt werden.",
}


def rename_person(person: Person, name: str) -> None:
    """Set the name that colleagues and the office read."""
    person.name = clean(name)
    person.save(update_fields=["name"])


def open_office(name: str) -> Organisation:
    """Return the programme office of that name, founded with its first person."""
    office, _ = Organisation.objects.get_or_create(kind=Organisation.Kind.FEDERAL, name=name)
    return office


@transaction.atomic
def add_member(
    organisation: Organisation,
    person: Person,
    role: str,
    *,
    by: Actor,
    until: date | None = None,
) -> Membership:
    """Give a person a role for an organisation from today; nobody appoints themselves to sign."""
    if role == Role.SIGNATORY and person.actor_key == by.actor_key:
        sentence = "Zeichnungsberechtigt können Sie sich nicht selbst machen."
        raise RuleViolation(Finding("own_signature", sentence, field="role"))
    membership, created = Membership.objects.get_or_create(
        person=person, organisation=organisation, role=role, valid_until=until
    )
    if created:
        change = {"after": {"person": person.key, "role": role}}
        audit.record(organisation, "add_member", by=by, change=change)
    return membership


@transaction.atomic
def join_organisation(organisation: Organisation, *, by: Person) -> Membership:
    """Make the first person who comes its editor, who may add colleagues; later ones are added.

    Nobody makes themselves a signatory: handing in always needs a second person. The office is
    asked to confirm the organisation; writing starts at once.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    team = organisation.memberships.valid().filter(role__in=APPLICANT_ROLES)
    if not Organisation.objects.may_apply().filter(pk=organisation.pk).exists():
        sentence = f"„{organisation.name}“ kann keinen Antrag stellen."
        raise RuleViolation(Finding("no_applicant", sentence, field="organisation"))
    if has_role(by, *OFFICE_ROLES, Role.AUDITOR):
        sentence = "Mit einer Rolle in der Programmstelle können Sie keinen Antrag bearbeiten."
        raise RuleViolation(Finding("office_person", sentence, field="organisation"))
    if team.exists():
        sentence = (
            f"Für „{organisation.name}“ arbeiten hier schon andere. Bitte lassen Sie sich von der "
            "Verwaltung Ihrer Organisation einladen."
        )
        raise RuleViolation(Finding("has_team", sentence, field="organisation"))
    add_member(organisation, by, Role.ORG_ADMIN, by=by)
    request_confirmation(organisation, by=by)
    return add_member(organisation, by, Role.EDITOR, by=by)


@transaction.atomic
def end_membership(membership: Membership, *, by: Actor) -> None:
    """End a role today; the row stays as evidence. The last signatory and administrator stay."""
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    others = membership.organisation.memberships.valid().exclude(pk=membership.pk)
    role = Role(membership.role)
    if role in LAST and not others.filter(role=role).exists():
        raise RuleViolation(Finding(f"last_{role}", LAST[role]))
    membership.valid_until = clock.today() - timedelta(days=1)
    membership.save(update_fields=["valid_until"])
    change = {"before": {"person": membership.person.key, "role": membership.role}}
    audit.record(membership.organisation, "end_membership", by=by, change=change)
