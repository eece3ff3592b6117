"""What core itself writes: reports of visitors, announcements of the office."""

from datetime import datetime

from django.db import transaction

from core import audit, clock
from core.actors import Actor
from core.models import Announcement, BarrierReport
from core.refusals import Finding, RuleViolation
from core.text import clean


def report_barrier(*, page: str, problem: str, contact: str) -> BarrierReport:
    """Store what somebody could not use; an answer follows within a month."""
    return BarrierReport.objects.create(
        page=clean(page), problem=clean(problem), contact=clean(contact), created_at=clock.now()
    )


@transaction.atomic
def announce(
    *, kind: str, text: str, starts_at: datetime, ends_at: datetime | None, by: Actor
) -> Announcement:
    """Tell visitors of maintenance or a disruption; raise RuleViolation when it ends too early."""
    if ends_at is not None and ends_at < starts_at:
        raise RuleViolation(Finding("ends_at", "Das Ende liegt vor dem Beginn.", field="ends_at"))
    made = Announcement.objects.create(
        kind=kind, text=clean(text), starts_at=starts_at, ends_at=ends_at
    )
    audit.record(made, "announce", by=by, change={"after": {"kind": kind, "text": made.text}})
    return made


@transaction.atomic
def end_announcement(announcement: Announcement, *, by: Actor) -> None:
    """It is over, or is not coming: the page „Status“ shows it no longer."""
    now = clock.now()
    announcement.starts_at = min(announcement.starts_at, now)
    announcement.ends_at = now
    announcement.save(update_fields=["starts_at", "ends_at"])
    change = {"after": {"ends_at": now.isoformat()}}
    audit.record(announcement, "end_announcement", by=by, change=change)
