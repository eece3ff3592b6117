"""The chain of notices: award notice first, each amendment a further number."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django_fsm import transition

from awards import permissions
from awards.checks.notices import is_not_final_yet
from awards.models.award import Award
from core.models import Keyed, Snapshot
from core.status import StatusField


class AwardNoticeQuerySet(models.QuerySet["AwardNotice"]):
    """Which notices somebody may see."""

    def visible_to(self, user: Any) -> AwardNoticeQuerySet:
        return self.filter(award__in=Award.objects.visible_to(user))


class AwardNotice(Keyed):
    """A notice (Zuwendungs- or Änderungsbescheid): frozen content, PDF rendered on request."""

    class Kind(models.TextChoices):
        AWARD = "award", "Zuwendungsbescheid"
        AMENDMENT = "amendment", "Änderungsbescheid"

    class Status(models.TextChoices):
        SENT = "sent", "Bekanntgegeben"
        WAIVED = "waived", "Auf Rechtsbehelf verzichtet"
        CHALLENGED = "challenged", "Rechtsbehelf eingelegt"
        SETTLED = "settled", "Rechtsbehelf erledigt"

    award = models.ForeignKey(Award, models.PROTECT, related_name="notices")
    number = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField("Art", max_length=9, choices=Kind.choices, default=Kind.AWARD)
    status = StatusField("Stand", default=Status.SENT, choices=Status.choices)
    reason = models.TextField("Anlass", blank=True)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    sent_on = models.DateField("Abgesandt")
    notified_on = models.DateField("Bekanntgegeben")
    remedy_until = models.DateField("Rechtsbehelf bis")
    final_on = models.DateField("Bestandskräftig am")

    objects = AwardNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "Bescheid"
        ordering = ["award", "number"]
        constraints = [
            models.UniqueConstraint(fields=["award", "number"], name="one_notice_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.award.funding_code} Nr. {self.number}"

    def is_final(self, on: date) -> bool:
        """Can nobody challenge the notice any more on that day?"""
        if self.status == self.Status.SENT:
            return on >= self.final_on
        return self.status in {self.Status.WAIVED, self.Status.SETTLED}

    @transition(
        status,
        source=Status.SENT,
        target=Status.WAIVED,
        permission=permissions.may_waive_remedies,
        custom={"label": "Auf Rechtsbehelf verzichten", "checks": (is_not_final_yet,)},
    )
    def waive_remedies(self) -> None:
        """The recipient accepts the notice, so that money can be paid earlier."""

    @transition(
        status,
        source=Status.SENT,
        target=Status.CHALLENGED,
        permission=permissions.may_record_remedy,
        custom={"label": "Rechtsbehelf vermerken"},
    )
    def record_remedy(self) -> None:
        """An objection or action came in: nothing is paid until it is settled."""

    @transition(
        status,
        source=Status.CHALLENGED,
        target=Status.SETTLED,
        permission=permissions.may_record_remedy,
        custom={"label": "Rechtsbehelf als erledigt vermerken"},
    )
    def settle_remedy(self) -> None:
        """Withdrawn or decided: the notice stands."""
