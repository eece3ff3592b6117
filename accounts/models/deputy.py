"""Who signs for whom while somebody is away."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from accounts.models.membership import Role
from accounts.models.organisation import Organisation
from accounts.models.person import Person
from core import clock
from core.models import Keyed

SAME = ["person", "deputy", "role", "valid_from", "valid_until"]


class DeputyQuerySet(models.QuerySet["Deputy"]):
    """Which deputies act today."""

    def valid(self, on: date | None = None) -> DeputyQuerySet:
        day = on or clock.today()
        return self.filter(valid_from__lte=day, valid_until__gte=day)

    def of_the_office(self) -> DeputyQuerySet:
        return self.filter(organisation=None)


class Deputy(Keyed):
    """A person stands in for another in one role, from a day to a day (Vertretung).

    In the office the role says enough; a signatory is represented for one organisation.
    """

    ROLES = [
        (role.value, role.label) for role in (Role.OFFICER, Role.BUDGET_OFFICER, Role.HEAD_OF_UNIT)
    ]

    person = models.ForeignKey(Person, models.PROTECT, related_name="deputies")
    deputy = models.ForeignKey(Person, models.PROTECT, related_name="stands_in_for")
    role = models.CharField(
        "Aufgabe", max_length=20, choices=[*ROLES, (Role.SIGNATORY.value, Role.SIGNATORY.label)]
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="deputies"
    )
    valid_from = models.DateField("Von")
    valid_until = models.DateField("Bis")

    objects = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name = "Vertretung"
        ordering = ["-valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="deputy_days_in_order"
            ),
            models.CheckConstraint(condition=~Q(person=F("deputy")), name="nobody_is_own_deputy"),
            models.CheckConstraint(
                condition=Q(role=Role.SIGNATORY, organisation__isnull=False)
                | (~Q(role=Role.SIGNATORY) & Q(organisation__isnull=True)),
                name="signatories_are_represented_for_an_organisation",
            ),
            models.UniqueConstraint(
                fields=[*SAME, "organisation"], name="no_signatory_has_a_deputy_twice"
            ),
            models.UniqueConstraint(
                fields=SAME,
                condition=Q(organisation__isnull=True),
                name="nobody_in_the_office_has_a_deputy_twice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} für {self.person}"

    def overlapping(self) -> DeputyQuerySet:
        """Return the rows by which the same deputy stands in on some of these days."""
        same = Deputy.objects.filter(
            person=self.person, deputy=self.deputy, role=self.role, organisation=self.organisation
        )
        return same.filter(valid_from__lte=self.valid_until, valid_until__gte=self.valid_from)
