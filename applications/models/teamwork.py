"""Who looks after which section, what the team says about it, and guests who may read along."""

from django.db import models

from accounts.models import Invitation, Person
from applications.models.application import Application
from core import clock
from core.models import Keyed


class SectionCare(models.Model):
    """Who is responsible for one section, until when, and who approves it before release.

    An approval holds for the content that was read: `approved_digest` is its fingerprint.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="cares")
    section = models.CharField(max_length=60)
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="Zuständig"
    )
    due_on = models.DateField("Fertig bis", null=True, blank=True)
    approver = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Interne Freigabe durch",
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_digest = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "Zuständigkeit"
        constraints = [
            models.UniqueConstraint(fields=["application", "section"], name="one_care_a_section")
        ]

    def __str__(self) -> str:
        return self.section


class Presence(models.Model):
    """Where somebody was last seen in a draft: one row a person, overwritten, no history."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="presences")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    section = models.CharField(max_length=60)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = "Anwesenheit"
        constraints = [
            models.UniqueConstraint(fields=["application", "person"], name="one_place_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.section}"


class SectionComment(Keyed):
    """A remark on one section; it stays there, also when it is settled."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="comments")
    section = models.CharField(max_length=60)
    author = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    text = models.TextField("Kommentar")
    written_at = models.DateTimeField(default=clock.now)
    resolved_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "Kommentar"
        ordering = ["written_at", "pk"]
        indexes = [models.Index(fields=["application", "section"])]

    def __str__(self) -> str:
        return self.text


class GuestQuerySet(models.QuerySet["Guest"]):
    """Which guests may read today."""

    def admitted(self) -> "GuestQuerySet":
        return self.filter(ended_at=None, invitation__role_until__gte=clock.today())


class Guest(Keyed):
    """Somebody from outside (association, adviser, supervisory authority) reads a draft along.

    The row stays when the time is over: whoever advised on an application does not judge it.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="guests")
    invitation = models.OneToOneField(Invitation, models.PROTECT, related_name="guest")
    body = models.CharField("Für wen die Person arbeitet", max_length=200)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = GuestQuerySet.as_manager()

    class Meta:
        verbose_name = "Gast"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.invitation.email} · {self.body}"
