"""Who else is in a draft at the moment."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from core import clock

if TYPE_CHECKING:
    from applications.models import Application, Presence

# Autosave reports every 20 seconds while somebody writes; who only reads has some minutes.
HERE_FOR = timedelta(minutes=5)


def others_in(application: Application, viewer: Any) -> list[Presence]:
    """Return where others were seen in the last minutes, who came last first."""
    fresh = application.presences.filter(seen_at__gt=clock.now() - HERE_FOR)
    return list(fresh.exclude(person=viewer).select_related("person").order_by("-seen_at", "pk"))
