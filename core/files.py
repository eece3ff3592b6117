"""Uploaded files: known by their content, not by their name; refused with a reason in German.

A stored file lies under a random key, is never overwritten and keeps its SHA-256.
"""

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import IO, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from core import clock
from core.hostile import (
    DAMAGED,
    MEGABYTE,
    disguise_fault,
    image_fault,
    name_fault,
    office_fault,
    without_metadata,
)
from core.models import StoredFile, random_key
from core.refusals import Finding, RuleViolation
from core.scanning import scanned
from core.text import clean

HEAD = 4096
STORAGE_AWAY = (
    "Die Ablage für Dateien antwortet gerade nicht. Ihre Datei ist nicht gespeichert. "
    "Bitte versuchen Sie es in einigen Minuten noch einmal."
)
PICTURES = ("png", "jpg")
MOST_PDF_OBJECTS = 300_000
ACTIVE_ACTIONS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/RichMediaExecute"})
ACTIVE_KEYS = ("/AA", "/JS", "/EF", "/XFA")
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
DEEPEST = 60
WITH_MACROS = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
WORKBOOK = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
TEXT_DOCUMENT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


@dataclass(frozen=True)
class UploadRule:
    """What may be uploaded: endings such as "pdf", and the largest size."""

    endings: Sequence[str]
    max_megabytes: int
    field: str = "file"

    @property
    def names(self) -> str:
        """Return "PDF" or "PDF, XLSX oder PNG"."""
        *first, last = [ending.upper() for ending in self.endings]
        return f"{', '.join(first)} oder {last}" if first else last


@dataclass(frozen=True)
class Kind:
    """A file type: what puremagic calls it, what browsers call it, and what else to check."""

    magic: frozenset[str]
    content_type: str
    fault: Callable[[IO[bytes]], str] = lambda stream: ""


def store_upload(upload: UploadedFile, rule: UploadRule, *, by: Any) -> StoredFile:
    """Check and store a file; refuse it with the one sentence that says what is wrong."""
    ending = ending_of(upload.name or "")
    if fault := fault_of(upload, ending, rule):
        raise RuleViolation(Finding("upload", fault, "documents", rule.field))
    kept: Any = upload
    if ending in PICTURES:
        kept = ContentFile(without_metadata(upload))
    upload.seek(0)
    stored = StoredFile(
        name=safe_name(upload.name or ""),
        content_type=KINDS[ending].content_type,
        size=kept.size or 0,
        sha256=digest_of(kept),
        uploaded_at=clock.now(),
        actor_key=by.actor_key,
        **scanned(kept),
    )
    put_away(stored, kept, rule)
    return stored


def put_away(stored: StoredFile, kept: Any, rule: UploadRule) -> None:
    """Give the file to the storage, then keep its row; say so when the storage is away."""
    kept.seek(0)
    try:
        stored.blob.save(random_key(), kept, save=False)
    except storage_faults():
        raise RuleViolation(
            Finding("storage_away", STORAGE_AWAY, "documents", rule.field)
        ) from None
    stored.save()


def storage_faults() -> tuple[type[Exception], ...]:
    """Return what the storage raises when it does not answer or has no room."""
    if "s3" not in settings.STORAGES["default"]["BACKEND"]:
        return (OSError,)
    from boto3.exceptions import Boto3Error
    from botocore.exceptions import BotoCoreError, ClientError

    return (OSError, Boto3Error, BotoCoreError, ClientError)


def erase_file(stored: StoredFile) -> None:
    """Delete what was uploaded after its retention; name and SHA-256 stay."""
    stored.blob.delete(save=False)
    stored.erased_at = clock.now()
    stored.save(update_fields=["blob", "erased_at"])


def fault_of(upload: UploadedFile, ending: str, rule: UploadRule) -> str:
    """Return why the file cannot be taken; empty when it can."""
    if fault := name_fault(upload.name or ""):
        return fault
    if not upload.size:
        return "Die Datei ist leer."
    if upload.size > rule.max_megabytes * MEGABYTE:
        return f"Die Datei ist größer als {rule.max_megabytes} MB."
    if ending not in rule.endings or ending not in KINDS:
        return f"Die Datei muss eine {rule.names} sein."
    magic = f".{magic_of(upload)}"
    if magic not in KINDS[ending].magic:
        return (
            OLD_OR_LOCKED
            if starts_with(upload, OLD_OFFICE)
            else (
                f"Der Inhalt der Datei passt nicht zur Endung „.{ending}“. "
                f"Die Datei muss eine {rule.names} sein."
            )
        )
    upload.seek(0)
    return KINDS[ending].fault(upload) or disguise_fault(upload, ending)


