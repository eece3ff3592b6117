"""How long an application took, as its authors say."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from applications.models.application import Application
from core import clock


class EffortStatement(models.Model):
    """One voluntary answer for each application, in hours of everybody together."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="effort_statement")
    hours = models.PositiveSmallIntegerField("Stunden", validators=[MinValueValidator(1)])
    stated_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "Angabe zum Aufwand"
        constraints = [
            models.CheckConstraint(condition=Q(hours__gte=1), name="effort_is_at_least_an_hour")
        ]

    def __str__(self) -> str:
        return f"{self.hours} Stunden"
