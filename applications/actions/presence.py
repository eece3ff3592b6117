"""Note who has which section open, so that colleagues see each other."""

from typing import Any

from applications.models import Application, Presence
from core import clock


def note_presence(application: Application, section: str, *, by: Any) -> None:
    """Overwrite where this person is; no history is kept."""
    here = Presence(application=application, person=by, section=section, seen_at=clock.now())
    Presence.objects.bulk_create(
        [here],
        update_conflicts=True,
        unique_fields=["application", "person"],
        update_fields=["section", "seen_at"],
    )
