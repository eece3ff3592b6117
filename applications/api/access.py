"""Programs at the API: a token stands for one membership, and only within its scopes."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.throttling import UserRateThrottle

from accounts.models import Membership
from applications.actions.tokens import checksum, note_use
from applications.models import ApiToken
from core import clock

WORD = "Bearer "


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer allmende_…`; the person then has this one membership only."""

    def authenticate(self, request: Any) -> tuple[Any, ApiToken] | None:
        sent = request.headers.get("Authorization", "")
        if not sent.startswith(WORD):
            return None
        valid = ApiToken.objects.filter(revoked_at=None, expires_on__gte=clock.today())
        parts = ("membership__person", "membership__organisation")
        token = valid.select_related(*parts).filter(sha256=checksum(sent[len(WORD) :])).first()
        if token is None or not is_alive(token.membership):
            raise AuthenticationFailed(_("Dieser Zugangsschlüssel gilt nicht oder nicht mehr."))
        note_use(token)
        person = token.membership.person
        person.current_memberships = [token.membership]
        return person, token


def is_alive(membership: Membership) -> bool:
    """A token ends with the membership it stands for."""
    valid = Membership.objects.valid().filter(pk=membership.pk)
    return membership.person.is_active and valid.exists()


class WithinScopes(BasePermission):
    """A person in a session does what their roles allow; a token only what it was given for."""

    message = _("Dieser Zugangsschlüssel darf das nicht.")

    def has_permission(self, request: Any, view: Any) -> bool:
        if not isinstance(request.auth, ApiToken):
            return True
        return scope_for(request, view) in request.auth.scopes


def scope_for(request: Any, view: Any) -> str:
    """Return what the call needs."""
    if request.method in SAFE_METHODS:
        return str(ApiToken.Scope.READ)
    is_submission = getattr(view, "action", "") == "submit"
    return str(ApiToken.Scope.SUBMIT if is_submission else ApiToken.Scope.WRITE)


class TokenThrottle(UserRateThrottle):
    """Tokens are counted one by one; people in a session are not slowed down."""

    scope = "token"

    def get_cache_key(self, request: Any, view: Any) -> str | None:
        if not isinstance(request.auth, ApiToken):
            return None
        return f"api-token-{request.auth.pk}"


class TokenScheme(OpenApiAuthenticationExtension):
    """How the schema describes the token."""

    target_class = "applications.api.access.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
