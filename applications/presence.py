"""Who is in a draft at the moment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from core import clock

if TYPE_CHECKING:
    from applications.models import Application, Presence

# Autosave reports every 20 seconds while somebody writes; who only reads has some minutes.
HERE_FOR, NOTED_FOR = timedelta(minutes=5), timedelta(minutes=1)


def people_in(application: Application) -> list[Presence]:
    """Return where people were seen in the last minutes, who came last first."""
    fresh = application.presences.filter(seen_at__gt=clock.now() - HERE_FOR)
    return list(fresh.select_related("person").order_by("-seen_at", "pk"))


def is_noted(here: Iterable[Presence], section: str, person: Any) -> bool:
    """Was this person noted in this section so lately that it need not be written again?"""
    since = clock.now() - NOTED_FOR
    own = [one for one in here if one.person_id == person.pk and one.section == section]
    return any(one.seen_at > since for one in own)
