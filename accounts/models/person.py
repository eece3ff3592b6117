"""People with an account; what they may do follows from their memberships."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.functional import cached_property

from core import clock
from core.models import Keyed

if TYPE_CHECKING:
    from accounts.models.deputy import Deputy
    from accounts.models.membership import Membership


class PersonManager(BaseUserManager["Person"]):
    """Creates people by e-mail address; the only place that hashes a first password."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(Keyed, AbstractBaseUser):
    """Somebody with an account. Rights come from memberships only."""

    email = models.EmailField("E-Mail-Adresse", unique=True)
    name = models.CharField("Name", max_length=120)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "Person"

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def current_memberships(self) -> list[Membership]:
        """The memberships valid today, loaded once per request."""
        return list(self.memberships.valid().select_related("organisation").order_by("pk"))

    @cached_property
    def signs_today_for(self) -> list[Deputy]:
        """For which signatories of which organisations the person stands in, once per request."""
        rows = self.stands_in_for.valid().exclude(organisation=None)
        return list(rows.select_related("person").order_by("pk"))

    @property
    def acting(self) -> Membership | None:
        """The membership the person is shown as; the first one valid today."""
        return self.current_memberships[0] if self.current_memberships else None

    @property
    def is_applicant(self) -> bool:
        """Whether the person belongs to a municipality today."""
        return any(one.is_applicant for one in self.current_memberships)

    @property
    def actor_key(self) -> str:
        return self.key

    @property
    def actor_role(self) -> str:
        return self.acting.get_role_display() if self.acting else "Ohne Rolle"

    @property
    def actor_organisation(self) -> str:
        return self.acting.organisation.name if self.acting else ""
