"""Surveys of the accompanying research: waves, their questions, who is asked, what is answered.

A wave in the field never changes: triggers refuse it. Answers are joined to the application they
are about, so that a data set can bring them beside its indicators and payments.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django_fsm import transition

from accounts.models import Organisation, Person
from accounts.permissions import organisations_of
from applications.models import Application
from core import clock
from core.models import Keyed
from core.status import StatusField
from programmes.models import Call
from programmes.models.catalogue import AskedRow
from reporting import permissions
from reporting.survey_checks import START_CHECKS


class SurveyWave(Keyed):
    """One wave of a survey: who is asked what, why, and until when."""

    class Status(models.TextChoices):
        DRAFT = "draft", "In Vorbereitung"
        IN_FIELD = "in_field", "Im Feld"
        CLOSED = "closed", "Beendet"

    class Audience(models.TextChoices):
        SUBMITTED = "submitted", "alle, die einen Antrag eingereicht haben"
        NOT_FUNDED = "not_funded", "eingereicht und nicht gefördert"
        RUNNING = "running", "gefördert, Vorhaben läuft"
        FINISHED = "finished", "gefördert, Vorhaben beendet"

    title = models.CharField("Befragung", max_length=160)
    number = models.PositiveSmallIntegerField("Welle", default=1)
    status = StatusField(default=Status.DRAFT, choices=Status.choices)
    version = models.PositiveIntegerField(default=1)
    purpose = models.TextField("Zweck der Befragung")
    consent = models.TextField(
        "Einwilligung oder Rechtsgrundlage",
        help_text="Wird vor der ersten Frage gezeigt und angekreuzt.",
    )
    obligatory = models.BooleanField(
        "Teilnahme ist Pflicht",
        default=False,
        help_text="Nur, wenn der Bescheid dazu verpflichtet. Sonst ist die Teilnahme freiwillig.",
    )
    call = models.ForeignKey(
        Call, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Aufruf"
    )
    audience = models.CharField(
        "Wer gefragt wird", max_length=10, choices=Audience.choices, default=Audience.RUNNING
    )
    roles = models.JSONField("Welche Rollen die E-Mail bekommen", default=list)
    closes_on = models.DateField("Antworten möglich bis")
    reminder_days = models.PositiveSmallIntegerField("Erinnern nach Tagen", default=14)
    started_on = models.DateField("Begonnen am", null=True, blank=True)

    class Meta:
        verbose_name = "Welle einer Befragung"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["title", "number"], name="one_wave_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.title}, Welle {self.number}"

    @property
    def is_open(self) -> bool:
        """May people answer today?"""
        return self.status == self.Status.IN_FIELD and clock.today() <= self.closes_on

    @property
    def asked(self) -> QuerySet[Application]:
        """The applications whose organisations are asked, as of today."""
        found, award = Application.objects.submitted(), "candidacy__decision__award"
        if self.call_id:
            found = found.filter(call_version__call=self.call_id)
        today = clock.today()
        parts = {
            self.Audience.SUBMITTED: Q(),
            self.Audience.NOT_FUNDED: Q(**{f"{award}__isnull": True}),
            self.Audience.RUNNING: Q(**{f"{award}__ends_on__gte": today}),
            self.Audience.FINISHED: Q(**{f"{award}__ends_on__lt": today}),
        }
        return found.filter(parts[self.Audience(self.audience)])

    @transition(
        status,
        source=Status.DRAFT,
        target=Status.IN_FIELD,
        permission=permissions.may_run_survey,
        custom={"label": "Ins Feld geben", "checks": START_CHECKS},
    )
    def start(self) -> None:
        self.started_on = clock.today()

    @transition(
        status,
        source=Status.IN_FIELD,
        target=Status.CLOSED,
        permission=permissions.may_run_survey,
        custom={"label": "Beenden"},
    )
    def close(self) -> None:
        """Nobody can answer any more."""


class SurveyQuestion(AskedRow):
    """One question of a wave; kinds, conditions and wording are those of a call's catalogue."""

    wave = models.ForeignKey(SurveyWave, models.CASCADE, related_name="questions")

    class Meta(AskedRow.Meta):
        ordering = ["position", "pk"]
        verbose_name = "Frage"
        constraints = [
            models.UniqueConstraint(fields=["wave", "code"], name="one_survey_question_a_code")
        ]

    def __str__(self) -> str:
        return self.label


class InvitationQuerySet(models.QuerySet["SurveyInvitation"]):
    """Which invitations somebody may see."""

    def visible_to(self, user: Any) -> InvitationQuerySet:
        """Whoever works for the organisation that was invited."""
        return self.filter(organisation__in=organisations_of(user, *permissions.APPLICANT_ROLES))

    def waiting(self) -> InvitationQuerySet:
        """Neither answered nor declined."""
        return self.filter(response=None, declined_on=None)


class SurveyInvitation(Keyed):
    """One organisation is asked about one of its applications."""

    wave = models.ForeignKey(SurveyWave, models.PROTECT, related_name="invitations")
    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    invited_on = models.DateField("Eingeladen am", default=clock.today)
    reminded_on = models.DateField("Erinnert am", null=True, blank=True)
    declined_on = models.DateField("Abgelehnt am", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "Einladung zur Befragung"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "application"], name="one_invitation_a_project")
        ]

    def __str__(self) -> str:
        return f"{self.wave}: {self.organisation}"


class SurveyResponse(Keyed):
    """The answers to one invitation, with the consent they rest on."""

    invitation = models.OneToOneField(SurveyInvitation, models.PROTECT, related_name="response")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    consented_at = models.DateTimeField("Eingewilligt am", default=clock.now)
    imported = models.BooleanField("Aus einem anderen Programm", default=False)

    class Meta:
        verbose_name = "Antwort auf eine Befragung"

    def __str__(self) -> str:
        return str(self.invitation)


class SurveyAnswer(models.Model):
    """One answer, stored as the catalogue's answers are."""

    response = models.ForeignKey(SurveyResponse, models.CASCADE, related_name="answers")
    code = models.CharField(max_length=40)
    value = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["response", "code"], name="one_answer_a_survey_question"
            )
        ]
