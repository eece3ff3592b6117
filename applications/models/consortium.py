"""The people of a partner: they work on what is theirs, and read what the lead shares."""

from django.db import models

from accounts.models import Invitation
from applications.models.application import Application
from applications.models.project import Partner
from core import clock
from core.models import Keyed


class PartnerPerson(Keyed):
    """Somebody who was asked to work for a partner of an application.

    The row stays when the partner has left: whoever worked on an application does not judge it.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="partner_people")
    partner = models.ForeignKey(Partner, models.SET_NULL, null=True, related_name="people")
    body = models.CharField("Partner", max_length=200)
    invitation = models.OneToOneField(Invitation, models.PROTECT, related_name="partner_person")
    invited_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "Person eines Partners"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.invitation.email} · {self.body}"
