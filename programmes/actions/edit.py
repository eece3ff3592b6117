"""Change a draft: its basics and its rows. Anything but a draft refuses."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from core import audit
from core.actors import Actor
from core.files import UploadRule, store_upload
from core.refusals import EditConflict, Finding, RuleViolation
from core.text import plain
from programmes import permissions
from programmes.models import BudgetYear, Call, CallVersion, Chapter, CriterionGroup
from rulebook.receipts import fingerprint

NOT_COMPARED = {"version"}
TEMPLATE_TYPES = ("pdf", "docx", "xlsx")


def mark_of(record: Model) -> str:
    """Return a mark of what the record says now: a form carries it, an edit compares it.

    Rows have no version of their own, and two officers may work on different pages of one
    draft; so a conflict is the same record changed in between, nothing else.
    """
    fields = [f.attname for f in record._meta.concrete_fields if f.name not in NOT_COMPARED]
    values = {name: getattr(record, name) for name in fields}
    return fingerprint(plain({"text": str(record), **values}))


@transaction.atomic
def edit_basics(
    version: CallVersion, *, fields: Mapping[str, Any], seen: str, by: Actor
) -> CallVersion:
    """Change title, dates, terms and rules of the draft."""
    version = locked_draft(version, by)
    if mark_of(version) != seen:
        raise EditConflict(version)
    values = dict(fields)
    title = values.pop("title", version.call.title)
    change = changed(version, values)
    if title != version.call.title:
        change["before"]["title"], change["after"]["title"] = version.call.title, title
        version.call.title = title
        version.call.save(update_fields=["title"])
    if change["after"]:
        assign(version, values)
        note_change(version, "edit_basics", change, by)
    return version


@transaction.atomic
def add_row(
    version: CallVersion, model: type[Model], *, fields: Mapping[str, Any], by: Actor
) -> Model:
    """Add a topic, criterion, question, document, budget year ... to the draft."""
    version, fields = locked_draft(version, by), stored_files(fields, by)
    refuse_money_of_a_correction(version, model)
    parent = {"call": version.call} if model is BudgetYear else {"call_version": version}
    row = model._default_manager.create(**parent, **fields)
    note_change(version, "add_row", {"after": readable(fields), "note": name_of(row)}, by)
    return row


@transaction.atomic
def edit_row(
    version: CallVersion, row: Model, *, fields: Mapping[str, Any], seen: str, by: Actor
) -> Model:
    """Change one row of the draft, unless somebody else has changed it since."""
    version = locked_draft(version, by)
    refuse_money_of_a_correction(version, type(row))
    row = locked_row(row)
    if mark_of(row) != seen:
        raise EditConflict(row)
    fields = stored_files(fields, by)
    change = changed(row, fields)
    if change["after"]:
        assign(row, fields)
        note_change(version, "edit_row", {**change, "note": name_of(row)}, by)
    return row


@transaction.atomic
def remove_row(version: CallVersion, row: Model, *, by: Actor) -> None:
    """Take one row out of the draft."""
    version = locked_draft(version, by)
    refuse_money_of_a_correction(version, type(row))
    row = locked_row(row)
    if isinstance(row, CriterionGroup) and row.criteria.exists():
        sentence = _("Diese Gruppe hat noch Kriterien. Ordnen Sie sie zuerst einer anderen zu.")
        raise RuleViolation(Finding("group_in_use", sentence, "gruppen"))
    if isinstance(row, Chapter) and row.questions.exists():
        sentence = _("Dieses Kapitel hat noch Fragen. Ordnen Sie sie zuerst einem anderen zu.")
        raise RuleViolation(Finding("chapter_in_use", sentence, "kapitel"))
    names = [f.name for f in row._meta.concrete_fields if f.name not in ("id", "call_version")]
    before = readable({name: getattr(row, name) for name in names})
    note_change(version, "remove_row", {"before": before, "note": name_of(row)}, by)
    row.delete()


def stored_files(fields: Mapping[str, Any], by: Actor) -> dict[str, Any]:
    """Return the values with what was uploaded checked and stored."""
    uploads = {name: value for name, value in fields.items() if isinstance(value, UploadedFile)}
    stored = {
        name: store_upload(one, template_rule(fields["max_megabytes"]), by=by)
        for name, one in uploads.items()
    }
    return {**fields, **stored}


def template_rule(megabytes: int) -> UploadRule:
    """A form to fill in is no larger than the document it becomes may be."""
    return UploadRule(TEMPLATE_TYPES, megabytes, "template")


def locked_draft(version: CallVersion, by: Actor) -> CallVersion:
    """Lock call and version; refuse when it is no draft any more or the person may not edit."""
    call = Call.objects.select_for_update().get(pk=version.call_id)
    version = CallVersion.objects.select_for_update().get(pk=version.pk)
    version.call = call
    if version.status != CallVersion.Status.DRAFT:
        sentence = _("Dieser Aufruf ist kein Entwurf mehr. Der Stand ist „%s“ (%s).") % (
            version.get_status_display(),
            audit.who_and_when(version),
        )
        raise RuleViolation(Finding("not_a_draft", sentence))
    if not permissions.may_prepare_calls(version, by):
        raise PermissionDenied
    return version


def refuse_money_of_a_correction(version: CallVersion, model: type[Model]) -> None:
    """The money belongs to the running call, not to a version that nobody has confirmed yet."""
    if model is BudgetYear and version.number > 1:
        sentence = _("Die Mittel eines veröffentlichten Aufrufs ändert eine Korrektur nicht.")
        raise RuleViolation(Finding("money_is_fixed", sentence))


def locked_row(row: Model) -> Any:
    """Lock the row as it is stored now."""
    stored = type(row)._default_manager.select_for_update().filter(pk=row.pk).first()
    if stored is None:
        sentence = _("Dieser Eintrag wurde inzwischen entfernt.")
        raise RuleViolation(Finding("row_is_gone", sentence))
    return stored


def changed(record: Model, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return before and after of the fields whose value differs from what is stored."""
    differ = {name: value for name, value in fields.items() if getattr(record, name) != value}
    before = readable({name: getattr(record, name) for name in differ})
    return {"before": before, "after": readable(differ)}


def readable(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return values for the trail; another record is written as its text."""
    return {
        name: str(value) if isinstance(value, Model) else value for name, value in fields.items()
    }


def name_of(row: Model) -> str:
    return f"{row._meta.verbose_name}: {row}"


def assign(record: Model, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        setattr(record, name, value)
    record.save(update_fields=list(fields))


def note_change(version: CallVersion, step: str, change: dict[str, Any], by: Actor) -> None:
    """Count the change, so that nobody publishes what they have not seen, and write the trail."""
    version.version += 1
    version.save(update_fields=["version"])
    audit.record(version, step, by=by, change=change)
