"""The structured parts: project, topics and their interactions, partners, measures, indicators."""

from django.db import models

from accounts.models import Organisation
from applications.models.application import Application


class Project(models.Model):
    """What the municipality wants to do, in the words the public will read."""

    class Phase(models.TextChoices):
        STRATEGY = "strategy", "Strategie"
        IMPLEMENTATION = "implementation", "Umsetzung"

    class Level(models.TextChoices):
        QUARTER = "quarter", "Quartier"
        CITY = "city", "Gesamte Kommune"
        CITY_REGION = "city_region", "Stadt und Umland"
        REGION = "region", "Region"

    application = models.OneToOneField(Application, models.CASCADE, related_name="project")
    title = models.CharField("Titel des Vorhabens", max_length=120, blank=True)
    acronym = models.CharField("Kurzname", max_length=20, blank=True)
    summary = models.TextField("Kurzbeschreibung für die Öffentlichkeit", blank=True)
    phase = models.CharField("Phase", max_length=14, choices=Phase.choices, blank=True)
    starts_on = models.DateField("Beginn", null=True, blank=True)
    ends_on = models.DateField("Ende", null=True, blank=True)
    level = models.CharField("Räumliche Ebene", max_length=12, choices=Level.choices, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "Vorhaben"

    def __str__(self) -> str:
        return self.title or "Vorhaben ohne Titel"


class ChosenTopic(models.Model):
    """An action field or challenge of the call that the project works on."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="topics")
    code = models.CharField(max_length=40)
    is_primary = models.BooleanField("Schwerpunkt", default=False)

    class Meta:
        ordering = ["-is_primary", "code"]
        constraints = [
            models.UniqueConstraint(fields=["application", "code"], name="one_choice_a_topic")
        ]


class Position(models.Model):
    """A row that people add, order and remove."""

    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class Interaction(Position):
    """How one action field acts on another: from, to, how."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="interactions")
    from_code = models.CharField("Von", max_length=40)
    to_code = models.CharField("Nach", max_length=40)
    how = models.CharField("Wechselwirkung", max_length=500)


class Partner(Position):
    """Who takes part beside the applicant, with role and share of the money."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="partnerships"
    )
    name = models.CharField("Name", max_length=200)
    kind = models.CharField("Art", max_length=20, choices=Organisation.Kind.choices)
    role = models.CharField("Aufgabe im Vorhaben", max_length=300)
    passes_on = models.BooleanField("Erhält Mittel durch Weiterleitung", default=False)

    def __str__(self) -> str:
        return self.name


class Measure(Position):
    """One measure (Maßnahme) of the project."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="measures")
    name = models.CharField("Name", max_length=160)
    topic_code = models.CharField("Handlungsfeld", max_length=40)
    description = models.TextField("Beschreibung")
    target_group = models.CharField("Zielgruppe", max_length=200, blank=True)
    starts_on = models.DateField("Beginn", null=True, blank=True)
    ends_on = models.DateField("Ende", null=True, blank=True)
    open_source = models.BooleanField("Ergebnisse als Open Source", default=False)

    def __str__(self) -> str:
        return self.name


class Indicator(Position):
    """What will be measured: baseline, target, unit and source."""

    class Level(models.TextChoices):
        INPUT = "input", "Input"
        OUTPUT = "output", "Output"
        OUTCOME = "outcome", "Outcome"
        IMPACT = "impact", "Impact"

    application = models.ForeignKey(Application, models.CASCADE, related_name="indicators")
    measure = models.ForeignKey(
        Measure, models.SET_NULL, null=True, blank=True, related_name="indicators"
    )
    name = models.CharField("Name", max_length=200)
    level = models.CharField("Ebene", max_length=8, choices=Level.choices)
    unit = models.CharField("Einheit", max_length=60)
    rising = models.BooleanField("Ein höherer Wert ist besser", default=True)
    baseline = models.DecimalField("Ausgangswert", max_digits=18, decimal_places=4)
    baseline_on = models.DateField("Stand des Ausgangswerts")
    target = models.DecimalField("Zielwert", max_digits=18, decimal_places=4)
    target_on = models.DateField("Zielwert bis")
    source = models.CharField("Quelle", max_length=200)
    sdg = models.PositiveSmallIntegerField("Nachhaltigkeitsziel (SDG)", null=True, blank=True)

    def __str__(self) -> str:
        return self.name
