"""Who may report, check, settle, amend and recover: predicates, nothing else."""

from typing import Any

from accounts.models import Role
from accounts.permissions import (
    acts_as,
    is_cashier,
    is_head_of_unit,
    is_officer,
    may_edit_for,
    may_sign_for,
)
from awards.permissions import is_own_award, may_care_for_award


def may_write_report(record: Any, user: Any) -> bool:
    return may_edit_for(user, record.award.organisation)


def may_sign_report(record: Any, user: Any) -> bool:
    return may_sign_for(user, record.award.organisation)


def may_check_report(record: Any, user: Any) -> bool:
    return may_care_for_award(record.award, user)


def may_accept_report(report: Any, user: Any) -> bool:
    """Another officer or the head of unit, never who checked."""
    office = is_officer(user) or is_head_of_unit(user)
    own = is_own_award(report.award, user)
    return office and not own and user.actor_key != report.checked_by_key


def may_confirm_milestone(milestone: Any, user: Any) -> bool:
    """The officer, never who reported it."""
    return may_care_for_award(milestone.award, user) and user.actor_key != milestone.reported_by_key


def may_check_procurement(procurement: Any, user: Any) -> bool:
    """The officer, never who entered it."""
    other = user.actor_key != procurement.entered_by_key
    return other and may_care_for_award(procurement.award, user)


def may_archive(archived: Any, user: Any) -> bool:
    return may_care_for_award(archived.award, user)


def may_delete_file(archived: Any, user: Any) -> bool:
    """The head of unit, never who proposed the deletion."""
    own = is_own_award(archived.award, user)
    return is_head_of_unit(user) and not own and user.actor_key != archived.proposed_by_key


def may_check_proof(check: Any, user: Any) -> bool:
    return may_care_for_award(check.report.award, user)


def may_settle_proof(check: Any, user: Any) -> bool:
    """The head of unit or a deputy, never who wrote the check note."""
    own = is_own_award(check.report.award, user)
    other = user.actor_key != check.checked_by_key
    return other and not own and acts_as(user, Role.HEAD_OF_UNIT)


def may_propose_recovery(recovery: Any, user: Any) -> bool:
    return may_care_for_award(recovery.award, user)


def may_decide_recovery(recovery: Any, user: Any) -> bool:
    """The head of unit or a deputy, never who proposed."""
    own = is_own_award(recovery.award, user)
    return (
        acts_as(user, Role.HEAD_OF_UNIT) and not own and user.actor_key != recovery.proposed_by_key
    )


def may_waive(recovery: Any, user: Any) -> bool:
    """The budget officer or a deputy, never who proposed the waiver."""
    own = is_own_award(recovery.award, user)
    return (
        acts_as(user, Role.BUDGET_OFFICER) and not own and user.actor_key != recovery.waiver_by_key
    )


def may_book_repayment(recovery: Any, user: Any) -> bool:
    return is_cashier(user) and not is_own_award(recovery.award, user)


def may_state(recovery: Any, user: Any) -> bool:
    """The recipient answers in the hearing."""
    return may_edit_for(user, recovery.award.organisation)


def may_decide_amendment(amendment: Any, user: Any) -> bool:
    """The head of unit or a deputy, never who proposed."""
    own = is_own_award(amendment.award, user)
    return (
        acts_as(user, Role.HEAD_OF_UNIT) and not own and user.actor_key != amendment.proposed_by_key
    )
