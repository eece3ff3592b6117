"""What follows an approval: the award and its notice."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models import APPLICANT_ROLES, Organisation
from accounts.permissions import may_read_office, organisations_of
from core import clock
from core.models import Keyed, Snapshot
from evaluation.models import FundingDecision


class AwardQuerySet(models.QuerySet["Award"]):
    """Which awards somebody may see."""

    def visible_to(self, user: Any) -> AwardQuerySet:
        if may_read_office(user):
            return self
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(organisation__in=organisations_of(user, *APPLICANT_ROLES)))


class Award(Keyed):
    """The grant of one approved decision (Zuwendung)."""

    decision = models.OneToOneField(FundingDecision, models.PROTECT, related_name="award")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="awards")
    funding_code = models.CharField("Förderkennzeichen", max_length=40, unique=True)
    amount = models.DecimalField("Zuwendung", max_digits=14, decimal_places=2)
    eligible_amount = models.DecimalField("Zuwendungsfähig", max_digits=14, decimal_places=2)
    rate = models.DecimalField("Fördersatz", max_digits=7, decimal_places=6)
    starts_on = models.DateField("Bewilligungszeitraum von")
    ends_on = models.DateField("bis")
    general_conditions = models.CharField("Allgemeine Nebenbestimmungen", max_length=120)
    created_at = models.DateTimeField(default=clock.now)

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = "Zuwendung"
        ordering = ["-created_at", "pk"]

    def __str__(self) -> str:
        return self.funding_code


class AwardNotice(Keyed):
    """The award notice (Zuwendungsbescheid): frozen content, PDF rendered on request."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="notices")
    number = models.PositiveSmallIntegerField(default=1)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    sent_on = models.DateField("Abgesandt")
    notified_on = models.DateField("Bekanntgegeben")
    remedy_until = models.DateField("Rechtsbehelf bis")
    final_on = models.DateField("Bestandskräftig am")

    class Meta:
        verbose_name = "Zuwendungsbescheid"
        constraints = [
            models.UniqueConstraint(fields=["award", "number"], name="one_notice_a_number")
        ]
