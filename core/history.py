"""A record's history as its page shows it: who, when, what, before and after."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, Field, Model

from core import audit
from core.forms import written
from core.models import AuditEvent
from core.step_names import STEP_NAMES
from core.templatetags.allmende import euro
from core.text import german
from core.workflow import transitions_of

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
MONEY = (14, 2)
Fields = Mapping[str, Sequence[Field]]


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


def history_of(record: Model, *kinds: type[Model]) -> History:
    """Return the record's trail in words, and the result of checking its chain.

    `kinds` are models whose fields stand in this trail too, such as the record's rows.
    """
    names = STEP_NAMES | step_names_of(record)
    fields = fields_by_name((type(record), *kinds))
    entries = [
        entry_of(event, names, tuple(changes_of(event.payload, fields)))
        for event in audit.trail(record)
    ]
    return History(tuple(reversed(entries)), tuple(audit.faults(record)))


def step_names_of(record: Model) -> dict[str, str]:
    """Return the labels of the steps that the model declares."""
    if not any(field.name == "status" for field in record._meta.concrete_fields):
        return {}
    moves = [move for move in transitions_of(record) if move.custom.get("label")]
    return {move.name: str(move.custom["label"]) for move in moves}


def fields_by_name(models: Iterable[type[Model]]) -> Fields:
    """Return all fields of that name, the first model's first."""
    found: dict[str, list[Field]] = {}
    for model in models:
        for field in model._meta.concrete_fields:
            found.setdefault(field.name, []).append(field)
    return found


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


def changes_of(payload: dict[str, Any], fields: Fields) -> Iterator[Change]:
    """Yield what changed field by field; a bare value is the status."""
    before, after = payload.get("before"), payload.get("after")
    if not isinstance(before, dict) and not isinstance(after, dict):
        before, after = {"status": before}, {"status": after}
    old, new = (side if isinstance(side, dict) else {} for side in (before, after))
    for name in {**old, **new}:
        if old.get(name) != new.get(name):
            known = fields.get(name, [])
            texts = (shown(side.get(name), known) for side in (old, new))
            yield Change(label_of(name, known), *texts)


def label_of(name: str, known: Sequence[Field]) -> str:
    """Return the German name of a field, else the name itself."""
    if name == "status":
        return "Stand"
    return str(known[0].verbose_name) if known else name


def shown(value: Any, known: Sequence[Field]) -> str:
    """Return a stored value as text: a choice by its label, a number in German."""
    if not isinstance(value, str):
        return in_words(value)
    for field in known:
        choices = dict(getattr(field, "flatchoices", ()))
        if value in choices:
            return str(choices[value])
    if known and isinstance(known[0], DecimalField) and NUMBER.fullmatch(value):
        return euro(value) if is_money(known[0]) else written(Decimal(value))
    return in_words(value)


def is_money(field: DecimalField) -> bool:
    """Every amount of the house has this column; rates, points and measured values have others."""
    return (field.max_digits, field.decimal_places) == MONEY


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
    return with_german_time(str(value))


def with_german_time(text: str) -> str:
    """Return a stored day or instant as people write it; any other text as it is.

    >>> with_german_time("2027-03-31"), with_german_time("2027-02-30")
    ('31.03.2027', '2027-02-30')
    """
    with suppress(ValueError):
        if INSTANT.fullmatch(text):
            return german(datetime.fromisoformat(text))
        if DAY.fullmatch(text):
            return f"{date.fromisoformat(text):%d.%m.%Y}"
    return text
