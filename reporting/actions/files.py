"""Files that this app made itself."""

from __future__ import annotations

from django.core.files.base import ContentFile

from core import clock
from core.files import digest_of
from core.models import StoredFile


def store(content: bytes, name: str, content_type: str = "application/zip") -> StoredFile:
    """Keep a file that we made ourselves."""
    kept = ContentFile(content)
    stored = StoredFile(
        name=name,
        content_type=content_type,
        size=len(content),
        sha256=digest_of(kept),
        uploaded_at=clock.now(),
        actor_key="system",
    )
    stored.blob.save(stored.key, kept, save=False)
    stored.save()
    return stored
