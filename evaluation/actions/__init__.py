"""Every write of this app, by subject."""

from evaluation.actions.assignment import (
    assign_reviewer,
    assign_reviewers,
    decline_assignment,
    open_candidacies,
    reassign,
    remove_assignment,
    start_review,
    start_reviews,
)
from evaluation.actions.conflicts import decide_conflict, declare, note_opening
from evaluation.actions.pool import (
    accept_invitation,
    add_tie,
    confirm_training,
    end_tie,
    invite_reviewer,
    remind_reviewers,
    save_profile,
)
from evaluation.actions.ranking import freeze_ranking
from evaluation.actions.reviewing import (
    close_review,
    close_reviews,
    record_review,
    submit_review,
)

__all__ = [
    "accept_invitation",
    "add_tie",
    "assign_reviewer",
    "assign_reviewers",
    "close_review",
    "close_reviews",
    "confirm_training",
    "decide_conflict",
    "declare",
    "decline_assignment",
    "end_tie",
    "freeze_ranking",
    "invite_reviewer",
    "note_opening",
    "open_candidacies",
    "reassign",
    "record_review",
    "remind_reviewers",
    "remove_assignment",
    "save_profile",
    "start_review",
    "start_reviews",
    "submit_review",
]
