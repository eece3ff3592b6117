"""A correction of a published call: its next version, begun with everything the last one says."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from core import audit, clock
from core.actors import Actor
from core.refusals import Finding, RuleViolation
from programmes import permissions
from programmes.models import (
    Call,
    CallVersion,
    Chapter,
    Criterion,
    CriterionGroup,
    DocumentRequirement,
    FitQuestion,
    Question,
    Topic,
)

OWN = {"id", "key", "number", "status", "version", "prepared_by_key", "published_at", "change_note"}
# Parents before the rows that point at them.
ROWS: tuple[type[Model], ...] = (
    *(Topic, CriterionGroup, Criterion, Chapter),
    *(Question, DocumentRequirement, FitQuestion),
)


@transaction.atomic
def correct_call(call: Call, *, by: Actor) -> CallVersion:
    """Begin the next version of a published call, the same one until it is published.

    What is published stays as it is; deadlines run on. Only an open call is corrected: later
    there are no drafts that a correction could still reach.
    """
    call = Call.objects.select_for_update().get(pk=call.pk)
    newest = call.versions.order_by("-number").first()
    if not permissions.may_prepare_calls(newest, by):
        raise PermissionDenied
    if newest is None or newest.status != CallVersion.Status.PUBLISHED:
        sentence = _("Es gibt schon eine Fassung, die noch nicht veröffentlicht ist.")
        raise RuleViolation(Finding("correction_open", sentence))
    if clock.now() > newest.closes_at:
        sentence = _("Die Frist ist abgelaufen. Der Aufruf kann nicht mehr korrigiert werden.")
        raise RuleViolation(Finding("too_late_to_correct", sentence))
    version = copy_of(newest, by)
    change = {"after": {"Fassung": version.number}}
    audit.record(version, "correct_call", by=by, change=change)
    return version


def copy_of(published: CallVersion, by: Actor) -> CallVersion:
    """Return a draft that says what the published version says, rows included."""
    version = CallVersion.objects.create(
        **values_of(published, OWN), number=published.number + 1, prepared_by_key=by.actor_key
    )
    twins: dict[tuple[type[Model], int], int] = {}
    for model in ROWS:
        for row in model._default_manager.filter(call_version=published):
            values = values_of(row, {"id", "call_version_id"})
            for field in model._meta.concrete_fields:
                if field.related_model in ROWS and values.get(field.attname):
                    values[field.attname] = twins[field.related_model, values[field.attname]]
            twin = model._default_manager.create(call_version=version, **values)
            twins[model, row.pk] = twin.pk
    return version


def values_of(record: Model, without: set[str]) -> dict[str, Any]:
    fields = [f.attname for f in record._meta.concrete_fields if f.attname not in without]
    return {name: getattr(record, name) for name in fields}
