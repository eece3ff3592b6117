"""A draft follows its call to a corrected version: what changed, and what was set aside."""

from django.db import models

from applications.models.application import Application
from core import clock
from core.models import Keyed
from programmes.models import CallVersion


class CallChange(Keyed):
    """One move of a draft, shown until somebody of the team has read it.

    `set_aside` holds the answers that have no place in the new catalogue, with their questions:
    code, label, text as read, value as stored. They are never deleted.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="call_changes")
    from_version = models.ForeignKey(CallVersion, models.PROTECT, related_name="+")
    to_version = models.ForeignKey(CallVersion, models.PROTECT, related_name="+")
    sentences = models.JSONField("Änderungen", default=list)
    set_aside = models.JSONField("Antworten ohne Frage", default=list)
    moved_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "Änderung des Aufrufs"
        ordering = ["-moved_at", "-pk"]

    def __str__(self) -> str:
        return str(self.to_version)
