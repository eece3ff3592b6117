"""Freeze a record: canonical JSON (RFC 8785), its SHA-256, never changed afterwards."""

import json
from hashlib import sha256
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model

from core import audit, clock
from core.models import Snapshot
from core.text import plain
from rulebook.receipts import canonical_json


class ContentErased(PermissionDenied):
    """The retention of this content is over: nobody may read it any more."""


def freeze(record: Model, kind: str, value: Any) -> Snapshot:
    """Store the canonical JSON of `value` for this record and return the snapshot."""
    snapshot = frozen(record, kind, value)
    snapshot.save(force_insert=True)
    return snapshot


def frozen(record: Model, kind: str, value: Any) -> Snapshot:
    """Return the snapshot without storing it."""
    content = canonical_json(plain(value))
    return Snapshot(
        kind=kind,
        content=content,
        sha256=sha256(content).hexdigest(),
        created_at=clock.now(),
        **audit.address(record),
    )


def thaw(snapshot: Snapshot) -> Any:
    """Return the frozen value; money is text, instants are RFC 3339."""
    content = bytes(snapshot.content)
    if not content:
        raise ContentErased(snapshot.kind)
    return json.loads(content)


def erase(snapshot: Snapshot) -> None:
    """Erase the content after its retention; the SHA-256 stays, so that a copy can be verified."""
    Snapshot.objects.filter(pk=snapshot.pk).update(content=b"")
