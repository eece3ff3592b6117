"""The supplement request: what the office reopens, until when, and which submission answered."""

from django.db import models
from django.db.models import Q

from applications.models.application import Application
from applications.models.submission import Submission
from core import clock
from core.models import Keyed


class SupplementRequest(Keyed):
    """Only the named sections and documents are open; everything else stays as submitted."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="supplements")
    text = models.TextField("Was nachzureichen ist")
    sections = models.JSONField("Abschnitte", default=list, blank=True)
    documents = models.JSONField("Unterlagen", default=list, blank=True)
    due_at = models.DateTimeField("Frist")
    requested_at = models.DateTimeField("Angefordert", default=clock.now)
    requested_by_key = models.CharField(max_length=40)
    answer = models.OneToOneField(
        Submission, models.PROTECT, null=True, blank=True, related_name="answers_supplement"
    )
    is_late = models.BooleanField("Verspätet", default=False)
    closed_at = models.DateTimeField("Abgeschlossen", null=True, blank=True)

    class Meta:
        verbose_name = "Nachforderung"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(closed_at=None),
                name="one_open_supplement_an_application",
            )
        ]

    def __str__(self) -> str:
        return f"Nachforderung zu {self.application}"
