"""The trail: one hash chain per record, so that no write waits for another record's."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.timezone import localtime

from core import clock
from core.actors import Actor
from core.models import AuditEvent, AuditHead
from core.text import plain
from rulebook.receipts import chain, fingerprint


def address(record: Model) -> dict[str, Any]:
    """Return type and key under which a record's trail and snapshots are kept."""
    return {
        "record_type": record._meta.label_lower,
        "record_key": str(getattr(record, "key", record.pk)),
    }


def record(
    subject: Model,
    step: str,
    *,
    by: Actor,
    change: dict[str, Any],
    at: datetime | None = None,
) -> AuditEvent:
    """Append one entry to the subject's chain. Call it inside the action's transaction.

    `change` holds `before`, `after` and `note` as far as they exist.
    """
    head, _ = AuditHead.objects.select_for_update().get_or_create(**address(subject))
    event = next_event(head, step, by=by, change=change, at=at or clock.now())
    event.save(force_insert=True)
    head.save(update_fields=["length", "digest"])
    return event


def next_event(
    head: AuditHead, step: str, *, by: Actor, change: dict[str, Any], at: datetime
) -> AuditEvent:
    """Return the entry that follows a head and move the head on; nothing is stored."""
    place = {"record_type": head.record_type, "record_key": head.record_key}
    event = AuditEvent(**place, **who(by), step=step, at=at, number=head.length + 1)
    event.payload = plain(change)
    event.payload_digest = payload_digest(event)
    event.digest = chain(head.digest or None, entry(event))
    head.length, head.digest = event.number, event.digest
    return event


def who(by: Actor) -> dict[str, str]:
    """Return the actor as the trail keeps them: key, role and organisation as text."""
    return {
        "actor_key": by.actor_key,
        "actor_role": by.actor_role,
        "actor_organisation": by.actor_organisation,
    }


def payload_digest(event: AuditEvent) -> str:
    """Return the salted digest of before, after and note."""
    return fingerprint({"payload": event.payload, "salt": event.salt})


def entry(event: AuditEvent) -> dict[str, Any]:
    """Return what the chain covers of one event."""
    return {
        "actor": event.actor_key,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "number": event.number,
        "organisation": event.actor_organisation,
        "payload": event.payload_digest,
        "record": f"{event.record_type}:{event.record_key}",
        "role": event.actor_role,
        "step": event.step,
    }


def trail(subject: Model) -> QuerySet[AuditEvent]:
    """Return all entries of one record, oldest first."""
    return AuditEvent.objects.filter(**address(subject)).order_by("number")


def last(subject: Model) -> AuditEvent | None:
    """Return the record's latest entry."""
    return trail(subject).last()


def who_and_when(subject: Model) -> str:
    """Return who last moved the subject and when, in German, for refusals; else who last wrote."""
    moves = trail(subject).filter(payload__after=getattr(subject, "status", None))
    event = moves.last() or last(subject)
    if event is None:
        return ""
    return f"{event.actor_role}, {localtime(event.at):%d.%m.%Y, %H:%M:%S} Uhr"


def faults(subject: Model) -> Iterator[str]:
    """Yield a German sentence for each broken link of one record's chain."""
    previous: str | None = None
    number = 0
    for number, event in enumerate(trail(subject), start=1):
        if event.number != number:
            yield f"Eintrag {number} fehlt."
            return
        if event.payload and event.payload_digest != payload_digest(event):
            yield f"Der Inhalt von Eintrag {number} wurde verändert."
        if event.digest != chain(previous, entry(event)):
            yield f"Eintrag {number} passt nicht zur Kette."
        previous = event.digest
    head = AuditHead.objects.filter(**address(subject)).first()
    if head and (head.length, head.digest or None) != (number, previous):
        yield f"Die Kette endet bei Eintrag {number}, erwartet sind {head.length}."
