"""The frozen submission and its receipt: one row for each time a signatory handed in."""

from django.db import models
from django.db.models import Q

from accounts.models import Person
from applications.models.application import Application
from core.models import Keyed, Snapshot


class Submission(Keyed):
    """What was handed in, by whom and when to the microsecond. Never changed."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField("Fassung")
    receipt_number = models.CharField("Eingangsnummer", max_length=40)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    received_at = models.DateTimeField("Eingang")
    committed_at = models.DateTimeField("Gespeichert")
    signed_by_key = models.CharField(max_length=40)
    signed_for_key = models.CharField("In Vertretung für", max_length=40, blank=True)
    idempotency_key = models.CharField(max_length=80, blank=True)
    request_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "Einreichung"
        ordering = ["application", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "number"], name="one_submission_a_number"
            ),
            models.UniqueConstraint(
                fields=["signed_by_key", "idempotency_key"],
                condition=~Q(idempotency_key=""),
                name="one_submission_a_key",
            ),
        ]

    def __str__(self) -> str:
        return self.receipt_number

    @property
    def released_by(self) -> str:
        """Say who released it, and for whom if as a deputy; empty when nobody is known any more."""
        keys = [key for key in (self.signed_by_key, self.signed_for_key) if key]
        known = {person.key: str(person) for person in Person.objects.filter(key__in=keys)}
        names = [known.get(key, "einer früheren Person") for key in keys]
        return ", in Vertretung für ".join(names) if known else ""
