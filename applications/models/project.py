"""The structured parts: project, topics and their interactions, partners, measures, indicators."""

from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models import APPLICANT_ROLES, Organisation
from accounts.permissions import organisations_of
from applications.models.application import Application
from programmes.models import CatalogueIndicator, EffectLevel


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


# Somebody works for the partner, or is asked to.
LIVE = Q(people__isnull=False, people__ended_at=None, people__invitation__withdrawn_at=None)


class PartnerQuerySet(models.QuerySet["Partner"]):
    """Which partner roles somebody works on."""

    def visible_to(self, user: Any) -> "PartnerQuerySet":
        """The partner's people who accepted, and the team of an invited organisation."""
        if not user.is_authenticated:
            return self.none()
        accepted = Q(people__invitation__accepted_by=user)
        own = Q(organisation__in=organisations_of(user, *APPLICANT_ROLES))
        return self.filter(LIVE & (accepted | own), application__revises=None).distinct()

    def binding(self) -> "PartnerQuerySet":
        """The roles that count: somebody was invited for them, or they are submitted."""
        waiting = Q(application__status__in=Application.BEFORE_SUBMISSION)
        running = self.filter(application__revises=None)
        running = running.exclude(application__status=Application.Status.WITHDRAWN)
        return running.filter(LIVE | ~waiting).distinct()


class Partner(Position):
    """Who takes part beside the applicant, with role, resolution, rate and what may be read.

    In a working copy the partner of the same position stands for the same partner.
    """

    class Emergency(models.TextChoices):
        """The three proofs of a budget emergency (KoMoNa 5.2 b)."""

        NONE = "none", "Keine Haushaltsnotlage"
        APPROVED = "approved", "Genehmigtes Haushaltssicherungskonzept"
        PENDING = "pending", "Verfahren läuft, Konzept noch nicht genehmigt"
        DEFICITS = "deficits", "Fehlbeträge, das Landesrecht kennt kein Konzept"

    application = models.ForeignKey(Application, models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="partnerships"
    )
    name = models.CharField("Name", max_length=200)
    kind = models.CharField("Art", max_length=20, choices=Organisation.Kind.choices)
    role = models.CharField("Aufgabe im Vorhaben", max_length=300)
    passes_on = models.BooleanField("Erhält Mittel durch Weiterleitung", default=False)
    council_body = models.CharField("Beschließendes Gremium", max_length=160, blank=True)
    council_on = models.DateField("Beschluss am", null=True, blank=True)
    agreement_on = models.DateField("Kooperationsvereinbarung vom", null=True, blank=True)
    emergency = models.CharField(
        "Haushaltsnotlage", max_length=8, choices=Emergency.choices, default=Emergency.NONE
    )
    emergency_authority = models.CharField("Kommunalaufsicht", max_length=160, blank=True)
    emergency_on = models.DateField("Bestätigt am", null=True, blank=True)
    emergency_year = models.PositiveSmallIntegerField(
        "Gilt für das Haushaltsjahr", null=True, blank=True
    )
    shared_sections = models.JSONField("Für den Partner lesbar", default=list, blank=True)

    objects = PartnerQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def home(self) -> "Partner":
        """The partner itself, also when this is its twin in a working copy; people belong to it."""
        if not self.application.is_copy:
            return self
        twins = Partner.objects.filter(application=self.application.main, position=self.position)
        return twins.first() or self

    @property
    def rate_asked(self) -> Any:
        """The rate that the call gives for the partner's own expenses."""
        version = self.application.call_version
        in_need = self.emergency != self.Emergency.NONE
        return version.emergency_rate if in_need else version.regular_rate

    def people_now(self) -> models.QuerySet[Any]:
        """Everybody who works for the partner, or is asked to."""
        live = self.home.people.filter(ended_at=None, invitation__withdrawn_at=None)
        return live.select_related("invitation__accepted_by")


class Measure(Position):
    """One measure (Maßnahme) of the project."""

    class Progress(models.TextChoices):
        IDEA = "idea", "Idee"
        PLANNED = "planned", "Geplant"
        PREPARED = "prepared", "Beschlossen und vorbereitet"

    class Maturity(models.TextChoices):
        CONCEPT = "concept", "Konzept"
        PROTOTYPE = "prototype", "Erprobter Prototyp"
        IN_USE = "in_use", "Anderswo im Einsatz"

    application = models.ForeignKey(Application, models.CASCADE, related_name="measures")
    name = models.CharField("Name", max_length=160)
    topic_code = models.CharField("Handlungsfeld", max_length=40)
    description = models.TextField("Beschreibung")
    target_group = models.CharField("Zielgruppe", max_length=200, blank=True)
    starts_on = models.DateField("Beginn", null=True, blank=True)
    ends_on = models.DateField("Ende", null=True, blank=True)
    open_source = models.BooleanField("Ergebnisse als Open Source", default=False)
    licence = models.CharField("Lizenz", max_length=60, blank=True)
    location = models.CharField("Ort", max_length=200, blank=True)
    outputs = models.TextField("Was am Ende da ist", blank=True)
    progress = models.CharField("Stand", max_length=11, choices=Progress.choices, blank=True)
    maturity = models.CharField("Reife", max_length=9, choices=Maturity.choices, blank=True)

    def __str__(self) -> str:
        return self.name


class Indicator(Position):
    """What will be measured: baseline, target, unit and source."""

    Level = EffectLevel

    class Frequency(models.TextChoices):
        MONTHLY = "monthly", "Monatlich"
        QUARTERLY = "quarterly", "Vierteljährlich"
        YEARLY = "yearly", "Jährlich"
        ONCE = "once", "Einmal am Ende"

    application = models.ForeignKey(Application, models.CASCADE, related_name="indicators")
    catalogue = models.ForeignKey(
        CatalogueIndicator,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="used_by",
        verbose_name="Indikator des Programms",
    )
    measure = models.ForeignKey(
        Measure, models.SET_NULL, null=True, blank=True, related_name="indicators"
    )
    name = models.CharField("Name", max_length=200)
    level = models.CharField("Ebene", max_length=8, choices=EffectLevel.choices)
    unit = models.CharField("Einheit", max_length=60)
    rising = models.BooleanField("Ein höherer Wert ist besser", default=True)
    baseline = models.DecimalField("Ausgangswert", max_digits=18, decimal_places=4)
    baseline_on = models.DateField("Stand des Ausgangswerts")
    target = models.DecimalField("Zielwert", max_digits=18, decimal_places=4)
    target_on = models.DateField("Zielwert bis")
    source = models.CharField("Quelle", max_length=200)
    sdg = models.PositiveSmallIntegerField("Nachhaltigkeitsziel (SDG)", null=True, blank=True)
    frequency = models.CharField(
        "Gemessen wird", max_length=9, choices=Frequency.choices, blank=True
    )
    counts_people = models.BooleanField("Zählt einzelne Menschen", default=False)
    leads_to = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="caused_by",
        verbose_name="Wirkt auf",
    )

    def __str__(self) -> str:
        return self.name
