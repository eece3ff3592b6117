"""Give a program access for one membership, and take it back."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import APPLICANT_ROLES, Membership, Role
from applications.models import ApiToken
from core import audit, clock
from core.refusals import Finding, RuleViolation

PREFIX = "allmende_"
NOTED_AGAIN = timedelta(minutes=5)


@dataclass(frozen=True)
class Access:
    """What a token is for: its name, what it may do, until which day."""

    name: str
    scopes: Collection[str]
    expires_on: date


@transaction.atomic
def create_token(membership: Membership, access: Access, *, by: Any) -> tuple[ApiToken, str]:
    """Store the token's checksum and return the token itself, this once."""
    if membership.person_id != by.pk or membership.role not in APPLICANT_ROLES:
        raise PermissionDenied
    if ApiToken.Scope.SUBMIT in access.scopes and membership.role != Role.SIGNATORY:
        sentence = "Einreichen darf nur der Zugangsschlüssel einer zeichnungsberechtigten Person."
        raise RuleViolation(Finding("not_signatory", sentence, field="scopes"))
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        membership=membership,
        name=access.name,
        sha256=checksum(secret),
        scopes=list(access.scopes),
        expires_on=access.expires_on,
    )
    change = {"after": {"Name": token.name, "Darf": list(access.scopes)}}
    audit.record(token, "create_token", by=by, change=change)
    return token, secret


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Any) -> ApiToken:
    """From now on the token opens nothing; revoking twice changes nothing."""
    token = ApiToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if token.membership.person_id != by.pk:
        raise PermissionDenied
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        token.save(update_fields=["revoked_at"])
        audit.record(token, "revoke_token", by=by, change={})
    return token


def note_use(token: ApiToken) -> None:
    """Say when a token was last used, to the five minutes."""
    now = clock.now()
    if token.last_used_at is None or now - token.last_used_at > NOTED_AGAIN:
        token.last_used_at = now
        token.save(update_fields=["last_used_at"])


def checksum(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
