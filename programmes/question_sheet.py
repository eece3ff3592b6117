"""The question catalogue as content of its PDF."""

from typing import Any

from django.utils.translation import gettext as _

from core.forms import written as points
from core.templatetags.allmende import german, instant
from programmes.models import CallVersion
from programmes.overview import AskedQuestion, catalogue_of, documents_of


def sheet_of(version: CallVersion) -> dict[str, Any]:
    """Return what `call_questions.typ` prints."""
    return {
        "call": version.call.title,
        "summary": version.summary,
        "deadline": instant(version.closes_at, "weekday"),
        "chapters": [
            {"name": name, "questions": [question_of(asked) for asked in questions]}
            for name, questions in catalogue_of(version)
        ],
        "documents": [document_of(row) for row in documents_of(version)],
    }


def question_of(asked: AskedQuestion) -> dict[str, Any]:
    question = asked.question
    criterion = question.criterion
    notes = [
        asked.condition,
        _("Höchstens %s Zeichen") % german(question.limit) if question.limit else "",
        _("Bewertet unter „%s“ mit %s von 100 Punkten") % (criterion, points(criterion.weight))
        if criterion
        else "",
        "" if question.required else _("Freiwillig"),
        _("Wozu wir das brauchen: %s") % question.reason if question.reason else "",
    ]
    return {
        "number": str(asked.number),
        "label": question.label,
        "hint": question.hint,
        "options": list(asked.options),
        "notes": [note for note in notes if note],
    }


def document_of(row: dict[str, Any]) -> dict[str, Any]:
    document = row["document"]
    due = instant(row["due_at"]) if row["later"] else _("mit dem Antrag")
    notes = [
        row["condition"],
        _("Frist: %s") % due,
        "" if document.required else _("Freiwillig"),
        _("Datei: %s, bis %s MB") % (row["types"], document.max_megabytes),
    ]
    return {
        "name": document.name,
        "hint": document.hint,
        "notes": [note for note in notes if note],
    }
