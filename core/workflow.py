"""Perform a workflow step: the one door through which a status changes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django_fsm import can_proceed, has_transition_perm

from core import audit, clock
from core.actors import Actor
from core.refusals import Finding, RuleViolation

# A model with a `StatusField` named `status`; django_fsm adds its methods at run time.
Record = Any


@dataclass(frozen=True)
class Attempt:
    """One try at a step, as the checks see it: who, when, why and with which facts."""

    by: Actor
    at: datetime = field(default_factory=clock.now)
    note: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class OpenStep:
    """A step as pages and API offer it: possible when `reasons` is empty."""

    name: str
    label: str
    allowed: bool
    reasons: tuple[Finding, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.allowed and not self.reasons


@transaction.atomic
def perform(record: Record, step: str, attempt: Attempt) -> Any:
    """Lock the record, check the person and the rules, move it, write the trail."""
    rows = type(record)._default_manager.select_for_update(of=("self",))
    return perform_locked(rows.get(pk=record.pk), step, attempt)


def perform_locked(record: Record, step: str, attempt: Attempt) -> Any:
    """Move a record that this transaction has read under its lock.

    Refusals come in one order: wrong moment, wrong person, rules (every reason).
    """
    move = getattr(record, step)
    if not can_proceed(move, check_conditions=False):
        raise RuleViolation(wrong_moment(record, step))
    if not has_transition_perm(move, cast(Any, attempt.by)):
        raise PermissionDenied
    if findings := findings_against(record, step, attempt):
        raise RuleViolation(*findings)
    before = record.status
    known = {f.attname: getattr(record, f.attname) for f in record._meta.concrete_fields}
    move()
    changed = [name for name, value in known.items() if getattr(record, name) != value]
    record.save(update_fields=changed)
    change = {"before": before, "after": record.status, "note": attempt.note}
    audit.record(record, step, by=attempt.by, change=change, at=attempt.at)
    return record


def findings_against(record: Record, step: str, attempt: Attempt) -> list[Finding]:
    """Return every finding of the checks that the step declares."""
    found: list[Finding] = []
    for check in transition_named(record, step).custom.get("checks", ()):
        found.extend(check(record, attempt))
    return found


def steps_open_to(record: Record, attempt: Attempt) -> Iterator[OpenStep]:
    """Yield the steps that may follow, whether this person may, and what still stands against."""
    for move in record.get_available_status_transitions():
        if not move.custom.get("label"):
            continue
        allowed = move.has_perm(record, attempt.by)
        reasons = findings_against(record, move.name, attempt) if allowed else []
        yield OpenStep(move.name, str(move.custom["label"]), allowed, tuple(reasons))


def transition_named(record: Record, step: str) -> Any:
    """Return the declared transition of that name."""
    return next(move for move in transitions_of(record) if move.name == step)


def transitions_of(record: Record | type[models.Model]) -> Iterable[Any]:
    """Return all transitions the model declares on its status."""
    model: Any = record if isinstance(record, type) else type(record)
    status: Any = model._meta.get_field("status")
    return status.get_all_transitions(model)


def wrong_moment(record: Record, step: str) -> Finding:
    """Say what the status is now and who set it."""
    label = transition_named(record, step).custom.get("label", step)
    status = record.get_status_display()
    since = audit.who_and_when(record)
    by_whom = f" ({since})" if since else ""
    return Finding(
        "wrong_moment",
        f"„{label}“ ist nicht möglich. Der Stand ist bereits „{status}“{by_whom}.",
    )
