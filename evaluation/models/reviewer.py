"""The pool of reviewers."""

from django.db import models

from accounts.models import Organisation, Person
from core.models import Keyed


class Reviewer(Keyed):
    """A person of the pool: expertise, home, employer and how much they can take on."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="reviewer")
    land = models.CharField("Land", max_length=2, blank=True)
    employer = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    home = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    capacity = models.PositiveSmallIntegerField("Höchstens Gutachten", default=10)
    is_available = models.BooleanField("Verfügbar", default=True)

    class Meta:
        verbose_name = "Gutachterin oder Gutachter"
        ordering = ["person__name", "pk"]

    def __str__(self) -> str:
        return self.person.name


class ReviewerExpertise(models.Model):
    """How well a reviewer knows an action field: 0 (not) to 3 (expert)."""

    reviewer = models.ForeignKey(Reviewer, models.CASCADE, related_name="expertise")
    topic_code = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reviewer", "topic_code"], name="one_expertise_a_topic"
            ),
            models.CheckConstraint(condition=models.Q(level__lte=3), name="expertise_up_to_three"),
        ]
