"""How contracts of a project were awarded (Vergabe), and what breaches cost."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django_fsm import transition

from awards import follow_up_permissions as permissions
from awards.models.award import Award
from awards.models.reports import OfAwardQuerySet
from core import clock
from core.models import Keyed, StoredFile
from core.status import StatusField
from programmes.models.programme import amount_field, rate_field
from rulebook.money import share


class Procurement(Keyed):
    """One contract: what, by which procedure, to whom, for how much (ANBest Nr. 3)."""

    class Kind(models.TextChoices):
        SUPPLY = "supply", "Lieferleistung"
        SERVICE = "service", "Dienstleistung"
        FREELANCE = "freelance", "Freiberufliche Leistung"
        WORKS = "works", "Bauleistung"

    class Procedure(models.TextChoices):
        DIRECT = "direct", "Direktauftrag"
        NEGOTIATED = "negotiated", "Verhandlungsvergabe oder freihändige Vergabe"
        RESTRICTED = "restricted", "Beschränkte Ausschreibung"
        OPEN = "open", "Öffentliche Ausschreibung"
        EU = "eu", "EU-weites Verfahren"
        IN_HOUSE = "in_house", "Inhouse-Vergabe oder Zusammenarbeit"

    WITHOUT_COMPETITION = (Procedure.DIRECT, Procedure.NEGOTIATED, Procedure.IN_HOUSE)

    class Status(models.TextChoices):
        ENTERED = "entered", "Eingetragen"
        CLEAR = "clear", "Ohne Beanstandung"
        OBJECTED = "objected", "Beanstandet"

    award = models.ForeignKey(Award, models.PROTECT, related_name="procurements")
    subject = models.CharField("Gegenstand", max_length=200)
    kind = models.CharField("Art", max_length=9, choices=Kind.choices)
    estimated_amount = amount_field("Geschätzter Auftragswert netto")
    procedure = models.CharField("Verfahren", max_length=10, choices=Procedure.choices)
    awarded_on = models.DateField("Zuschlag am")
    winner = models.CharField("Auftragnehmer", max_length=200)
    contract_amount = amount_field("Auftragssumme netto")
    exception_reason = models.TextField("Begründung einer Ausnahme", blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    status = StatusField("Stand", default=Status.ENTERED, choices=Status.choices)
    check_note = models.TextField("Vermerk der Programmstelle", blank=True)
    entered_by_key = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)

    objects = OfAwardQuerySet.as_manager()

    class Meta:
        verbose_name = "Vergabe"
        ordering = ["awarded_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(contract_amount__gt=0), name="contract_above_zero")
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def was_without_competition(self) -> bool:
        return self.procedure in self.WITHOUT_COMPETITION

    @transition(
        status,
        source=Status.ENTERED,
        target=Status.CLEAR,
        permission=permissions.may_check_procurement,
        custom={"label": "Ohne Beanstandung"},
    )
    def pass_check(self) -> None:
        """An officer has looked at it and finds nothing."""

    @transition(
        status,
        source=[Status.ENTERED, Status.CLEAR],
        target=Status.OBJECTED,
        permission=permissions.may_check_procurement,
        custom={"label": "Beanstanden"},
    )
    def object_to(self) -> None:
        """A breach was found."""

    @transition(
        status,
        source=[Status.CLEAR, Status.OBJECTED],
        target=Status.ENTERED,
        permission=permissions.may_check_procurement,
        custom={"label": "Erneut prüfen"},
    )
    def reopen_check(self) -> None:
        """Something was missing or wrong: the recipient may change the entry again."""


class ProcurementFinding(Keyed):
    """A breach, and the flat cut that the guideline of the award sets for it."""

    procurement = models.ForeignKey(Procurement, models.PROTECT, related_name="findings")
    code = models.CharField(max_length=40)
    label = models.CharField("Verstoß", max_length=200)
    rate = rate_field("Kürzung", "0")
    source = models.TextField("Quelle des Satzes")
    basis_amount = amount_field("Abgerechnete Ausgaben des Auftrags")
    reason = models.TextField("Begründung")
    found_by_key = models.CharField(max_length=40)
    found_at = models.DateTimeField("Festgestellt am", default=clock.now)
    dropped_because = models.TextField("Nicht aufrechterhalten, weil", blank=True)

    class Meta:
        verbose_name = "Vergabeverstoß"
        ordering = ["found_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rate__gt=0) & Q(rate__lte=1), name="finding_rate_in_range"
            ),
            models.UniqueConstraint(
                fields=["procurement"],
                condition=Q(dropped_because=""),
                name="one_standing_finding_a_contract",
            ),
            models.CheckConstraint(
                condition=Q(basis_amount__gt=0),
                name="finding_basis_above_zero",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def cut(self) -> Decimal:
        """Euros of the settled expenses that are not recognised."""
        return share(self.basis_amount, self.rate)
