"""Note who has which section open, so that colleagues see each other."""

from datetime import timedelta
from typing import Any

from applications.models import Application, Presence
from core import clock

AGAIN_AFTER = timedelta(minutes=1)


def note_presence(application: Application, section: str, *, by: Any) -> None:
    """Overwrite where this person is; the same place is written once a minute at most."""
    now = clock.now()
    known = Presence.objects.filter(application=application, person=by, section=section)
    if known.filter(seen_at__gt=now - AGAIN_AFTER).exists():
        return
    here = Presence(application=application, person=by, section=section, seen_at=now)
    Presence.objects.bulk_create(
        [here],
        update_conflicts=True,
        unique_fields=["application", "person"],
        update_fields=["section", "seen_at"],
    )
