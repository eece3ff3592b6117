"""Add, change and remove the rows of a draft: partners, measures, indicators, earlier aid ..."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from accounts.models import Organisation
from applications.actions.editing import Edit, apply_edit, in_words, lock_draft, record_change
from applications.checks.consortium import bound_elsewhere
from applications.models import Aid, Application, Contact, Indicator, Interaction, Measure, Partner
from core.refusals import RuleViolation
from programmes.models import Call, CatalogueIndicator

Row = TypeVar("Row", Contact, Interaction, Partner, Measure, Indicator, Aid)
KEPT = ("id", "application", "position", "version")


@transaction.atomic
def add_row(
    application: Application, model: type[Row], values: Mapping[str, Any], *, by: Any
) -> Row:
    """Add a row behind the others; its position names it within the application."""
    if model is Partner:
        refuse_bound(application, values.get("organisation"))
    application = lock_draft(application, section_of(model), by)
    last = model.objects.filter(application=application).aggregate(last=Max("position"))["last"]
    row = model.objects.create(application=application, position=(last or 0) + 1, **values)
    change = {"after": in_words(row, values)}
    record_change(application, f"add_{model._meta.model_name}", by=by, change=change)
    return row


@transaction.atomic
def copy_rows(application: Application, rows: Sequence[Row], *, by: Any) -> list[Row]:
    """Take rows of the organisation's own earlier applications over, each as a new one."""
    made = []
    for row in rows:
        if row.application.organisation_id != application.organisation_id:
            raise PermissionDenied
        made.append(add_row(application, type(row), values_for(application, row), by=by))
    return made


def values_for(application: Application, row: Any) -> dict[str, Any]:
    """Return what the row says, as far as this application knows what it speaks of."""
    names = [f.name for f in row._meta.concrete_fields if f.name not in KEPT]
    values = {name: getattr(row, name) for name in names}
    for name, near in (("measure", application.measures), ("leads_to", application.indicators)):
        if values.get(name):
            values[name] = near.filter(name=values[name].name).first()
    if known := values.get("catalogue"):
        own = CatalogueIndicator.objects.of_call(application.call_version)
        alike = {"code": known.code, "unit": known.unit, "level": known.level}
        values["catalogue"] = own.filter(**alike, rising=known.rising).first()
    if "topic_code" in values:
        known = application.call_version.topics.filter(code=values["topic_code"])
        values["topic_code"] = values["topic_code"] if known.exists() else ""
    return values


@transaction.atomic
def change_row(row: Row, edit: Edit, *, by: Any) -> Row:
    """Change a row; a row that somebody removed meanwhile raises DoesNotExist."""
    if isinstance(row, Partner):
        refuse_bound(row.application, edit.values.get("organisation"))
    application = lock_draft(row.application, section_of(type(row)), by)
    row = type(row).objects.get(pk=row.pk, application=application)
    if change := apply_edit(row, edit):
        step = f"change_{row._meta.model_name}"
        change["note"] = f"Zeile {row.position}"
        record_change(application, step, by=by, change=change)
    return row


@transaction.atomic
def remove_row(row: Row, *, by: Any) -> None:
    """Remove a row; what it held stays in the trail. Removing it twice changes nothing."""
    application = lock_draft(row.application, section_of(type(row)), by)
    gone = type(row).objects.filter(pk=row.pk, application=application).first()
    if gone is None:
        return
    names = [f.name for f in row._meta.concrete_fields if f.name not in KEPT]
    change = {"before": in_words(gone, {name: getattr(gone, name) for name in names})}
    gone.delete()
    record_change(application, f"remove_{row._meta.model_name}", by=by, change=change)


def refuse_bound(application: Application, organisation: Organisation | None) -> None:
    """Lock the call, so that nobody binds the partner meanwhile; refuse one who is bound."""
    lock_call(application)
    if findings := bound_elsewhere(application, organisation):
        raise RuleViolation(*findings)


def lock_call(application: Application) -> None:
    """Lock what all applications of a call share; always before the application itself."""
    Call.objects.select_for_update(of=("self",)).get(versions=application.call_version_id)


def section_of(model: type[Any]) -> str:
    """Return the section of these rows: it is named as the rows are."""
    return str(model._meta.get_field("application").remote_field.related_name)