def starts_with(stream: IO[bytes], start: bytes) -> bool:
    stream.seek(0)
    return stream.read(len(start)) == start


def ending_of(name: str) -> str:
    """Return the ending in small letters; jpeg is jpg.

    >>> ending_of("Beschluss.PDF"), ending_of("beschluss")
    ('pdf', '')
    """
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return "jpg" if ending == "jpeg" else ending


def safe_name(name: str) -> str:
    """Return the file's own name without path and control characters, at most 200 long.

    >>> safe_name("../../etc/Beschluss\\n2027.pdf")
    'Beschluss2027.pdf'
    """
    last = clean(name).replace("\\", "/").rpartition("/")[2].replace("\n", "").replace("\t", " ")
    stem, dot, ending = last.rpartition(".")
    return f"{stem[: 190 - len(ending)]}{dot}{ending}" if dot else last[:190]


def magic_of(upload: UploadedFile) -> str:
    """Return the type by content, as an ending; an Office document by its own list of contents."""
    import puremagic

    upload.seek(0)
    head = upload.read(HEAD)
    if head.startswith(b"PK"):
        return office_kind(upload)
    try:
        return puremagic.from_string(head).removeprefix(".")
    except (puremagic.PureError, ValueError):
        return ""


def office_kind(stream: IO[bytes]) -> str:
    """Say which Office format a ZIP file is, reading nothing but its list of contents."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            with archive.open("[Content_Types].xml") as part:
                contents = part.read(MEGABYTE)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError):
        return ""
    if WORKBOOK in contents or WITH_MACROS in contents:
        return "xlsx"
    return "docx" if TEXT_DOCUMENT in contents else ""


def pdf_fault(stream: Any) -> str:
    """Return why a PDF cannot be taken: locked, broken, or with active content."""
    import pikepdf

    try:
        with pikepdf.open(stream) as document:
            if document.is_encrypted:
                return LOCKED
            return ACTIVE if has_active_content(document) else ""
    except pikepdf.PasswordError:
        return LOCKED
    except (pikepdf.PdfError, RecursionError):
        return DAMAGED


OLD_OR_LOCKED = (
    "Die Datei ist mit einem Passwort geschützt oder hat ein altes Office-Format. "
    "Speichern Sie sie neu und ohne Passwort."
)
LOCKED = "Die Datei ist mit einem Passwort geschützt. Laden Sie eine Fassung ohne Passwort hoch."
ACTIVE = (
    "Die Datei enthält aktive Inhalte (JavaScript oder eingebettete Dateien). "
    "Speichern Sie sie bitte als PDF/A."
)


def has_active_content(document: Any) -> bool:
    """Look at every object: scripts, programs to start, actions on opening, embedded files."""
    if len(document.objects) > MOST_PDF_OBJECTS:
        return True
    names = document.Root.get("/Names", {})
    if "/JavaScript" in names or "/EmbeddedFiles" in names:
        return True
    return any(is_active(part) for part in document.objects)


def is_active(part: Any, depth: int = 0) -> bool:
    """Is this an action, or does it hold one, directly or nested in what it holds?"""
    import pikepdf

    if depth > DEEPEST:
        return True
    if isinstance(part, pikepdf.Array):
        inner = list(part)
    elif isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
        if str(part.get("/S", "")) in ACTIVE_ACTIONS or any(key in part for key in ACTIVE_KEYS):
            return True
        inner = [value for _, value in part.items()]
    else:
        return False
    nested = [one for one in inner if isinstance(one, pikepdf.Object) and not one.is_indirect]
    return any(is_active(one, depth + 1) for one in nested)


def digest_of(upload: Any) -> str:
    """Return the SHA-256 of the whole file."""
    upload.seek(0)
    digest = sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()


KINDS = {
    "pdf": Kind(frozenset({".pdf"}), "application/pdf", pdf_fault),
    "png": Kind(frozenset({".png"}), "image/png", image_fault),
    "jpg": Kind(frozenset({".jpg", ".jpeg", ".jfif"}), "image/jpeg", image_fault),
    "xlsx": Kind(
        frozenset({".xlsx"}),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        office_fault,
    ),
    "docx": Kind(
        frozenset({".docx"}),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        office_fault,
    ),
}
