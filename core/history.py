"""A record's history as its page shows it: who, when, what, before and after."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model

from core import audit
from core.models import AuditEvent
from core.step_names import STEP_NAMES
from core.workflow import transitions_of


@dataclass(frozen=True)
class Change:
    """One field of an entry, before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One line of the history."""

    number: int
    at: datetime
    who: str
    step: str
    note: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class History:
    """All entries of a record, latest first, and what is wrong with their chain."""

    entries: tuple[Entry, ...]
    faults: tuple[str, ...]


def history_of(record: Model) -> History:
    """Return the record's trail in words, and the result of checking its chain."""
    names = STEP_NAMES | step_names_of(record)
    entries = [entry_of(event, names, record) for event in audit.trail(record)]
    return History(tuple(reversed(entries)), tuple(audit.faults(record)))


def step_names_of(record: Model) -> dict[str, str]:
    """Return the labels of the steps that the model declares."""
    if not any(field.name == "status" for field in record._meta.concrete_fields):
        return {}
    moves = [move for move in transitions_of(record) if move.custom.get("label")]
    return {move.name: str(move.custom["label"]) for move in moves}


def entry_of(event: AuditEvent, names: dict[str, str], record: Model) -> Entry:
    organisation = f" · {event.actor_organisation}" if event.actor_organisation else ""
    return Entry(
        number=event.number,
        at=event.at,
        who=f"{event.actor_role}{organisation}",
        step=names.get(event.step, event.step),
        note=str(event.payload.get("note") or ""),
        changes=tuple(changes_of(event.payload, record)),
    )


def changes_of(payload: dict[str, Any], record: Model) -> list[Change]:
    """Return what changed field by field; a bare value is the status."""
    before, after = payload.get("before"), payload.get("after")
    if not isinstance(before, dict) and not isinstance(after, dict):
        before, after = {"status": before}, {"status": after}
    old, new = (side if isinstance(side, dict) else {} for side in (before, after))
    return [
        Change(label_of(name, record), *(shown(name, s.get(name), record) for s in (old, new)))
        for name in {**old, **new}
        if old.get(name) != new.get(name)
    ]


def label_of(name: str, record: Model) -> str:
    """Return the German name of a field of this record, else the name itself."""
    fields = {field.name: str(field.verbose_name) for field in record._meta.concrete_fields}
    return "Stand" if name == "status" else fields.get(name, name)


def shown(name: str, value: Any, record: Model) -> str:
    """Return a stored value as text, a choice by its label; empty when there is none."""
    if value is None:
        return ""
    field = next((f for f in record._meta.concrete_fields if f.name == name), None)
    choices = dict(getattr(field, "flatchoices", ()))
    if value in choices:
        return str(choices[value])
    return {True: "ja", False: "nein"}.get(value, "") if isinstance(value, bool) else str(value)
