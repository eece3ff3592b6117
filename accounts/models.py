"""People, organisations with the official directory, and who may act for whom."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from core import clock
from core.models import Keyed


class PersonManager(BaseUserManager["Person"]):
    """Creates people by e-mail address; the only place that hashes a first password."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(Keyed, AbstractBaseUser):
    """Somebody with an account. Rights come from memberships only."""

    email = models.EmailField("E-Mail-Adresse", unique=True)
    name = models.CharField("Name", max_length=120)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "Person"

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def current_memberships(self) -> list[Membership]:
        """The memberships valid today, loaded once per request."""
        return list(self.memberships.valid().select_related("organisation").order_by("pk"))

    @property
    def acting(self) -> Membership | None:
        """The membership the person is shown as; the first one valid today."""
        return self.current_memberships[0] if self.current_memberships else None

    @property
    def actor_key(self) -> str:
        return self.key

    @property
    def actor_role(self) -> str:
        return self.acting.get_role_display() if self.acting else "Ohne Rolle"

    @property
    def actor_organisation(self) -> str:
        return self.acting.organisation.name if self.acting else ""


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Who is in the directory, and who may apply."""

    def valid(self, on: date | None = None) -> OrganisationQuerySet:
        day = on or clock.today()
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        return self.filter(begun, Q(valid_until__isnull=True) | Q(valid_until__gte=day))

    def may_apply(self) -> OrganisationQuerySet:
        """Municipalities, Kreise and their unions; uninhabited areas do not apply."""
        kinds = Organisation.Kind
        applicants = [
            kinds.MUNICIPALITY,
            kinds.DISTRICT,
            kinds.UNION,
            kinds.PURPOSE_UNION,
        ]
        return self.valid().filter(kind__in=applicants, inhabitants__gt=0)


class Organisation(Keyed):
    """A body of the directory or a partner: one table, with validity and successor."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", "Gemeinde oder Stadt"
        DISTRICT = "district", "Landkreis oder Kreis"
        UNION = "union", "Gemeindeverband (Amt, Verbandsgemeinde, Samtgemeinde)"
        PURPOSE_UNION = "purpose_union", "Zweckverband"
        COMPANY = "company", "Unternehmen"
        MUNICIPAL_COMPANY = "municipal_company", "Kommunales Unternehmen"
        UNIVERSITY = "university", "Hochschule oder Forschung"
        ASSOCIATION = "association", "Verband"
        CIVIL_SOCIETY = "civil_society", "Zivilgesellschaft"
        LAND = "land", "Land"
        FEDERAL = "federal", "Bund"

    class SizeClass(models.TextChoices):
        """Stadt- und Gemeindetyp by inhabitants, as in domain.md 7 (BBSR limits)."""

        LARGE_CITY = "11", "Große Großstadt"
        CITY = "12", "Kleinere Großstadt"
        LARGE_TOWN = "21", "Größere Mittelstadt"
        TOWN = "22", "Kleinere Mittelstadt"
        LARGE_SMALL_TOWN = "30", "Größere Kleinstadt"
        SMALL_TOWN = "40", "Kleine Kleinstadt"
        RURAL = "50", "Landgemeinde"

    kind = models.CharField("Art", max_length=20, choices=Kind.choices)
    name = models.CharField("Name", max_length=200)
    ags = models.CharField("Gemeindeschlüssel (AGS)", max_length=8, blank=True)
    ars = models.CharField("Regionalschlüssel (ARS)", max_length=12, blank=True)
    type_code = models.CharField("Textkennzeichen", max_length=2, blank=True)
    land = models.CharField("Land", max_length=2, blank=True, db_index=True)
    district_key = models.CharField("Kreisschlüssel", max_length=5, blank=True, db_index=True)
    union = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="members_of_union"
    )
    inhabitants = models.PositiveIntegerField("Einwohnerinnen und Einwohner", default=0)
    inhabitants_on = models.DateField("Stand", null=True, blank=True)
    area_hectares = models.PositiveIntegerField("Fläche in Hektar", default=0)
    size_class = models.CharField(
        "Größenklasse",
        max_length=2,
        choices=SizeClass.choices,
        blank=True,
        db_index=True,
    )
    postal_code = models.CharField("Postleitzahl", max_length=5, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    source = models.CharField("Quelle", max_length=200, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "Organisation"
        ordering = ["name", "ars"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "ars"],
                condition=Q(valid_until__isnull=True) & ~Q(ars=""),
                name="one_valid_entry_a_key",
            )
        ]
        indexes = [models.Index(fields=["name"])]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a person may be for an organisation."""

    EDITOR = "editor", "Bearbeitung"
    SIGNATORY = "signatory", "Zeichnungsberechtigt"
    ORG_ADMIN = "org_admin", "Verwaltung der Organisation"
    GUEST = "guest", "Gast"
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

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.organisation}"
