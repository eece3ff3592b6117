"""The question catalogue as content of its PDF."""

from typing import Any

from django.utils.translation import gettext as _

from core.templatetags.allmende import instant
from programmes.models import CallVersion
from programmes.overview import AskedQuestion, catalogue_of, documents_of


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
    }


def question_of(asked: AskedQuestion) -> dict[str, Any]:
    return {
        "number": str(asked.number),
        "label": asked.question.label,
        "hint": asked.question.hint,
        "options": list(asked.options),
        "notes": list(asked.notes),
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
    ]
    return {
        "name": document.name,
        "hint": document.hint,
        "notes": [note for note in notes if note],
    }
