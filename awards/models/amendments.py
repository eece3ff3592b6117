"""What a recipient wants to change: filed before the change, decided by two people."""

from __future__ import annotations

from django.db import models
from django_fsm import transition

from applications.models import Partner, PlanLine
from awards import follow_up_permissions as permissions
from awards.checks.amendments import FILING_CHECKS, NOTING_CHECKS, OUTCOME_CHECKS
from awards.models.award import Award
from awards.models.reports import OfAwardQuerySet
from core import clock
from core.models import Keyed, Snapshot
from core.status import StatusField


class Amendment(Keyed):
    """One request to change an award (Änderungsantrag)."""

    class Kind(models.TextChoices):
        SHIFT_LINES = "shift_lines", "Mittel zwischen Positionen umwidmen"
        SHIFT_YEARS = "shift_years", "Mittel zwischen Haushaltsjahren verschieben"
        EXTENSION = "extension", "Laufzeit kostenneutral verlängern"
        CONTENT = "content", "Inhalt ändern"
        PARTNER = "partner", "Partner wechseln"
        FINANCING = "financing", "Finanzierung ändern"
        CONTACT = "contact", "Zuständigkeit oder Bankverbindung ändern"

    class Status(models.TextChoices):
        DRAFT = "draft", "Entwurf"
        SUBMITTED = "submitted", "Eingereicht"
        PROPOSED = "proposed", "Entscheidung vorgeschlagen"
        GRANTED = "granted", "Bewilligt"
        REFUSED = "refused", "Abgelehnt"
        NOTED = "noted", "Erledigt ohne Bescheid"
        WITHDRAWN = "withdrawn", "Zurückgezogen"

    OPEN = (Status.DRAFT, Status.SUBMITTED, Status.PROPOSED)
    OF_MONEY = (Kind.SHIFT_LINES, Kind.SHIFT_YEARS, Kind.FINANCING)

    award = models.ForeignKey(Award, models.PROTECT, related_name="amendments")
    kind = models.CharField("Art", max_length=11, choices=Kind.choices)
    status = StatusField("Stand", default=Status.DRAFT, choices=Status.choices)
    reason = models.TextField("Begründung", blank=True)
    effective_on = models.DateField("Gilt ab", null=True, blank=True)
    new_ends_on = models.DateField("Neues Ende", null=True, blank=True)
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="amendments"
    )
    new_partner = models.CharField("Neuer Partner", max_length=200, blank=True)
    change = models.TextField("Was ändert sich?", blank=True)
    is_positive = models.BooleanField("Vorschlag: bewilligen", null=True, blank=True)
    office_reason = models.TextField("Gründe der Entscheidung", blank=True)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    proposed_by_key = models.CharField(max_length=40, blank=True)
    submitted_at = models.DateTimeField("Eingang", null=True, blank=True)
    decided_at = models.DateTimeField("Entschieden", null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = OfAwardQuerySet.as_manager()

    class Meta:
        verbose_name = "Änderungsantrag"
        ordering = ["-created_at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()

    @transition(
        status,
        source=Status.DRAFT,
        target=Status.SUBMITTED,
        permission=permissions.may_sign_report,
        custom={"label": "Änderungsantrag einreichen", "checks": FILING_CHECKS},
    )
    def submit(self) -> None:
        """The signatory files it, before the change."""

    @transition(
        status,
        source=Status.DRAFT,
        target=Status.NOTED,
        permission=permissions.may_write_report,
        custom={"label": "Nur anzeigen", "checks": NOTING_CHECKS},
    )
    def note(self) -> None:
        """Within the tolerance: told to the office, no decision needed."""

    @transition(
        status,
        source=[Status.DRAFT, Status.SUBMITTED],
        target=Status.WITHDRAWN,
        permission=permissions.may_sign_report,
        custom={"label": "Zurückziehen"},
    )
    def withdraw(self) -> None:
        """No longer wanted."""

    @transition(
        status,
        source=Status.SUBMITTED,
        target=Status.PROPOSED,
        permission=permissions.may_check_report,
        custom={"label": "Entscheidung vorschlagen", "checks": OUTCOME_CHECKS},
    )
    def propose(self) -> None:
        """The officer proposes to grant or refuse, with reasons."""

    @transition(
        status,
        source=Status.PROPOSED,
        target=Status.SUBMITTED,
        permission=permissions.may_decide_amendment,
        custom={"label": "Zurückgeben"},
    )
    def give_back(self) -> None:
        """The second person does not agree."""

    @transition(
        status,
        source=Status.PROPOSED,
        target=Status.GRANTED,
        permission=permissions.may_decide_amendment,
        custom={"label": "Bewilligen"},
    )
    def grant(self) -> None:
        """A second person signs: the plan has a new version."""

    @transition(
        status,
        source=Status.PROPOSED,
        target=Status.REFUSED,
        permission=permissions.may_decide_amendment,
        custom={"label": "Ablehnen"},
    )
    def refuse(self) -> None:
        """A second person signs: everything stays as it was."""


class AmendmentLine(models.Model):
    """One amount of the plan as it was and as it shall be."""

    amendment = models.ForeignKey(Amendment, models.CASCADE, related_name="lines")
    plan_line = models.ForeignKey(PlanLine, models.PROTECT, related_name="amendment_lines")
    year = models.PositiveSmallIntegerField("Jahr")
    before = models.DecimalField("Bisher", max_digits=14, decimal_places=2)
    after = models.DecimalField("Neu", max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["plan_line__side", "plan_line__position", "plan_line_id", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["amendment", "plan_line", "year"], name="one_change_an_amount"
            ),
            models.CheckConstraint(condition=models.Q(after__gte=0), name="after_not_negative"),
        ]
