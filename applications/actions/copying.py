"""Make one application say what another says: for working copies, their return, and prefilling.

Rows that stand for the same thing (same code, same position) are changed in place, so that what
points at them stays true; rows that the other application does not have are removed.
"""

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from typing import Any

from django.db import models

from applications.models import (
    Aid,
    Answer,
    Applicant,
    Application,
    ChosenTopic,
    Contact,
    Document,
    Indicator,
    Interaction,
    Measure,
    Partner,
    PlanAmount,
    PlanLine,
    Project,
)

Twins = dict[tuple[type[models.Model], int], int]
KEYS: dict[type[models.Model], Callable[[Any], Hashable]] = {
    Applicant: lambda row: "applicant",
    Project: lambda row: "project",
    Answer: lambda row: row.code,
    ChosenTopic: lambda row: row.code,
    Contact: lambda row: row.position,
    Interaction: lambda row: row.position,
    Partner: lambda row: row.position,
    Measure: lambda row: row.position,
    Indicator: lambda row: row.position,
    Aid: lambda row: row.position,
}
OWN = ("id", "application", "line")


def copy_content(source: Application, target: Application) -> None:
    """Copy everything but the documents."""
    twins: Twins = {}
    for model, key in KEYS.items():
        copy_rows(model, rows_by(key, model, source), rows_by(key, model, target), target, twins)
    lines = [lines_by_place(one) for one in (source, target)]
    copy_rows(PlanLine, lines[0], lines[1], target, twins)
    link_effects(source, twins)
    copy_amounts(source, target, twins)


def rows_by(
    key: Callable[[Any], Hashable], model: type[models.Model], application: Application
) -> dict[Hashable, Any]:
    rows = model._default_manager.filter(application=application)
    return {key(row): row for row in rows}


def lines_by_place(application: Application) -> dict[Hashable, PlanLine]:
    """Return the lines of the plan by kind and place among those of the same kind."""
    places: dict[Hashable, PlanLine] = {}
    seen: dict[str, int] = {}
    for line in application.plan_lines.all():
        seen[line.kind] = seen.get(line.kind, 0) + 1
        places[line.kind, seen[line.kind]] = line
    return places


def copy_rows(
    model: type[models.Model],
    source: dict[Hashable, Any],
    target: dict[Hashable, Any],
    application: Application,
    twins: Twins,
) -> None:
    """Write the rows of one kind, and note which row of the target stands for which source."""
    for key, row in source.items():
        twin = target.get(key) or model(application=application)
        for field in copied_fields(model):
            setattr(twin, field.attname, value_for(twin, field, row, twins))
        twin.save()
        twins[model, row.pk] = twin.pk
    gone = [row.pk for key, row in target.items() if key not in source]
    model._default_manager.filter(pk__in=gone).delete()


def copied_fields(model: type[models.Model]) -> Iterable[models.Field]:
    return [field for field in model._meta.concrete_fields if field.name not in OWN]


def value_for(twin: Any, field: models.Field, row: Any, twins: Twins) -> Any:
    """Return the value to copy; a measure or partner becomes its twin in the target."""
    value = getattr(row, field.attname)
    related = field.related_model
    return twins.get((related, value)) if related in KEYS and value else value


def link_effects(source: Application, twins: Twins) -> None:
    """Point the copies at each other: an indicator may lead to one that was copied after it."""
    for row in source.indicators.exclude(leads_to=None):
        copies = Indicator.objects.filter(pk=twins[Indicator, row.pk])
        copies.update(leads_to=twins.get((Indicator, row.leads_to_id or 0)))


def copy_amounts(source: Application, target: Application, twins: Twins) -> None:
    PlanAmount.objects.filter(line__application=target).delete()
    amounts = PlanAmount.objects.filter(line__application=source)
    PlanAmount.objects.bulk_create(
        PlanAmount(line_id=twins[PlanLine, one.line_id], year=one.year, amount=one.amount)
        for one in amounts
    )


def copy_documents(source: Application, target: Application, *, since: datetime) -> None:
    """Bring the documents of the target to the source's; earlier versions stay.

    What reached the target directly after `since` is newer than the copy and stays.
    """
    new, old = current_documents(source), current_documents(target)
    for code in {**new, **old}:
        mine, other = new.get(code), old.get(code)
        if mine and other and mine.file_id == other.file_id:
            continue
        if other and other.uploaded_at > since and not (mine and mine.uploaded_at > since):
            continue
        if other:
            other.is_current = False
            other.save(update_fields=["is_current"])
        if mine:
            add_version(target, mine)


def add_version(target: Application, document: Document) -> None:
    last = target.documents.filter(code=document.code).aggregate(last=models.Max("number"))["last"]
    Document.objects.create(
        application=target,
        code=document.code,
        partner=twin_of(document.partner, target),
        origin=document.origin,
        file=document.file,
        number=(last or 0) + 1,
        uploaded_at=document.uploaded_at,
    )


def twin_of(partner: Partner | None, target: Application) -> Partner | None:
    """Return the partner of the target that stands for this one."""
    if partner is None:
        return None
    return Partner.objects.filter(application=target, position=partner.position).first()


def current_documents(application: Application) -> dict[str, Document]:
    return {d.code: d for d in application.documents.filter(is_current=True)}
