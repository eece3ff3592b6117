"""Programme -> guideline version -> call -> call version, with all its rules as rows."""

from programmes.models.call import BudgetYear, Call, CallVersion
from programmes.models.catalogue import (
    Criterion,
    CriterionGroup,
    DocumentRequirement,
    FitQuestion,
    Question,
    Topic,
)
from programmes.models.ledger import Account, Booking
from programmes.models.programme import GuidelineVersion, Programme

__all__ = [
    "Account",
    "Booking",
    "BudgetYear",
    "Call",
    "CallVersion",
    "Criterion",
    "CriterionGroup",
    "DocumentRequirement",
    "FitQuestion",
    "GuidelineVersion",
    "Programme",
    "Question",
    "Topic",
]
