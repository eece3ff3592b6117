"""Questions about a call, and the office's answers that everybody may read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django_fsm import transition

from accounts.models import Organisation
from applications import permissions
from applications.checks.inquiries import ANSWER_CHECKS
from core import clock
from core.models import Keyed
from core.status import StatusField
from programmes.models import Call


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    """What waits for the office, and what the public reads."""

    def open(self) -> InquiryQuerySet:
        return self.filter(status=Inquiry.Status.OPEN)

    def published(self) -> InquiryQuerySet:
        return self.filter(status=Inquiry.Status.ANSWERED).order_by("-published_at", "-pk")


class Inquiry(Keyed):
    """One question. Published are its wording and the answer, never who asked."""

    class Status(models.TextChoices):
        OPEN = "open", "Offen"
        ANSWERED = "answered", "Beantwortet und veröffentlicht"

    call = models.ForeignKey(Call, models.PROTECT, related_name="inquiries")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="inquiries")
    status = StatusField("Stand", default=Status.OPEN, choices=Status.choices)
    version = models.PositiveIntegerField(default=1)
    original = models.TextField("Frage, wie sie gestellt wurde")
    asked_by_key = models.CharField(max_length=40)
    asked_at = models.DateTimeField("Gestellt", default=clock.now)
    number = models.PositiveIntegerField("Nummer", null=True, blank=True)
    question = models.TextField("Frage, wie sie veröffentlicht ist", blank=True)
    answer = models.TextField("Antwort", blank=True)
    published_at = models.DateTimeField("Veröffentlicht", null=True, blank=True)
    corrected_at = models.DateTimeField("Berichtigt", null=True, blank=True)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = "Frage zum Aufruf"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="one_inquiry_a_number"),
            models.CheckConstraint(
                condition=Q(status="open")
                | Q(number__isnull=False, published_at__isnull=False)
                & ~Q(question="")
                & ~Q(answer=""),
                name="published_inquiry_is_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"Frage {self.number}" if self.number else "Offene Frage"

    @transition(
        status,
        source=Status.OPEN,
        target=Status.ANSWERED,
        permission=permissions.may_answer_inquiries,
        custom={"label": "Antwort veröffentlichen", "checks": ANSWER_CHECKS},
    )
    def publish_answer(self) -> None:
        """Everybody may read it from now on."""
        self.published_at = clock.now()
        self.version += 1

    @transition(
        status,
        source=Status.ANSWERED,
        target=Status.ANSWERED,
        permission=permissions.may_answer_inquiries,
        custom={"label": "Antwort berichtigen", "checks": ANSWER_CHECKS},
    )
    def correct_answer(self) -> None:
        """The published answer says something else from now on, with the day of the change."""
        self.corrected_at = clock.now()
        self.version += 1
