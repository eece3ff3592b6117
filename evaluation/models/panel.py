"""The panel session: seats, who was in the room, agenda and recusals."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django_fsm import transition

from accounts.models import Membership, Organisation, Person, Role
from accounts.permissions import may_read_office
from core import clock
from core.models import Keyed, Snapshot
from core.status import StatusField
from evaluation import panel_permissions as permissions
from evaluation.models.calculation import Calculation
from evaluation.models.candidacy import Candidacy
from evaluation.models.ranking import Ranking
from evaluation.panel_checks import CLOSING_CHECKS, OPENING_CHECKS


class PanelSessionQuerySet(models.QuerySet["PanelSession"]):
    """Which sessions somebody may see."""

    def visible_to(self, user: Any) -> PanelSessionQuerySet:
        """The office all; members those in which they have a seat and still hold its role."""
        if may_read_office(user):
            return self
        if not user.is_authenticated:
            return self.none()
        held = Membership.objects.valid().filter(
            person=user, role=OuterRef("role"), organisation=OuterRef("sent_by")
        )
        seats = PanelSeat.objects.filter(Exists(held), person=user)
        return self.filter(seats__in=seats).distinct()


class PanelSession(Keyed):
    """The jury meets on a frozen ranking (Jurysitzung). It recommends; the office decides."""

    class Status(models.TextChoices):
        PREPARED = "prepared", "In Vorbereitung"
        OPEN = "open", "Eröffnet"
        CLOSED = "closed", "Geschlossen, Protokoll offen"
        RECORDED = "recorded", "Protokoll unterschrieben"

    ranking = models.ForeignKey(Ranking, models.PROTECT, related_name="sessions")
    portfolio = models.ForeignKey(
        Calculation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    status = StatusField("Stand", default=Status.PREPARED, choices=Status.choices)
    held_on = models.DateField("Tag")
    place = models.CharField("Ort", max_length=200)
    note = models.TextField("Allgemeines", blank=True)
    version = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField("Eröffnet", null=True, blank=True)
    closed_at = models.DateTimeField("Geschlossen", null=True, blank=True)
    closed_by_key = models.CharField(max_length=40, blank=True)
    recorded_at = models.DateTimeField("Protokoll unterschrieben", null=True, blank=True)
    recorded_by_key = models.CharField(max_length=40, blank=True)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, blank=True, related_name="+")

    objects = PanelSessionQuerySet.as_manager()

    class Meta:
        verbose_name = "Jurysitzung"
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"Jurysitzung am {self.held_on:%d.%m.%Y}"

    @transition(
        status,
        source=Status.PREPARED,
        target=Status.OPEN,
        permission=permissions.may_chair,
        custom={"label": "Sitzung eröffnen", "checks": OPENING_CHECKS},
    )
    def open_session(self) -> None:
        self.opened_at = clock.now()

    @transition(
        status,
        source=Status.OPEN,
        target=Status.CLOSED,
        permission=permissions.may_chair,
        custom={"label": "Sitzung schließen", "checks": CLOSING_CHECKS},
    )
    def close_session(self) -> None:
        """No vote is open; the keeper of minutes completes them."""

    @transition(
        status,
        source=Status.CLOSED,
        target=Status.OPEN,
        permission=permissions.may_keep_minutes,
        custom={"label": "Sitzung fortsetzen"},
    )
    def resume_session(self) -> None:
        """Something was left out: the chair closes again later."""

    @transition(
        status,
        source=Status.CLOSED,
        target=Status.RECORDED,
        permission=permissions.may_record_minutes,
        custom={"label": "Protokoll unterschreiben"},
    )
    def record_minutes(self) -> None:
        """Everything is frozen; nothing of the session changes any more."""


class PanelSeat(Keyed):
    """Somebody's seat in a session, and who sends them."""

    ROLES = [(role.value, role.label) for role in permissions.PANEL_ROLES]

    session = models.ForeignKey(PanelSession, models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, models.PROTECT, related_name="panel_seats")
    role = models.CharField("Aufgabe", max_length=20, choices=ROLES)
    sent_by = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "Sitz in der Jury"
        ordering = ["role", "person__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="one_seat_a_person"),
            models.UniqueConstraint(
                fields=["session"], condition=Q(role="panel_chair"), name="one_chair_a_session"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.sent_by})"

    @property
    def may_vote(self) -> bool:
        return self.role in permissions.VOTING

    @property
    def is_chair(self) -> bool:
        return self.role == Role.PANEL_CHAIR


