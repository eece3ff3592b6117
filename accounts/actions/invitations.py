"""Invite somebody by mail, take the invitation back, accept it."""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts import mails
from accounts.actions.team import add_member
from accounts.models import (
    OFFICE_ROLES,
    VISITOR_ROLES,
    Invitation,
    Organisation,
    Person,
    Role,
)
from accounts.models.invitation import VALID_FOR, digest_of
from accounts.permissions import has_role, has_role_for
from core import audit, clock
from core.refusals import Finding, RuleViolation
from core.text import clean

RUN_OUT = "Dieser Link gilt nicht mehr. Bitte lassen Sie sich eine neue Einladung schicken."


@dataclass(frozen=True)
class Call:
    """Who is asked, for which role, and for guests until when; `about` is a line of the mail."""

    email: str
    role: str
    until: date | None = None
    about: str = ""


@transaction.atomic
def invite_member(
    organisation: Organisation, email: str, role: str, *, by: Person, site: str
) -> Invitation:
    """The administration of an organisation asks a colleague by mail."""
    if not has_role_for(by, organisation, Role.ORG_ADMIN):
        raise PermissionDenied
    email = email.lower()
    if role == Role.SIGNATORY and email == by.email.lower():
        sentence = "Zeichnungsberechtigt können Sie sich nicht selbst machen."
        raise RuleViolation(Finding("own_signature", sentence, field="role"))
    members = organisation.memberships.valid().filter(role=role)
    if members.filter(person__email__iexact=email).exists():
        raise RuleViolation(Finding("is_member", "Die Person hat diese Rolle schon.", field="role"))
    return send_invitation(organisation, Call(email, role), by=by, site=site)


@transaction.atomic
def send_invitation(organisation: Organisation, call: Call, *, by: Person, site: str) -> Invitation:
    """Mail a new link; an earlier one for the same role stops working."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    waiting = organisation.invitations.waiting().exclude(role__in=VISITOR_ROLES)
    same = waiting.filter(email=call.email.lower(), role=call.role).first()
    invitation = same or Invitation(
        organisation=organisation, email=call.email.lower(), role=call.role
    )
    token = secrets.token_urlsafe(32)
    invitation.token_digest, invitation.role_until = digest_of(token), call.until
    invitation.invited_by, invitation.sent_at = by, clock.now()
    invitation.expires_at = invitation.sent_at + VALID_FOR
    invitation.save()
    mails.send_invitation(invitation, call.about, token, site)
    change = {"after": {"Rolle": invitation.get_role_display(), "Einladung": invitation.key}}
    audit.record(organisation, "send_invitation", by=by, change=change)
    return invitation


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Person) -> None:
    """Take an invitation back; its link stops working."""
    if not has_role_for(by, invitation.organisation, Role.ORG_ADMIN):
        raise PermissionDenied
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.accepted_at:
        raise RuleViolation(Finding("accepted", "Die Einladung ist schon angenommen."))
    invitation.withdrawn_at = clock.now()
    invitation.save(update_fields=["withdrawn_at"])
    change = {"before": {"Einladung": invitation.key}}
    audit.record(invitation.organisation, "withdraw_invitation", by=by, change=change)


@transaction.atomic
def join_by_invitation(token: str, *, name: str, password: str) -> Person:
    """Create the account of somebody new and accept: the link has shown that the address is theirs.

    The password has been checked by the form.
    """
    invitation = usable(token)
    if Person.objects.filter(email__iexact=invitation.email).exists():
        raise RuleViolation(
            Finding("has_account", "Sie haben schon ein Konto. Melden Sie sich an.")
        )
    person = Person.objects.create_user(invitation.email, password, name=clean(name))
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    accept_invitation(token, by=person)
    return person


@transaction.atomic
def accept_invitation(token: str, *, by: Person) -> Invitation:
    """Use the link once: the person it was sent to gets the role."""
    invitation = usable(token)
    if by.email.lower() != invitation.email:
        sentence = f"Die Einladung gilt für {invitation.email}."
        raise RuleViolation(Finding("other_person", sentence))
    if has_role(by, *OFFICE_ROLES, Role.AUDITOR):
        sentence = "Mit einer Rolle in der Programmstelle können Sie keinen Antrag bearbeiten."
        raise RuleViolation(Finding("office_person", sentence))
    invitation.accepted_by, invitation.accepted_at = by, clock.now()
    invitation.save(update_fields=["accepted_by", "accepted_at"])
    inviter: Any = invitation.invited_by or by
    until = invitation.role_until
    add_member(invitation.organisation, by, invitation.role, by=inviter, until=until)
    change = {"after": {"Einladung": invitation.key}}
    audit.record(invitation.organisation, "accept_invitation", by=by, change=change)
    by.__dict__.pop("current_memberships", None)
    return invitation


def usable(token: str) -> Invitation:
    """Lock the invitation of a link, or say that the link no longer works."""
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("organisation")
    invitation = rows.with_token(token)
    if invitation is None:
        raise RuleViolation(Finding("link_run_out", RUN_OUT))
    return invitation
