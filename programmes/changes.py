"""What a correction changes, in sentences: for the office, the public, and every draft."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import written
from core.templatetags.allmende import day, instant
from programmes.answers import keeps_its_meaning
from programmes.models import CallVersion, Question

SILENT = {"id", "key", "number", "status", "version", "prepared_by_key", "published_at"} | {
    "call_id",
    "call_version_id",
    "change_note",
    "position",
    "code",
}
PARTS = (
    ("questions", gettext_lazy("Frage")),
    ("document_requirements", gettext_lazy("Unterlage")),
    ("topics", gettext_lazy("Thema")),
    ("chapters", gettext_lazy("Kapitel")),
)


def changes_between(old: CallVersion, new: CallVersion) -> list[str]:
    """Return what differs, one sentence each: basics first, then row by row."""
    found = [f"{name}: {before} → {after}" for name, before, after in differing(old, new)]
    for part, label in PARTS:
        rows = [{row.code: row for row in getattr(one, part).all()} for one in (old, new)]
        found += list(changed_rows(label, *rows))
    return found


def changed_rows(label: Any, old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    for code, row in new.items():
        if code not in old:
            yield _("Neu: %s „%s“.") % (label, row)
            continue
        names = [name for name, _before, _after in differing(old[code], row)]
        if names:
            yield _("Geändert: %s „%s“ (%s).") % (label, row, ", ".join(names))
    for code, row in old.items():
        if code not in new:
            yield _("Entfällt: %s „%s“.") % (label, row)


def differing(old: Model, new: Model) -> Iterator[tuple[str, str, str]]:
    """Yield name, old and new value of each field that differs; rows pointed at by their text."""
    for field in new._meta.concrete_fields:
        if field.attname in SILENT:
            continue
        name = field.name if field.related_model else field.attname
        before, after = (in_words(getattr(one, name)) for one in (old, new))
        if before != after:
            yield str(field.verbose_name), before, after


def in_words(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("Ja") if value else _("Nein")
    if isinstance(value, Decimal):
        return written(value)
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return day(value)
    return str(value)


def losing_their_question(
    old: Iterable[Question], new: Iterable[Question], answers: dict[str, Any]
) -> list[Question]:
    """Return the old questions whose answer has no place in the new catalogue."""
    twins = {question.code: question for question in new}
    return [
        one
        for one in old
        if one.code in answers
        and not (one.code in twins and keeps_its_meaning(one, twins[one.code], answers[one.code]))
    ]


def reworded(old: Iterable[Question], new: Iterable[Question]) -> set[str]:
    """Return the codes of questions that say something else than before."""
    twins = {question.code: question for question in new}
    return {one.code for one in old if one.code in twins and any(differing(one, twins[one.code]))}
