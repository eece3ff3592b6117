"""Every write of this app, by subject."""

from evaluation.actions.anchor import open_anchor, record_anchor_review, submit_anchor_review
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
from evaluation.actions.calculating import ask_calculation, finish_calculation
from evaluation.actions.conflicts import decide_conflict, declare, note_opening
from evaluation.actions.consensus import add_remark, change_score, open_consensus
from evaluation.actions.corrections import redact_reason, reopen_review
from evaluation.actions.objections import decide_objection, record_objection
from evaluation.actions.pair_rules import lift_pair_rule, set_pair_rule
from evaluation.actions.pool import (
    accept_invitation,
    add_tie,
    confirm_training,
    end_tie,
    invite_reviewer,
    remind_reviewers,
    save_profile,
)
from evaluation.actions.proposing import apply_proposal
from evaluation.actions.ranking import freeze_ranking
from evaluation.actions.reviewing import (
    close_review,
    close_reviews,
    record_review,
    submit_review,
)

__all__ = [
    "accept_invitation",
    "add_remark",
    "add_tie",
    "apply_proposal",
    "ask_calculation",
    "assign_reviewer",
    "assign_reviewers",
    "change_score",
    "close_review",
    "close_reviews",
    "confirm_training",
    "decide_conflict",
    "decide_objection",
    "declare",
    "decline_assignment",
    "end_tie",
    "finish_calculation",
    "freeze_ranking",
    "invite_reviewer",
    "lift_pair_rule",
    "note_opening",
    "open_anchor",
    "open_candidacies",
    "open_consensus",
    "reassign",
    "record_anchor_review",
    "record_objection",
    "record_review",
    "redact_reason",
    "remind_reviewers",
    "remove_assignment",
    "reopen_review",
    "save_profile",
    "set_pair_rule",
    "start_review",
    "start_reviews",
    "submit_anchor_review",
    "submit_review",
]
