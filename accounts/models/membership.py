"""A role is a membership: person, organisation, role, from a day to a day."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from accounts.models.organisation import Organisation
from accounts.models.person import Person
from core import clock
from core.models import Keyed


class Role(models.TextChoices):
    """What a person may be for an organisation."""

    EDITOR = "editor", "Bearbeitung"
    SIGNATORY = "signatory", "Zeichnungsberechtigt"
    ORG_ADMIN = "org_admin", "Verwaltung der Organisation"
    GUEST = "guest", "Gast"
    PARTNER = "partner", "Partner"
    OFFICER = "officer", "Sachbearbeitung"
    HEAD_OF_UNIT = "head_of_unit", "Referatsleitung"
    BUDGET_OFFICER = "budget_officer", "Beauftragte oder Beauftragter für den Haushalt"
    CASHIER = "cashier", "Kasse"
    REVIEWER = "reviewer", "Gutachterin oder Gutachter"
    PANEL_MEMBER = "panel_member", "Jurymitglied"
    PANEL_CHAIR = "panel_chair", "Juryvorsitz"
    MINUTE_KEEPER = "minute_keeper", "Protokollführung"
    RESEARCHER = "researcher", "Begleitforschung"
    AUDITOR = "auditor", "Prüfung (nur lesen)"
    OPERATOR = "operator", "Betrieb"


APPLICANT_ROLES = frozenset({Role.EDITOR, Role.SIGNATORY, Role.ORG_ADMIN})
VISITOR_ROLES = frozenset({Role.GUEST, Role.PARTNER})  # for single applications, by invitation
OFFICE_ROLES = frozenset({Role.OFFICER, Role.HEAD_OF_UNIT, Role.BUDGET_OFFICER})


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Which memberships count today."""

    def valid(self, on: date | None = None) -> MembershipQuerySet:
        day = on or clock.today()
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day
        )


class Membership(Keyed):
    """A role is this row: person x organisation x role, from and until."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField("Rolle", max_length=20, choices=Role.choices)
    valid_from = models.DateField(default=clock.today)
    valid_until = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "Mitgliedschaft"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=Q(valid_until__isnull=True),
                name="one_open_membership_a_role",
            )
        ]

    @property
    def is_applicant(self) -> bool:
        return self.role in APPLICANT_ROLES

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.organisation}"
