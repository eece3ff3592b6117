"""Who may do what with awards and money: predicates, nothing else."""

from typing import Any

from accounts.permissions import (
    is_cashier,
    is_head_of_unit,
    is_officer,
    may_edit_for,
    may_sign_for,
)
from applications.permissions import is_own_case


def is_own_award(award: Any, user: Any) -> bool:
    """Does the person belong to the organisation that gets the money?"""
    return any(m.organisation_id == award.organisation_id for m in user.current_memberships)


def may_write_check_note(candidacy: Any, user: Any) -> bool:
    return is_officer(user) and not is_own_case(candidacy.application, user)


def may_care_for_award(award: Any, user: Any) -> bool:
    """The officer, but never for an organisation of their own (§§ 20, 21 VwVfG)."""
    return is_officer(user) and not is_own_award(award, user)


def may_waive_remedies(notice: Any, user: Any) -> bool:
    return may_sign_for(user, notice.award.organisation)


def may_record_remedy(notice: Any, user: Any) -> bool:
    return may_care_for_award(notice.award, user)


def may_enter_account(organisation: Any, user: Any) -> bool:
    return may_edit_for(user, organisation)


def may_confirm_account(account: Any, user: Any) -> bool:
    """A signatory who did not enter the numbers."""
    other = user.actor_key != account.entered_by_key
    return other and may_sign_for(user, account.organisation)


def may_refuse_account(account: Any, user: Any) -> bool:
    return may_edit_for(user, account.organisation)


def may_prepare_request(award: Any, user: Any) -> bool:
    return may_edit_for(user, award.organisation)


def may_sign_request(request: Any, user: Any) -> bool:
    """A signatory who did not prepare the request."""
    other = user.actor_key != request.prepared_by_key
    return other and may_sign_for(user, request.award.organisation)


def may_check_request(request: Any, user: Any) -> bool:
    return may_care_for_award(request.award, user)


def may_order_payment(request: Any, user: Any) -> bool:
    """The head of unit or another officer than the one who checked."""
    office = is_head_of_unit(user) or is_officer(user)
    own = is_own_award(request.award, user)
    return office and not own and user.actor_key != request.checked_by_key


def may_return_request(request: Any, user: Any) -> bool:
    return may_check_request(request, user) or may_order_payment(request, user)


def may_confirm_payment(request: Any, user: Any) -> bool:
    """The cash office, and nobody who checked or ordered."""
    earlier = {request.checked_by_key, request.ordered_by_key}
    return is_cashier(user) and user.actor_key not in earlier


def may_propose_interest(payment: Any, user: Any) -> bool:
    return may_care_for_award(payment.request.award, user)


def may_decide_interest(claim: Any, user: Any) -> bool:
    """The head of unit or another officer than the proposer."""
    office = is_head_of_unit(user) or is_officer(user)
    own = is_own_award(claim.payment.request.award, user)
    return office and not own and user.actor_key != claim.proposed_by_key


def may_publish_list(publication: Any, user: Any) -> bool:
    """The head of unit or another officer, never who proposed the list."""
    other = user.is_authenticated and user.actor_key != publication.proposed_by_key
    return other and (is_head_of_unit(user) or is_officer(user))
