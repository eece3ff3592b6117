"""Tables every app stands on. None of them points at people: actors are kept as text."""

import secrets

from django.db import models

from core import clock
from core.jobs_model import Job  # noqa: F401  (Django finds tables here)

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"


def random_key() -> str:
    """Return a random public key of 12 characters, without letters that look alike."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))


def random_salt() -> str:
    """Return 128 random bits as hex."""
    return secrets.token_hex(16)


class Keyed(models.Model):
    """A record with a random public key for addresses, so that row numbers stay inside."""

    key = models.CharField(max_length=12, unique=True, default=random_key, editable=False)

    class Meta:
        abstract = True


class AuditHead(models.Model):
    """The end of one record's chain: locked while an entry is added."""

    record_type = models.CharField(max_length=60)
    record_key = models.CharField(max_length=40)
    length = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record_type", "record_key"], name="one_head_a_record")
        ]


class AuditEvent(models.Model):
    """One step on one record: who, when, what, before and after. Never changed, never deleted.

    The chain covers `payload_digest`, a salted digest of `payload`: erasing the payload
    (personal texts after retention) keeps the chain verifiable.
    """

    record_type = models.CharField(max_length=60)
    record_key = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    at = models.DateTimeField(db_index=True)
    actor_key = models.CharField(max_length=40)
    actor_role = models.CharField(max_length=60)
    actor_organisation = models.CharField(max_length=200)
    step = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    salt = models.CharField(max_length=32, default=random_salt)
    payload_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["record_type", "record_key", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["record_type", "record_key", "number"],
                name="one_entry_a_number",
            )
        ]


class Snapshot(Keyed):
    """Frozen bytes (canonical JSON) of a record at one instant, with their SHA-256."""

    kind = models.CharField(max_length=40)
    record_type = models.CharField(max_length=60)
    record_key = models.CharField(max_length=40)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["record_type", "record_key", "kind"])]


class SealedLetter(Keyed):
    """A letter as PDF with the seal of the office (Art. 36 eIDAS), never made a second time."""

    snapshot = models.OneToOneField(Snapshot, models.PROTECT, related_name="sealed_letter")
    title = models.CharField("Schreiben", max_length=120)
    content = models.BinaryField()
    sha256 = models.CharField("Prüfsumme (SHA-256)", max_length=64, unique=True)
    sealed_by = models.CharField("Zertifikat", max_length=300)
    certificate_sha256 = models.CharField("Fingerabdruck des Zertifikats", max_length=64)
    sealed_at = models.DateTimeField("Gesiegelt am", default=clock.now)

    class Meta:
        verbose_name = "Gesiegeltes Schreiben"

    def __str__(self) -> str:
        return self.title


class StoredFile(Keyed):
    """One uploaded file: stored under its key, known by its SHA-256, never overwritten.

    A file that waits for the virus scanner, or in which it found something, is never handed out.
    """

    class Scan(models.TextChoices):
        NONE = "none", "Ohne Virenprüfung"
        WAITING = "waiting", "Wird geprüft"
        CLEAN = "clean", "Geprüft"
        INFECTED = "infected", "Abgewiesen"

    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    blob = models.FileField(upload_to="files/%Y/%m/", max_length=200)
    uploaded_at = models.DateTimeField()
    actor_key = models.CharField(max_length=40)
    scan = models.CharField(max_length=8, choices=Scan.choices, default=Scan.NONE)
    scanned_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def is_withheld(self) -> bool:
        waits = self.scan in (self.Scan.WAITING, self.Scan.INFECTED)
        return waits or self.erased_at is not None


class OutboxMail(Keyed):
    """A mail that will be, or was, sent; in demonstration mode it stays here to be read."""

    recipient = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    created_at = models.DateTimeField(db_index=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-created_at", "-pk"]


class BarrierReport(Keyed):
    """What somebody could not use, reported from any page without signing in."""

    page = models.CharField(max_length=200, blank=True)
    problem = models.TextField()
    contact = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    """What visitors are told now."""

    def current(self) -> "AnnouncementQuerySet":
        """Neither over nor taken back: coming or going on."""
        return self.filter(models.Q(ends_at=None) | models.Q(ends_at__gt=clock.now()))


class Announcement(Keyed):
    """Maintenance or a disruption of the portal, as the page „Status“ tells it."""

    class Kind(models.TextChoices):
        MAINTENANCE = "maintenance", "Wartung"
        DISRUPTION = "disruption", "Störung"

    kind = models.CharField("Art", max_length=11, choices=Kind.choices)
    text = models.CharField("Was ist betroffen?", max_length=300)
    starts_at = models.DateTimeField("Von")
    ends_at = models.DateTimeField("Bis", null=True, blank=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gte=models.F("starts_at")),
                name="announcement_ends_after_start",
            )
        ]
