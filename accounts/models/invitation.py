"""Invitations: one link by mail, for one person, once, for a few days."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.db import models
from django.db.models import Q

from accounts.models.membership import Role
from accounts.models.organisation import Organisation
from accounts.models.person import Person
from core import clock
from core.models import Keyed

VALID_FOR = timedelta(days=14)


def digest_of(secret: str) -> str:
    """Return what is stored of a secret: from the stored one no link can be made."""
    return hashlib.sha256(secret.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Which invitations still count."""

    def waiting(self) -> InvitationQuerySet:
        """Neither accepted nor taken back; the link may have run out and can be sent again."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def usable(self) -> InvitationQuerySet:
        return self.waiting().filter(expires_at__gt=clock.now())

    def with_token(self, token: str) -> Invitation | None:
        """Return the usable invitation to which the link belongs."""
        return self.usable().filter(token_digest=digest_of(token)).first()


class Invitation(Keyed):
    """Somebody is asked by mail to work for an organisation in a role.

    `role_until` limits the role itself, as for guests.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    email = models.EmailField("E-Mail-Adresse")
    role = models.CharField("Rolle", max_length=20, choices=Role.choices)
    role_until = models.DateField("Zugang bis", null=True, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField("Gültig bis")
    accepted_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="accepted_invitations"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "Einladung"
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email", "role"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True)
                & ~Q(role__in=["guest", "partner"]),
                name="one_waiting_invitation_a_role",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.get_role_display()}"

    @property
    def has_run_out(self) -> bool:
        return self.expires_at <= clock.now()
