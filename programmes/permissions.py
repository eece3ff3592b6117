"""Who may prepare and publish calls: predicates, nothing else."""

from typing import Any

from accounts.models import OFFICE_ROLES, Role
from accounts.permissions import has_role


def may_read_calls_in_preparation(user: Any) -> bool:
    return has_role(user, *OFFICE_ROLES, Role.AUDITOR)


def may_prepare_calls(version: Any, user: Any) -> bool:
    return has_role(user, Role.OFFICER)


def may_publish_calls(version: Any, user: Any) -> bool:
    return has_role(user, Role.OFFICER, Role.HEAD_OF_UNIT)


def may_publish_this_call(version: Any, user: Any) -> bool:
    """Four eyes: whoever prepared the version does not publish it."""
    return may_publish_calls(version, user) and version.prepared_by_key != user.actor_key