class PanelPresence(models.Model):
    """From when until when somebody was in the room, and for which recusal they left."""

    seat = models.ForeignKey(PanelSeat, models.CASCADE, related_name="presences")
    came_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True, blank=True)
    recusal = models.ForeignKey(
        "PanelRecusal", models.CASCADE, null=True, blank=True, related_name="absences"
    )

    class Meta:
        ordering = ["came_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat"], condition=Q(left_at__isnull=True), name="in_the_room_once"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=models.F("came_at")),
                name="leaves_after_coming",
            ),
        ]


class PanelItem(Keyed):
    """One candidacy on the agenda (Tagesordnungspunkt), in the order of the frozen ranking."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Noch nicht behandelt"
        CALLED = "called", "Wird beraten"
        SETTLED = "settled", "Abgestimmt"

    class Result(models.TextChoices):
        PROPOSED = "proposed", "Vorgeschlagen"
        RESERVE = "reserve", "Reserve"
        NOT_PROPOSED = "not_proposed", "Nicht vorgeschlagen"

    session = models.ForeignKey(PanelSession, models.CASCADE, related_name="items")
    candidacy = models.ForeignKey(Candidacy, models.PROTECT, related_name="panel_items")
    number = models.PositiveIntegerField("TOP")
    status = StatusField("Stand", default=Status.WAITING, choices=Status.choices)
    expected = models.CharField("Nach Rangfolge", max_length=12, choices=Result.choices)
    result = models.CharField("Ergebnis", max_length=12, choices=Result.choices, blank=True)
    deviation_reason = models.TextField("Grund der Abweichung von der Rangfolge", blank=True)
    note = models.TextField("Beratung", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "Tagesordnungspunkt"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "candidacy"], name="once_on_an_agenda"),
            models.UniqueConstraint(fields=["session", "number"], name="one_item_a_number"),
            models.CheckConstraint(
                condition=Q(result="") | Q(result=models.F("expected")) | ~Q(deviation_reason=""),
                name="deviation_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"TOP {self.number}"

    @property
    def deviates(self) -> bool:
        return bool(self.result) and self.result != self.expected

    @transition(
        status,
        source=Status.WAITING,
        target=Status.CALLED,
        permission=permissions.may_lead,
        custom={"label": "Aufrufen"},
    )
    def call_up(self) -> None:
        """Whoever is recused leaves the room."""

    @transition(
        status,
        source=Status.CALLED,
        target=Status.WAITING,
        permission=permissions.may_lead,
        custom={"label": "Zurückstellen"},
    )
    def put_back(self) -> None:
        """Discussed later."""

    @transition(
        status,
        source=Status.CALLED,
        target=Status.SETTLED,
        permission=permissions.may_lead,
        custom={"label": "Abstimmung annehmen"},
    )
    def settle(self) -> None:
        """A motion was carried."""


class PanelRecusalQuerySet(models.QuerySet["PanelRecusal"]):
    """Which recusals keep somebody out."""

    def standing(self) -> PanelRecusalQuerySet:
        """Found or declared, and not lifted by the chair."""
        return self.filter(lifted_at__isnull=True)


class PanelRecusal(Keyed):
    """Somebody may not discuss or vote on one point: found by the system, declared, or decided."""

    class Source(models.TextChoices):
        SYSTEM = "system", "Vom System erkannt"
        DECLARED = "declared", "Selbst erklärt"
        CHAIR = "chair", "Vom Vorsitz festgestellt"

    point = models.ForeignKey(PanelItem, models.CASCADE, related_name="recusals")
    seat = models.ForeignKey(PanelSeat, models.CASCADE, related_name="recusals")
    source = models.CharField("Woher", max_length=8, choices=Source.choices)
    reason = models.TextField("Grund")
    created_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField("Bestätigt", null=True, blank=True)
    lifted_at = models.DateTimeField("Aufgehoben", null=True, blank=True)
    lifted_because = models.TextField("Grund der Aufhebung", blank=True)

    objects = PanelRecusalQuerySet.as_manager()

    class Meta:
        verbose_name = "Befangenheit in der Jury"
        ordering = ["point", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "seat"],
                condition=Q(lifted_at__isnull=True),
                name="recused_once_an_item",
            )
        ]
