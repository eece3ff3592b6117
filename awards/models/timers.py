"""Reminders that were sent, so that none is sent twice."""

from __future__ import annotations

from django.db import models

from core import clock


class SentReminder(models.Model):
    """One stage of one reminder about one record."""

    class Kind(models.TextChoices):
        YEAR_LIMIT = "year_limit", "Jahresfrist der Rückforderung"
        BOUND_USE = "bound_use", "Ende der Zweckbindung"
        YEAR_CLOSE = "year_close", "Schluss des Haushaltsjahrs"
        BASE_RATE = "base_rate", "Fehlender Basiszinssatz"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    about = models.CharField(max_length=40)
    stage = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "Erinnerung"
        constraints = [
            models.UniqueConstraint(fields=["kind", "about", "stage"], name="one_timer_a_stage")
        ]
