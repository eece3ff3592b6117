"""How the office shares its work: who looks after an application, and filters kept for later."""

from django.db import models

from accounts.models import Person
from applications.models.application import Application
from core import clock
from core.models import Keyed


class Claim(models.Model):
    """One officer looks after one application until handing it over."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="claim")
    officer = models.ForeignKey(Person, models.CASCADE, related_name="claims")
    since = models.DateTimeField(default=clock.now)
    note = models.TextField("Hinweis bei der Übergabe", blank=True)

    class Meta:
        verbose_name = "Bearbeitung"

    def __str__(self) -> str:
        return f"{self.application}: {self.officer}"


class SavedFilter(Keyed):
    """A search in the inbox that an officer wants to find again."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="saved_filters")
    name = models.CharField("Name", max_length=60)
    query = models.CharField(max_length=500)

    class Meta:
        verbose_name = "Gemerkter Filter"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="one_saved_filter_a_name")
        ]

    def __str__(self) -> str:
        return self.name
