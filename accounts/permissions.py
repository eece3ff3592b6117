"""Who may act for whom: predicates, nothing else."""

from typing import Any

from accounts.models.deputy import Deputy
from accounts.models.membership import APPLICANT_ROLES, OFFICE_ROLES, Role
from accounts.models.organisation import Organisation


def has_role(user: Any, *roles: str) -> bool:
    """Does the person hold one of the roles today, for whatever organisation?"""
    return user.is_authenticated and any(m.role in roles for m in user.current_memberships)


def has_role_for(user: Any, organisation: Organisation, *roles: str) -> bool:
    """Does the person hold one of the roles today for this organisation?"""
    return user.is_authenticated and any(
        m.role in roles and m.organisation_id == organisation.pk for m in user.current_memberships
    )


def organisations_of(user: Any, *roles: str) -> list[int]:
    """Return the row numbers of the organisations for which the person holds one of the roles."""
    if not user.is_authenticated:
        return []
    return [m.organisation_id for m in user.current_memberships if m.role in roles]


def may_edit_for(user: Any, organisation: Organisation) -> bool:
    return has_role_for(user, organisation, *APPLICANT_ROLES)


def may_sign_for(user: Any, organisation: Organisation) -> bool:
    return has_role_for(user, organisation, Role.SIGNATORY)


def represented_signatory(user: Any, organisation: Organisation) -> Any:
    """Return for which signatory a member of the team stands in today; None when for nobody.

    Whoever signs in their own right represents nobody, and a signatory who left cannot be
    represented.
    """
    if may_sign_for(user, organisation) or not may_edit_for(user, organisation):
        return None
    own = (row.person for row in user.signs_today_for if row.organisation_id == organisation.pk)
    return next((absent for absent in own if may_sign_for(absent, organisation)), None)


def may_name_signing_deputy(user: Any, organisation: Organisation, absent: Any) -> bool:
    """The administration of the organisation; signatories for themselves."""
    own = user == absent and may_sign_for(user, organisation)
    return own or has_role_for(user, organisation, Role.ORG_ADMIN)


def is_office(user: Any) -> bool:
    return has_role(user, *OFFICE_ROLES)


def is_officer(user: Any) -> bool:
    return has_role(user, Role.OFFICER)


def is_head_of_unit(user: Any) -> bool:
    return has_role(user, Role.HEAD_OF_UNIT)


def is_budget_officer(user: Any) -> bool:
    return has_role(user, Role.BUDGET_OFFICER)


def is_cashier(user: Any) -> bool:
    return has_role(user, Role.CASHIER)


def is_reviewer(user: Any) -> bool:
    return has_role(user, Role.REVIEWER)


def may_read_office(user: Any) -> bool:
    """The office itself, and auditors, who read everything and change nothing."""
    return has_role(user, *OFFICE_ROLES, Role.AUDITOR)


def may_read_report(user: Any) -> bool:
    return has_role(user, *OFFICE_ROLES, Role.AUDITOR, Role.RESEARCHER)


def may_confirm_organisation(confirmation: Any, user: Any) -> bool:
    """An officer, but never for an organisation of their own."""
    return is_officer(user) and not belongs_to(user, confirmation.organisation)


def may_enter_code(confirmation: Any, user: Any) -> bool:
    return may_edit_for(user, confirmation.organisation)


def belongs_to(user: Any, organisation: Organisation) -> bool:
    return any(m.organisation_id == organisation.pk for m in user.current_memberships)


def stood_in_for(user: Any, role: str) -> Any:
    """Return for whom the person stands in today in this role; None when for nobody.

    The represented person must still hold the role, and the deputy one of the office.
    """
    if not is_office(user):
        return None
    rows = (
        Deputy.objects.of_the_office()
        .valid()
        .filter(deputy=user, role=role)
        .select_related("person")
    )
    return next((row.person for row in rows if has_role(row.person, role)), None)


def acts_as(user: Any, role: str) -> bool:
    """Does the person hold the role, or stand in for somebody who does?"""
    return has_role(user, role) or stood_in_for(user, role) is not None
