"""Until when something is in time: the call's deadline, extensions, an own one for supplements."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from applications.models import Application, SupplementRequest


def deadline_of(application: Application) -> datetime:
    """Return the instant until which the application, or this working copy, is in time."""
    if supplement := supplement_of(application):
        return supplement.due_at
    version = application.call_version
    own = application.revises_id or application.pk
    later = [
        extension.deadline_at
        for extension in version.extensions.all()
        if extension.status == "confirmed" and extension.application_id == own
    ]
    return max([version.closes_at, *later])


def supplement_of(application: Application) -> SupplementRequest | None:
    """Return the open supplement request that this working copy answers."""
    return open_supplement(application.revises) if application.revises else None


def open_supplement(application: Any) -> SupplementRequest | None:
    """Return what the office still waits for."""
    if application.status != "supplement_requested":
        return None
    return application.supplements.filter(closed_at=None).first()
