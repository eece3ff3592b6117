"""A record's history as its page shows it: who, when, what, before and after."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model

from core import audit
from core.models import AuditEvent
from core.step_names import STEP_NAMES
from core.text import german
from core.workflow import transitions_of

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


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


def history_of(record: Model, labels: Mapping[str, str] | None = None) -> History:
    """Return the record's trail in words, and the result of checking its chain.

    `labels` names fields that are not the record's own, such as those of its rows.
    """
    names = STEP_NAMES | step_names_of(record)
    fields = {**(labels or {}), **field_names_of(record)}
    entries = [
        entry_of(event, names, tuple(changes_of(event.payload, record, fields)))
        for event in audit.trail(record)
    ]
    return History(tuple(reversed(entries)), tuple(audit.faults(record)))


def step_names_of(record: Model) -> dict[str, str]:
    """Return the labels of the steps that the model declares."""
    if not any(field.name == "status" for field in record._meta.concrete_fields):
        return {}
    moves = [move for move in transitions_of(record) if move.custom.get("label")]
    return {move.name: str(move.custom["label"]) for move in moves}


def field_names_of(record: Model) -> dict[str, str]:
    """Return the German names of the record's own fields."""
    columns = record._meta.concrete_fields
    return {**{field.name: str(field.verbose_name) for field in columns}, "status": "Stand"}


def entry_of(event: AuditEvent, names: Mapping[str, str], changes: tuple[Change, ...]) -> Entry:
    organisation = f" · {event.actor_organisation}" if event.actor_organisation else ""
    return Entry(
        number=event.number,
        at=event.at,
        who=f"{event.actor_role}{organisation}",
        step=names.get(event.step, event.step),
        note=str(event.payload.get("note") or ""),
        changes=changes,
    )


def changes_of(
    payload: dict[str, Any], record: Model, fields: Mapping[str, str]
) -> Iterator[Change]:
    """Yield what changed field by field; a bare value is the status."""
    before, after = payload.get("before"), payload.get("after")
    if not isinstance(before, dict) and not isinstance(after, dict):
        before, after = {"status": before}, {"status": after}
    old, new = (side if isinstance(side, dict) else {} for side in (before, after))
    for name in {**old, **new}:
        if old.get(name) != new.get(name):
            texts = (shown(name, side.get(name), record) for side in (old, new))
            yield Change(fields.get(name, name), *texts)


def shown(name: str, value: Any, record: Model) -> str:
    """Return a stored value as text, a choice by its label; empty when there is none."""
    field = next((f for f in record._meta.concrete_fields if f.name == name), None)
    choices = dict(getattr(field, "flatchoices", ()))
    if isinstance(value, str) and value in choices:
        return str(choices[value])
    return in_words(value)


def in_words(value: Any) -> str:
    """Return what the trail stores as people read it: yes and no, lists, instants.

    >>> in_words({"0": "nichts", "5": ["alles", True]})
    '0: nichts, 5: alles, ja'
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, dict):
        return ", ".join(f"{key}: {in_words(part)}" for key, part in value.items())
    if isinstance(value, list):
        return ", ".join(in_words(part) for part in value)
    if isinstance(value, str) and INSTANT.fullmatch(value):
        return german(datetime.fromisoformat(value))
    return str(value)
