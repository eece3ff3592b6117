"""Every write of this app: a call is created, edited, offered, published, corrected."""

from programmes.actions.correct import correct_call
from programmes.actions.create import create_call
from programmes.actions.edit import add_row, edit_basics, edit_row, mark_of, remove_row
from programmes.actions.guideline import import_guideline
from programmes.actions.publish import (
    note_effort,
    note_result,
    offer_for_publication,
    publish_call,
    return_to_draft,
)

__all__ = [
    "add_row",
    "correct_call",
    "create_call",
    "edit_basics",
    "edit_row",
    "import_guideline",
    "mark_of",
    "note_effort",
    "note_result",
    "offer_for_publication",
    "publish_call",
    "remove_row",
    "return_to_draft",
]
