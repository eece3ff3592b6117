"""Programme -> guideline version -> call -> call version, with all its rules as rows."""

from programmes.models.call import BudgetYear, Call, CallVersion
from programmes.models.catalogue import (
    AskedRow,
    Case,
    Chapter,
    Conditional,
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
    "AskedRow",
    "Booking",
    "BudgetYear",
    "Call",
    "CallVersion",
    "Case",
    "Chapter",
    "Conditional",
    "Criterion",
    "CriterionGroup",
    "DocumentRequirement",
    "FitQuestion",
    "GuidelineVersion",
    "Programme",
    "Question",
    "Topic",
]
