"""The trail of many records at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Model

from accounts.models import Role
from core import audit
from core.actors import Actor
from core.models import AuditEvent, AuditHead
from demo.cases import Case


class Step(NamedTuple):
    """One step as the trail keeps it."""

    name: str
    by: Actor
    at: datetime
    change: dict[str, Any]


@dataclass(frozen=True)
class Employee:
    """Somebody of a municipality, as the trail needs to know them."""

    actor_key: str
    actor_role: str
    actor_organisation: str


def employee(key: str, role: Role, case: Case) -> Employee:
    return Employee(key, str(role.label), case.organisation.name)


def moved(before: str, after: str, note: str = "") -> dict[str, Any]:
    """Return the change of a status."""
    return {"before": before, "after": after, "note": note}


@dataclass
class Trail:
    """Collects the steps of a batch of new records and stores them together."""

    heads: list[AuditHead] = field(default_factory=list)
    events: list[AuditEvent] = field(default_factory=list)

    def add(self, record: Model, steps: Iterable[Step]) -> None:
        """Begin the trail of a record with these steps."""
        head = AuditHead(**audit.address(record))
        for step in steps:
            self.events.append(
                audit.next_event(head, step.name, by=step.by, change=step.change, at=step.at)
            )
        self.heads.append(head)

    def store(self) -> None:
        AuditHead.objects.bulk_create(self.heads)
        AuditEvent.objects.bulk_create(self.events)
