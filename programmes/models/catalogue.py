"""What a call version asks and judges: topics, criteria, questions, documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models

from core.models import StoredFile
from programmes.models.call import CallVersion


class Row(models.Model):
    """A row of a call version with a code that texts and answers refer to."""

    code = models.CharField("Kennung", max_length=40)
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class Conditional(models.Model):
    """Asked only when another question has one of the answers, separated by `|`."""

    condition_code = models.CharField("Nur wenn Frage", max_length=40, blank=True)
    condition_value = models.CharField("diese Antwort hat", max_length=40, blank=True)

    class Meta:
        abstract = True

    def applies(self, answers: Mapping[str, Any]) -> bool:
        """Is this asked, given the answers by code? Choices and yes/no are stored as text."""
        if not self.condition_code:
            return True
        return str(answers.get(self.condition_code)) in self.condition_value.split("|")


class OfACall(models.Model):
    """A conditional row of a call: what is asked may also depend on the size of the grant."""

    full_only = models.BooleanField("Nur im vollen Katalog", default=False)

    class Meta:
        abstract = True

    def is_asked(self, case: Case) -> bool:
        """Is this asked in such a case: by its other answers, and by the grant it wants?"""
        row: Any = self
        return not (self.full_only and case.is_small) and row.applies(case.answers)


@dataclass(frozen=True)
class Case:
    """What decides which part of a catalogue is asked: answers by code, and the grant in euros.

    Without a grant (nothing planned yet) the whole catalogue is asked, so that nothing is hidden.
    """

    answers: Mapping[str, Any] = field(default_factory=dict)
    grant: Decimal | None = None
    full_from: Decimal | None = None

    @property
    def is_small(self) -> bool:
        """Is the grant below the amount from which the full catalogue is asked?

        >>> Case(grant=Decimal(40000), full_from=Decimal(100000)).is_small
        True
        >>> Case(grant=Decimal(100000), full_from=Decimal(100000)).is_small
        False
        """
        if not self.grant or not self.full_from:
            return False
        return self.grant < self.full_from


def unique_code(name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=["call_version", "code"], name=name)


class Topic(Row):
    """An action field (Handlungsfeld) or a challenge (Herausforderung)."""

    class Kind(models.TextChoices):
        ACTION_FIELD = "action_field", "Handlungsfeld"
        CHALLENGE = "challenge", "Herausforderung"

    call_version = models.ForeignKey(CallVersion, models.CASCADE, related_name="topics")
    kind = models.CharField("Art", max_length=12, choices=Kind.choices)
    name = models.CharField("Name", max_length=120)

    class Meta(Row.Meta):
        verbose_name = "Thema"
        constraints = [unique_code("one_topic_a_code")]

    def __str__(self) -> str:
        return self.name


class CriterionGroup(Row):
    """Integration, sustainability, implementation: each with its least subtotal."""

    call_version = models.ForeignKey(CallVersion, models.CASCADE, related_name="criterion_groups")
    name = models.CharField("Name", max_length=120)
    minimum = models.DecimalField("Mindestens (Punkte)", max_digits=5, decimal_places=2, default=0)

    class Meta(Row.Meta):
        verbose_name = "Kriteriengruppe"
        constraints = [unique_code("one_criterion_group_a_code")]

    def __str__(self) -> str:
        return self.name


class Criterion(Row):
    """One yardstick: weight, least score, what the reviewer judges, anchors in words."""

    call_version = models.ForeignKey(CallVersion, models.CASCADE, related_name="criteria")
    group = models.ForeignKey(CriterionGroup, models.CASCADE, related_name="criteria")
    name = models.CharField("Name", max_length=160)
    question = models.TextField("Was beurteilt wird")
    weight = models.DecimalField("Gewicht", max_digits=5, decimal_places=2)
    minimum = models.DecimalField("Mindestwert", max_digits=3, decimal_places=1, default=0)
    maximum = models.DecimalField("Höchstwert", max_digits=3, decimal_places=1, default=5)
    anchors = models.JSONField("Anker", default=dict, help_text="Punktwert -> Beschreibung")

    class Meta(Row.Meta):
        verbose_name = "Kriterium"
        constraints = [unique_code("one_criterion_a_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def scores(self) -> range:
        """The whole scores from 0 to the maximum."""
        return range(int(self.maximum) + 1)


class Chapter(Row):
    """A part of the catalogue with its heading; `place` says where it stands in an application."""

    class Place(models.TextChoices):
        PROJECT = "project", "nach den Angaben zum Vorhaben"
        PARTICIPATION = "participation", "nach den Angaben zu Partnern"
        DECLARATIONS = "declarations", "bei den Erklärungen"

    call_version = models.ForeignKey(CallVersion, models.CASCADE, related_name="chapters")
    title = models.CharField("Titel", max_length=120)
    intro = models.TextField("Einleitung", blank=True)
    place = models.CharField("Stelle im Antrag", max_length=20, choices=Place.choices)

    class Meta(Row.Meta):
        verbose_name = "Kapitel"
        constraints = [unique_code("one_chapter_a_code")]

    def __str__(self) -> str:
        return self.title


class AskedRow(Row, Conditional):
    """What every question has, whoever asks it: kind, wording, limit, choices, reason.

    Subclass it for questions of your own; `programmes.forms.questionnaire` asks, reads and
    checks any list of them, and `programmes.answers` says in words what was answered.
    """

    class Kind(models.TextChoices):
        TEXT = "text", "Text"
        NUMBER = "number", "Zahl"
        MONEY = "money", "Betrag"
        DATE = "date", "Datum"
        CHOICE = "choice", "Auswahl"
        YES_NO = "yes_no", "Ja oder Nein"
        TABLE = "table", "Tabelle"

    kind = models.CharField("Art", max_length=10, choices=Kind.choices, default=Kind.TEXT)
    label = models.CharField("Frage", max_length=300)
    hint = models.TextField("Hinweis", blank=True)
    reason = models.TextField("Wozu wir das brauchen", blank=True)
    legal_basis = models.CharField("Rechtsgrundlage", max_length=200, blank=True)
    limit = models.PositiveIntegerField("Höchstens (Zeichen oder Zeilen)", null=True, blank=True)
    options = models.JSONField("Auswahl", default=list, blank=True)
    columns = models.JSONField("Spalten", default=list, blank=True)
    required = models.BooleanField("Pflicht", default=True)

    class Meta:
        abstract = True


class InChapters(models.Manager["Question"]):
    """Questions with their chapter, which everybody asks for."""

    def get_queryset(self) -> models.QuerySet[Question]:
        return super().get_queryset().select_related("chapter")


class Question(AskedRow, OfACall):
    """One question of the catalogue, with limit, hint and the reason why it is asked."""

    call_version = models.ForeignKey(CallVersion, models.CASCADE, related_name="questions")
    chapter = models.ForeignKey(
        Chapter, models.CASCADE, related_name="questions", verbose_name="Kapitel"
    )
    title = models.CharField("Aufgabe", max_length=120, help_text="beginnt mit einem Verb am Ende")
    due_at = models.DateTimeField("Frist", null=True, blank=True, help_text="leer: mit dem Antrag")
    expected = models.CharField("Nötige Antwort", max_length=40, blank=True)
    criterion = models.ForeignKey(
        Criterion, models.SET_NULL, null=True, blank=True, related_name="questions"
    )

    objects = InChapters()

    class Meta(Row.Meta):
        verbose_name = "Frage"
        constraints = [unique_code("one_question_a_code")]

    def __str__(self) -> str:
        return self.label

    @property
    def place(self) -> str:
        """Where it stands in an application: see `Chapter.Place`."""
        return self.chapter.place


class DocumentRequirement(Row, Conditional, OfACall):
    """A document to be handed in, each with a deadline of its own."""

    call_version = models.ForeignKey(
        CallVersion, models.CASCADE, related_name="document_requirements"
    )
    name = models.CharField("Name", max_length=160)
    hint = models.TextField("Hinweis", blank=True)
    required = models.BooleanField("Pflicht", default=True)
    due_at = models.DateTimeField("Frist", null=True, blank=True, help_text="leer: mit dem Antrag")
    file_types = models.JSONField("Dateiarten", default=list)
    max_megabytes = models.PositiveSmallIntegerField("Höchstens MB", default=20)
    template = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Vorlage"
    )
    partner_kinds = models.JSONField(
        "Von Partnern dieser Art", null=True, blank=True, help_text="leer: vom Antrag selbst"
    )

    class Meta(Row.Meta):
        verbose_name = "Unterlage"
        constraints = [unique_code("one_document_requirement_a_code")]

    def __str__(self) -> str:
        return self.name


class FitQuestion(Row):
    """One of the five questions „Passt der Aufruf?“, asked before any sign-in."""

    call_version = models.ForeignKey(CallVersion, models.CASCADE, related_name="fit_questions")
    text = models.CharField("Frage", max_length=300)
    fitting_answer = models.BooleanField("Passt bei Ja", default=True)
    advice = models.TextField("Hinweis, wenn es nicht passt")

    class Meta(Row.Meta):
        verbose_name = "Frage „Passt der Aufruf?“"
        constraints = [unique_code("one_fit_question_a_code")]

    def __str__(self) -> str:
        return self.text
