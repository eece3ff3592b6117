"""Every change to a draft goes one way: lock, still a draft, may this person, write, trail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models

from applications.checks.revision import section_closed
from applications.models import Application, Partner
from applications.permissions import may_edit, may_write_partner
from core import audit, clock
from core.forms import written
from core.refusals import EditConflict, Finding, RuleViolation


@dataclass(frozen=True)
class Edit:
    """What a form sends back: new values, and the version it was drawn from (0: nothing yet)."""

    values: Mapping[str, Any]
    version: int = 0


def lock_draft(
    application: Application, section: str, by: Any, partner: Partner | None = None
) -> Application:
    """Lock the application for a change; refuse at the wrong moment and to the wrong person.

    What belongs to a partner may be changed by the partner's people too.
    """
    own = Application.with_copies.select_for_update(of=("self",)).select_related("organisation")
    locked = own.get(pk=application.pk)
    if not locked.is_editable:
        raise RuleViolation(not_editable(locked))
    if not (may_write_partner(partner, by) if partner else may_edit(locked, by)):
        raise PermissionDenied
    if findings := section_closed(locked, section):
        raise RuleViolation(*findings)
    return locked


def not_editable(application: Application) -> Finding:
    """Say why nothing can be changed now."""
    status = application.get_status_display()
    sentence = f"Der Antrag hat den Stand „{status}“ und kann nicht geändert werden."
    return Finding("not_editable", sentence)


def apply_edit(record: Any, edit: Edit) -> dict[str, Any]:
    """Set and save what differs; return the change, empty when nothing differs.

    Somebody else's newer version is never overwritten: that is a conflict, unless both
    wrote the same.
    """
    changed = {name: new for name, new in edit.values.items() if getattr(record, name) != new}
    if not changed:
        return {}
    if edit.version != record.version:
        raise EditConflict(record)
    before = {name: getattr(record, name) for name in changed}
    for name, new in changed.items():
        setattr(record, name, new)
    record.version += 1
    record.save(update_fields=[*changed, "version"])
    return {"before": in_words(record, before), "after": in_words(record, changed)}


def in_words(record: models.Model, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as people read them, under the German names of their fields."""
    fields = {name: record._meta.get_field(name) for name in values}
    return {
        str(getattr(fields[name], "verbose_name", name)): read_aloud(fields[name], value)
        for name, value in values.items()
    }


def read_aloud(field: Any, value: Any) -> Any:
    """Return one value as the history shows it: labels, German numbers and dates, names."""
    if isinstance(value, Decimal):
        return written(value)
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, list) and not any(isinstance(one, dict) for one in value):
        return ", ".join(map(str, value))
    if isinstance(value, list | dict):
        return value
    return dict(field.flatchoices).get(value, value)


def record_change(application: Application, step: str, *, by: Any, change: dict[str, Any]) -> None:
    """Count the change on the locked application and write it into its trail."""
    application.version += 1
    application.changed_at = clock.now()
    application.save(update_fields=["version", "changed_at"])
    audit.record(application, step, by=by, change=change, at=application.changed_at)
