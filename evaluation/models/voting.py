"""Motions of a panel session and the votes on them."""

from __future__ import annotations

from django.db import models

from core import clock
from core.models import Keyed
from evaluation.models.panel import PanelItem, PanelSeat, PanelSession


class PanelMotion(Keyed):
    """What is put to the vote: a result for one point, or the ranking for several at once."""

    AS_RANKED = "as_ranked"
    RESULTS = [*PanelItem.Result.choices, (AS_RANKED, "Wie in der Rangfolge")]

    session = models.ForeignKey(PanelSession, models.CASCADE, related_name="motions")
    items = models.ManyToManyField(PanelItem, related_name="motions")
    number = models.PositiveIntegerField("Abstimmung")
    result = models.CharField("Vorschlag", max_length=12, choices=RESULTS)
    reason = models.TextField("Grund der Abweichung", blank=True)
    opened_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    carried = models.BooleanField("Angenommen", null=True)
    by_chair = models.BooleanField("Stimme des Vorsitzes entschied", default=False)
    in_room = models.JSONField("Stimmberechtigt im Raum", default=list)

    class Meta:
        verbose_name = "Abstimmung"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="one_motion_a_number"),
            models.UniqueConstraint(
                fields=["session"],
                condition=models.Q(closed_at__isnull=True),
                name="one_open_motion_a_session",
            ),
        ]

    def __str__(self) -> str:
        return f"Abstimmung {self.number}"


class PanelVote(models.Model):
    """One member's vote on one motion; may be changed until the chair closes it."""

    class Choice(models.TextChoices):
        FOR = "for", "Ja"
        AGAINST = "against", "Nein"
        ABSTAIN = "abstain", "Enthaltung"

    motion = models.ForeignKey(PanelMotion, models.CASCADE, related_name="votes")
    seat = models.ForeignKey(PanelSeat, models.CASCADE, related_name="votes")
    choice = models.CharField("Stimme", max_length=7, choices=Choice.choices)
    cast_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["motion", "seat"], name="one_vote_a_motion")]
