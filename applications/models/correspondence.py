"""What office and organisation write to each other, from the application to the final account.

Append-only: nothing is edited or taken back. After its retention a text is erased; its SHA-256
stays.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Max, Q
from django.utils.translation import gettext as _

from accounts.models import APPLICANT_ROLES
from accounts.permissions import may_read_office, organisations_of
from applications.models.application import Application
from core import clock
from core.models import Keyed, StoredFile

LONGEST_SUBJECT = 150


class ConversationQuerySet(models.QuerySet["Conversation"]):
    """Which conversations somebody sees, and on whom they wait."""

    def visible_to(self, user: Any) -> ConversationQuerySet:
        """Those with at least one message that this person may read."""
        return self.filter(pk__in=Message.objects.visible_to(user).values("conversation"))

    def with_turns(self) -> ConversationQuerySet:
        """Add the last message of each side; row numbers tell what came first."""
        asked = Q(messages__kind=Message.Kind.APPLICANT)
        wanted = Q(messages__answer_by__isnull=False)
        return self.annotate(
            asked=Max("messages__pk", filter=asked),
            asked_at=Max("messages__written_at", filter=asked),
            settled=Max("messages__pk", filter=Q(messages__settles=True)),
            wanted=Max("messages__pk", filter=wanted),
            last_at=Max("messages__written_at"),
        )

    def waiting_for_office(self) -> ConversationQuerySet:
        """The organisation wrote last, and nobody has answered or settled it."""
        return self.with_turns().filter(Conversation.AWAITS_OFFICE)

    def waiting_for_applicant(self) -> ConversationQuerySet:
        """The office wanted an answer by a day and has none."""
        return self.with_turns().filter(Conversation.AWAITS_APPLICANT)


class Conversation(Keyed):
    """One subject on an application; its award, if there is one, uses the same."""

    # Conditions on what `with_turns` adds.
    AWAITS_OFFICE = Q(asked__isnull=False) & (Q(settled=None) | Q(asked__gt=F("settled")))
    AWAITS_APPLICANT = Q(wanted__isnull=False) & (Q(asked=None) | Q(wanted__gt=F("asked")))

    application = models.ForeignKey(Application, models.PROTECT, related_name="conversations")
    subject = models.CharField("Betreff", max_length=LONGEST_SUBJECT)
    begun_at = models.DateTimeField("Begonnen", default=clock.now)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = "Gespräch"
        ordering = ["-begun_at", "-pk"]

    def __str__(self) -> str:
        return self.subject or "Betreff nach Aufbewahrung gelöscht"


class MessageQuerySet(models.QuerySet["Message"]):
    """Which messages somebody may read."""

    def visible_to(self, user: Any) -> MessageQuerySet:
        """The organisation's own team reads what is meant for it; office and audit read all.

        Nobody reads as the office what concerns the own organisation. Guests, partners and
        reviewers read nothing.
        """
        if not user.is_authenticated:
            return self.none()
        team = organisations_of(user, *APPLICANT_ROLES)
        own = Q(conversation__application__organisation__in=team, is_internal=False)
        if may_read_office(user):
            belongs = [membership.organisation_id for membership in user.current_memberships]
            own |= ~Q(conversation__application__organisation__in=belongs)
        return self.filter(own)


class Message(Keyed):
    """One entry: written through the portal, or put on the record by an officer."""

    class Kind(models.TextChoices):
        OFFICE = "office", "Nachricht der Programmstelle"
        APPLICANT = "applicant", "Nachricht der Kommune"
        PHONE = "phone", "Telefonvermerk"
        MAIL = "mail", "Vermerk über E-Mail oder Brief"
        NOTE = "note", "Aktenvermerk"

    NOTES = (Kind.PHONE, Kind.MAIL, Kind.NOTE)

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="messages")
    kind = models.CharField("Art", max_length=9, choices=Kind.choices)
    is_internal = models.BooleanField("Nur für die Programmstelle", default=False)
    settles = models.BooleanField("Keine Antwort mehr nötig", default=False)
    text = models.TextField("Text")
    text_sha256 = models.CharField("Prüfsumme (SHA-256)", max_length=64)
    answer_by = models.DateField("Antwort erbeten bis", null=True, blank=True)
    happened_at = models.DateTimeField("Zeitpunkt", null=True, blank=True)
    actor_key = models.CharField(max_length=40)
    actor_role = models.CharField(max_length=60)
    actor_organisation = models.CharField(max_length=200)
    written_at = models.DateTimeField("Geschrieben", default=clock.now)
    once = models.CharField(max_length=80)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "Nachricht"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["actor_key", "once"], name="one_message_a_key"),
            models.CheckConstraint(
                condition=Q(is_internal=False) | ~Q(kind__in=["office", "applicant"]),
                name="internal_messages_are_notes",
            ),
            models.CheckConstraint(
                condition=Q(answer_by=None) | Q(kind="office"), name="only_the_office_wants_answers"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_note(self) -> bool:
        return self.kind in self.NOTES


class MessageFile(Keyed):
    """A file sent with a message."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "Anlage"
        ordering = ["pk"]


class MessageReading(models.Model):
    """Who of the other side first read a message, and when."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="readings")
    actor_key = models.CharField(max_length=40)
    actor_role = models.CharField(max_length=60)
    by_program = models.BooleanField("Über die Schnittstelle", default=False)
    read_at = models.DateTimeField("Gelesen", default=clock.now)

    class Meta:
        verbose_name = "Lesevermerk"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["message", "actor_key"], name="one_reading_a_person")
        ]

    @property
    def reader(self) -> str:
        """The role, and whether a program read for it."""
        role = self.actor_role
        return _("%s, über die Schnittstelle") % role if self.by_program else role


class MessageDraft(models.Model):
    """What somebody has typed and not sent yet; nobody else reads it.

    `place` is the key of the conversation, empty for a new one.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="message_drafts")
    place = models.CharField(max_length=12, blank=True)
    actor_key = models.CharField(max_length=40)
    values = models.JSONField(default=dict)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "Entwurf einer Nachricht"
        constraints = [
            models.UniqueConstraint(
                fields=["application", "place", "actor_key"], name="one_message_draft_a_place"
            )
        ]
