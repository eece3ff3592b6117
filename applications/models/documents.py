"""Uploaded documents: replacing one keeps the earlier version."""

from django.db import models
from django.db.models import Q

from applications.models.application import Application
from applications.models.project import Partner
from core import clock
from core.models import Keyed, StoredFile


class Document(Keyed):
    """A file handed in for one document requirement of the call."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="documents")
    code = models.CharField(max_length=40)
    partner = models.ForeignKey(
        Partner, models.SET_NULL, null=True, blank=True, related_name="documents"
    )
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("Fassung", default=1)
    is_current = models.BooleanField(default=True)
    origin = models.CharField("Herkunft", max_length=300, blank=True)
    uploaded_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "Unterlage"
        ordering = ["code", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "code"],
                condition=Q(is_current=True),
                name="one_current_document_a_requirement",
            )
        ]
