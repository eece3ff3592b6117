"""People, organisations with the official directory, and who may act for whom."""

from accounts.models.confirmation import Confirmation
from accounts.models.deputy import Deputy
from accounts.models.invitation import Invitation
from accounts.models.membership import (
    APPLICANT_ROLES,
    OFFICE_ROLES,
    VISITOR_ROLES,
    Membership,
    Role,
)
from accounts.models.organisation import Organisation
from accounts.models.person import Person

__all__ = [
    "APPLICANT_ROLES",
    "OFFICE_ROLES",
    "VISITOR_ROLES",
    "Confirmation",
    "Deputy",
    "Invitation",
    "Membership",
    "Organisation",
    "Person",
    "Role",
]
