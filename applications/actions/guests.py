"""Guests: somebody from outside reads a draft along and comments, for a limited time."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.actions import end_membership
from accounts.actions.invitations import Call, send_invitation
from accounts.models import Role
from applications.actions.teamwork import lock_before_submission
from applications.models import Application, Guest
from applications.permissions import may_edit
from core import audit, clock
from core.refusals import Finding, RuleViolation
from core.text import clean

LONGEST_STAY = timedelta(days=90)


@dataclass(frozen=True)
class Visitor:
    """Who is asked, for whom they work, and until which day they may read."""

    email: str
    body: str
    until: date


@transaction.atomic
def invite_guest(application: Application, visitor: Visitor, *, by: Any, site: str) -> Guest:
    """Ask somebody from outside by mail to read and comment on this draft."""
    application = lock_before_submission(application)
    if not may_edit(application, by):
        raise PermissionDenied
    if not clock.today() <= visitor.until <= clock.today() + LONGEST_STAY:
        sentence = "Der Zugang muss in der Zukunft enden, spätestens nach 90 Tagen."
        raise RuleViolation(Finding("wrong_day", sentence, field="until"))
    title = application.project.title or "Antrag ohne Titel"
    about = f"den Entwurf „{title}“ von „{application.organisation}“ zu lesen und zu kommentieren"
    call = Call(visitor.email, Role.GUEST, visitor.until, about)
    invitation = send_invitation(application.organisation, call, by=by, site=site)
    guest = Guest.objects.create(
        application=application, invitation=invitation, body=clean(visitor.body)
    )
    change = {"after": {"Für": guest.body, "Zugang bis": visitor.until}}
    audit.record(application, "invite_guest", by=by, change=change)
    return guest


@transaction.atomic
def end_guest(guest: Guest, *, by: Any) -> Guest:
    """End the access today; the row stays, so that a guest never judges the application."""
    application = Application.with_copies.select_for_update(of=("self",)).get(
        pk=guest.application_id
    )
    if not may_edit(application, by):
        raise PermissionDenied
    guest = Guest.objects.select_for_update(of=("self",)).get(pk=guest.pk)
    if guest.ended_at:
        return guest
    guest.ended_at = clock.now()
    guest.save(update_fields=["ended_at"])
    invitation = guest.invitation
    if invitation.accepted_by:
        rows = application.organisation.memberships.valid().filter(role=Role.GUEST)
        for membership in rows.filter(
            person=invitation.accepted_by, valid_until=invitation.role_until
        )[:1]:
            end_membership(membership, by=by)
    else:
        invitation.withdrawn_at = guest.ended_at
        invitation.save(update_fields=["withdrawn_at"])
    audit.record(application, "end_guest", by=by, change={"before": {"Für": guest.body}})
    return guest
