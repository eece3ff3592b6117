"""Who may read the evaluation: predicates, nothing else."""

from typing import Any

from accounts.models import APPLICANT_ROLES, Role
from accounts.permissions import (
    has_role,
    has_role_for,
    is_office,
    is_officer,
    may_read_office,
    may_read_report,
)

__all__ = [
    "APPLICANT_ROLES",
    "may_answer_survey",
    "may_enter_costs",
    "may_read_overview",
    "may_read_report",
    "may_refresh",
    "may_research",
    "may_run_survey",
]


def may_read_overview(user: Any) -> bool:
    return may_read_office(user)


def may_refresh(user: Any) -> bool:
    """Computing anew costs the machine something: the office decides when."""
    return is_office(user)


def may_research(user: Any) -> bool:
    """Only the accompanying research signs the agreement, asks for data and downloads them."""
    return has_role(user, Role.RESEARCHER)


def may_enter_costs(user: Any) -> bool:
    """Case officers enter what the administration spent."""
    return is_officer(user)


def may_run_survey(wave: Any, user: Any) -> bool:
    """The accompanying research asks in its own name; the office reads along."""
    return has_role(user, Role.RESEARCHER)


def may_answer_survey(invitation: Any, user: Any) -> bool:
    return has_role_for(user, invitation.organisation, *APPLICANT_ROLES)
