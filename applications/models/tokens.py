"""API tokens: a program acts for one membership, within scopes, until the token is revoked."""

from django.db import models

from accounts.models import Membership
from core import clock
from core.models import Keyed


class ApiToken(Keyed):
    """Only the SHA-256 of the token is stored; the token itself is shown once."""

    class Scope(models.TextChoices):
        READ = "read", "Lesen"
        WRITE = "write", "Entwürfe bearbeiten"
        SUBMIT = "submit", "Einreichen"

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="api_tokens")
    name = models.CharField("Name", max_length=80)
    sha256 = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField("Darf", default=list)
    created_at = models.DateTimeField("Angelegt", default=clock.now)
    expires_on = models.DateField("Gültig bis")
    last_used_at = models.DateTimeField("Zuletzt benutzt", null=True, blank=True)
    revoked_at = models.DateTimeField("Widerrufen", null=True, blank=True)

    class Meta:
        verbose_name = "Zugangsschlüssel"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name
