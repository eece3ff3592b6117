"""The office makes sure that somebody really works for the organisation they name.

A code goes to a place that is published and belongs to the organisation: by post to its
address, or by a call to its telephone number. Whoever enters the code has been reached there.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django_fsm import transition

from accounts import permissions
from accounts.confirmation_checks import code_is_right, place_is_named
from accounts.models.organisation import Organisation
from accounts.models.person import Person
from core import clock
from core.models import Keyed
from core.status import StatusField


class Confirmation(Keyed):
    """One request to confirm an organisation: asked, code on its way, confirmed."""

    class Status(models.TextChoices):
        REQUESTED = "requested", "Beantragt"
        CODE_SENT = "code_sent", "Code unterwegs"
        CONFIRMED = "confirmed", "Bestätigt"
        CLOSED = "closed", "Ohne Bestätigung beendet"

    class Way(models.TextChoices):
        POST = "post", "Brief an die veröffentlichte Anschrift"
        CALL = "call", "Rückruf unter der veröffentlichten Telefonnummer"

    OPEN = (Status.REQUESTED, Status.CODE_SENT)
    MOST_TRIES = 5

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="confirmations")
    status = StatusField("Stand", default=Status.REQUESTED, choices=Status.choices)
    way = models.CharField("Weg", max_length=4, choices=Way.choices, default=Way.POST)
    requested_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    requested_at = models.DateTimeField("Beantragt am", default=clock.now)
    expected_on = models.DateField("Voraussichtlich bis")
    place = models.CharField("Anschrift oder Telefonnummer", max_length=300, blank=True)
    source = models.CharField("Wo sie veröffentlicht ist", max_length=300, blank=True)
    code_digest = models.CharField(max_length=64, blank=True)
    code_sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "Bestätigung der Organisation"
        ordering = ["requested_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(status__in=["requested", "code_sent"]),
                name="one_open_confirmation",
            )
        ]

    def __str__(self) -> str:
        return f"Bestätigung {self.organisation}"

    @transition(
        status,
        source=[Status.REQUESTED, Status.CODE_SENT],
        target=Status.CODE_SENT,
        permission=permissions.may_confirm_organisation,
        custom={"label": "Code versenden", "checks": (place_is_named,)},
    )
    def send_code(self) -> None:
        """An officer has found a published place and sends, or reads out, a new code."""

    @transition(
        status,
        source=Status.CODE_SENT,
        target=Status.CONFIRMED,
        permission=permissions.may_enter_code,
        custom={"label": "Organisation bestätigen", "checks": (code_is_right,)},
    )
    def confirm(self) -> None:
        """Somebody of the organisation enters the code that arrived there."""

    @transition(
        status,
        source=[Status.REQUESTED, Status.CODE_SENT],
        target=Status.CLOSED,
        permission=permissions.may_confirm_organisation,
        custom={"label": "Ohne Bestätigung beenden"},
    )
    def close(self) -> None:
        """Nobody there knows of the request."""
