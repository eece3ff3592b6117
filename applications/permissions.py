"""Who may do what with an application: predicates, nothing else."""

from typing import Any

from accounts.permissions import is_officer, may_edit_for, may_sign_for


def may_edit(application: Any, user: Any) -> bool:
    return may_edit_for(user, application.organisation)


def may_sign(application: Any, user: Any) -> bool:
    return may_sign_for(user, application.organisation)


def may_check(application: Any, user: Any) -> bool:
    """An officer, but never for an organisation of their own (§§ 20, 21 VwVfG)."""
    return is_officer(user) and not is_own_case(application, user)


def may_confirm_check(application: Any, user: Any) -> bool:
    check = application.formal_check
    return may_check(application, user) and check.checked_by_key != user.actor_key


def is_checking_officer(check: Any, user: Any) -> bool:
    return may_check(check.application, user)


def is_second_officer(check: Any, user: Any) -> bool:
    return may_confirm_check(check.application, user)


def is_own_case(application: Any, user: Any) -> bool:
    """Does the person belong to the organisation that applies?"""
    return any(m.organisation_id == application.organisation_id for m in user.current_memberships)
