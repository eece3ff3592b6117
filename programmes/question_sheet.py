"""The question catalogue as content of its PDF."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.forms import written
from core.templatetags.allmende import instant
from programmes.models import CallVersion
from programmes.overview import AskedQuestion, catalogue_of, documents_of, weighed_groups


def sheet_of(version: CallVersion) -> dict[str, Any]:
    """Return what `call_questions.typ` prints."""
    return {
        "call": version.call.title,
        "summary": version.summary,
        "deadline": instant(version.closes_at, "weekday"),
        "chapters": [
            {
                "name": chapter.title,
                "intro": chapter.intro,
                "questions": [question_of(asked) for asked in questions],
            }
            for chapter, questions in catalogue_of(version)
        ],
        "documents": [document_of(row) for row in documents_of(version)],
        "criteria_head": [_("Kriterium"), _("Punkte"), _("Mindestens")],
        "criteria": criteria_of(version),
    }


def criteria_of(version: CallVersion) -> list[list[str]]:
    """Return what is judged: each group, its criteria, their weights and least scores."""
    rows = []
    for group in weighed_groups(version):
        rows.append([group.group.name, written(group.total), least(group.group.minimum)])
        rows += [
            [str(row.criterion), written(row.criterion.weight), least(row.criterion.minimum)]
            for row in group.criteria
        ]
    return [*rows, [_("Förderwürdig ab"), "", written(version.fundable_total)]]


def least(minimum: Decimal) -> str:
    return written(minimum) if minimum else "–"


def question_of(asked: AskedQuestion) -> dict[str, Any]:
    return {
        "number": str(asked.number),
        "label": asked.question.label,
        "hint": asked.question.hint,
        "options": list(asked.options),
        "notes": list(asked.notes),
        "columns": [column["label"] for column in asked.question.columns],
    }


def document_of(row: dict[str, Any]) -> dict[str, Any]:
    document = row["document"]
    due = instant(row["due_at"]) if row["later"] else _("mit dem Antrag")
    notes = [
        row["condition"],
        row["full_only"],
        _("Frist: %s") % due,
        "" if document.required else _("Freiwillig"),
        _("Datei: %s, bis %s MB") % (row["types"], document.max_megabytes),
        _("Vorlage auf der Seite des Aufrufs") if document.template_id else "",
    ]
    return {
        "name": document.name,
        "hint": document.hint,
        "notes": [note for note in notes if note],
    }
