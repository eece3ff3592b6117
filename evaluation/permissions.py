"""Who may assign, judge, rank and decide: predicates, nothing else."""

from typing import Any

from accounts.models import Role
from accounts.permissions import acts_as, is_officer, is_reviewer
from applications.permissions import is_own_case


def may_assign(candidacy: Any, user: Any) -> bool:
    return is_officer(user) and not is_own_case(candidacy.application, user)


def may_record_objection(application: Any, user: Any) -> bool:
    return is_officer(user) and not is_own_case(application, user)


may_close_review = may_assign
may_rank = may_assign


def is_assigned_reviewer(assignment: Any, user: Any) -> bool:
    return is_reviewer(user) and assignment.reviewer.person_id == user.pk


def is_own_profile(reviewer: Any, user: Any) -> bool:
    return is_reviewer(user) and reviewer.person_id == user.pk


def may_decide_conflict(assignment: Any, user: Any) -> bool:
    return may_assign(assignment.candidacy, user)


def is_assigned_reviewer_or_office(assignment: Any, user: Any) -> bool:
    return is_assigned_reviewer(assignment, user) or may_decide_conflict(assignment, user)


def is_own_anchor_review(review: Any, user: Any) -> bool:
    return is_own_profile(review.reviewer, user)


def is_review_submitted(assignment: Any) -> bool:
    review = getattr(assignment, "review", None)
    return review is not None and review.status == "submitted"


def may_remove_assignment(assignment: Any, user: Any) -> bool:
    """Only while no review of it is submitted."""
    return may_decide_conflict(assignment, user) and not is_review_submitted(assignment)


def may_decline(assignment: Any, user: Any) -> bool:
    """One's own, and only while its review is not submitted."""
    return is_assigned_reviewer(assignment, user) and not is_review_submitted(assignment)


def may_write_review(review: Any, user: Any) -> bool:
    assignment = review.assignment
    return is_assigned_reviewer(assignment, user) and assignment.may_be_read


def may_reopen_review(review: Any, user: Any) -> bool:
    return may_decide_conflict(review.assignment, user)


def may_consult(assignment: Any, user: Any) -> bool:
    """One's own review is in, and the office has opened the discussion."""
    is_open = hasattr(assignment.candidacy, "consensus")
    cleared = is_assigned_reviewer(assignment, user) and assignment.may_be_read
    return is_open and cleared and is_review_submitted(assignment)


def may_propose(candidacy: Any, user: Any) -> bool:
    return is_officer(user) and not is_own_case(candidacy.application, user)


def may_co_sign(decision: Any, user: Any) -> bool:
    """The budget officer or their deputy, and not who proposed."""
    return acts_as(user, Role.BUDGET_OFFICER) and user.actor_key != decision.proposed_by_key


def may_approve(record: Any, user: Any) -> bool:
    """The head of unit or their deputy, and neither who proposed nor who co-signed."""
    decision = record if hasattr(record, "proposed_by_key") else getattr(record, "decision", None)
    if decision is None:
        return False
    earlier = {decision.proposed_by_key, decision.co_signed_by_key}
    candidacy = decision.candidacy
    own = is_own_case(candidacy.application, user)
    return user.actor_key not in earlier and not own and acts_as(user, Role.HEAD_OF_UNIT)


def may_return(decision: Any, user: Any) -> bool:
    """Whoever could sign now: the budget office first, then the head of unit."""
    return may_co_sign(decision, user) or may_approve(decision, user)


def may_propose_again(decision: Any, user: Any) -> bool:
    return may_propose(decision.candidacy, user)


def may_revoke_rejection(decision: Any, user: Any) -> bool:
    """The head of unit or their deputy: a rejection falls because facts were wrong."""
    own = is_own_case(decision.candidacy.application, user)
    rejection = decision.outcome == "rejection"
    return rejection and not own and acts_as(user, Role.HEAD_OF_UNIT)


def may_reopen_rejected(candidacy: Any, user: Any) -> bool:
    decision = getattr(candidacy, "decision", None)
    return decision is not None and may_revoke_rejection(decision, user)
