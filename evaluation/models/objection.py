"""What a rejected applicant brings against the decision: dates and outcome, on record."""

from __future__ import annotations

from typing import Any

from django.db import models

from accounts.permissions import may_read_office
from applications.models import Application
from core import clock
from core.models import Keyed


class ObjectionQuerySet(models.QuerySet["Objection"]):
    """Which objections somebody may see."""

    def visible_to(self, user: Any) -> ObjectionQuerySet:
        return self if may_read_office(user) else self.none()


class Objection(Keyed):
    """An objection or an action in court against a rejection, formal or after review."""

    class Kind(models.TextChoices):
        OBJECTION = "objection", "Widerspruch"
        ACTION = "action", "Klage"

    class Outcome(models.TextChoices):
        OPEN = "open", "Offen"
        UPHELD = "upheld", "Stattgegeben"
        DISMISSED = "dismissed", "Zurückgewiesen"
        WITHDRAWN = "withdrawn", "Zurückgenommen"

    application = models.ForeignKey(Application, models.PROTECT, related_name="objections")
    kind = models.CharField("Art", max_length=10, choices=Kind.choices)
    filed_on = models.DateField("Eingegangen am")
    reason = models.TextField("Begründung")
    outcome = models.CharField(
        "Ausgang", max_length=10, choices=Outcome.choices, default=Outcome.OPEN
    )
    decided_on = models.DateField("Entschieden am", null=True, blank=True)
    note = models.TextField("Vermerk", blank=True)
    recorded_at = models.DateTimeField(default=clock.now)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = "Rechtsbehelf"
        ordering = ["filed_on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.application}"
