"""A new call, set up from a guideline version."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model

from core import audit
from core.actors import Actor
from programmes.models import (
    BudgetYear,
    Call,
    CallVersion,
    Chapter,
    Criterion,
    CriterionGroup,
    DocumentRequirement,
    FitQuestion,
    GuidelineVersion,
    Question,
    Topic,
)

# What a catalogue has that names none.
CHAPTERS = [
    {"code": "project", "title": "Vorhaben", "place": "project"},
    {"code": "participation", "title": "Partner und Beteiligung", "place": "participation"},
    {"code": "declarations", "title": "Erklärungen", "place": "declarations"},
]
TERMS = (
    "regular_rate",
    "emergency_rate",
    "cap_strategy",
    "cap_implementation",
    "minimum_grant",
    "minimum_own_share_rate",
    "payment_mode",
)


@transaction.atomic
def create_call(
    guideline: GuidelineVersion, *, by: Actor, basics: Mapping[str, Any], budget: Mapping[int, Any]
) -> CallVersion:
    """Set up a draft call from a guideline version: terms and catalogue are taken over.

    `basics` holds slug, title and fields of CallVersion; `budget` euros by year.
    """
    fields = dict(basics)
    call = Call.objects.create(
        programme=guideline.programme, slug=fields.pop("slug"), title=fields.pop("title")
    )
    terms = {name: getattr(guideline, name) for name in TERMS}
    version = CallVersion.objects.create(
        call=call,
        guideline_version=guideline,
        number=1,
        prepared_by_key=by.actor_key,
        **{**terms, **fields},
    )
    copy_catalogue(guideline.catalogue, version)
    BudgetYear.objects.bulk_create(
        BudgetYear(call=call, year=year, amount=amount) for year, amount in budget.items()
    )
    audit.record(version, "create_call", by=by, change={"after": basics})
    return version


def copy_catalogue(catalogue: Mapping[str, Any], version: CallVersion) -> None:
    """Turn the guideline's catalogue into rows of the version, in the given order."""
    simple: tuple[type[Model], ...] = (Topic, CriterionGroup, FitQuestion)
    for model in simple:
        for row in numbered(catalogue.get(model.__name__, [])):
            model._default_manager.create(call_version=version, **row)
    groups = {group.code: group for group in version.criterion_groups.all()}
    for row in numbered(catalogue.get("Criterion", [])):
        row["group"] = groups[row["group"]]
        Criterion.objects.create(call_version=version, **row)
    copy_questions(catalogue, version)
    for row in numbered(catalogue.get("DocumentRequirement", [])):
        DocumentRequirement.objects.create(call_version=version, **due_later(row, version))


def copy_questions(catalogue: Mapping[str, Any], version: CallVersion) -> None:
    """Chapters first; a question names its chapter, in older catalogues its group."""
    for row in numbered(catalogue.get("Chapter") or CHAPTERS):
        Chapter.objects.create(call_version=version, **row)
    chapters = {chapter.code: chapter for chapter in version.chapters.all()}
    criteria = {criterion.code: criterion for criterion in version.criteria.all()}
    for row in numbered(catalogue.get("Question", [])):
        group = row.pop("group", "")
        row["chapter"] = chapters[row.get("chapter") or group]
        row["criterion"] = criteria.get(row.get("criterion", ""))
        Question.objects.create(call_version=version, **due_later(row, version))


def due_later(row: dict[str, Any], version: CallVersion) -> dict[str, Any]:
    """Turn days after the deadline into the date of this call."""
    if days := row.pop("days_after_deadline", None):
        row["due_at"] = version.deadline_at + timedelta(days=days)
    return row


def numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return copies of the rows with their position."""
    return [{**row, "position": position} for position, row in enumerate(rows, start=1)]
