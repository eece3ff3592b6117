"""Who may prepare and publish calls: predicates, nothing else."""

from typing import Any

from accounts.models import OFFICE_ROLES, Role
from accounts.permissions import has_role


def may_read_calls_in_preparation(user: Any) -> bool:
    return has_role(user, *OFFICE_ROLES, Role.AUDITOR)


def may_prepare_calls(version: Any, user: Any) -> bool:
    return has_role(user, Role.OFFICER)


def may_publish_calls(version: Any, user: Any) -> bool:
    """Whether it may be this call is a rule with a sentence: `second_person_publishes`."""
    return has_role(user, Role.OFFICER, Role.HEAD_OF_UNIT)
