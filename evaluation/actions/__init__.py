"""Every write of this app, by subject."""

from evaluation.actions.assignment import (
    assign_reviewer,
    assign_reviewers,
    open_candidacies,
    remove_assignment,
    start_review,
    start_reviews,
)
from evaluation.actions.conflicts import decide_conflict, declare
from evaluation.actions.ranking import freeze_ranking
from evaluation.actions.reviewing import (
    close_review,
    close_reviews,
    record_review,
    submit_review,
)

__all__ = [
    "assign_reviewer",
    "assign_reviewers",
    "close_review",
    "close_reviews",
    "decide_conflict",
    "declare",
    "freeze_ranking",
    "open_candidacies",
    "record_review",
    "remove_assignment",
    "start_review",
    "start_reviews",
    "submit_review",
]
