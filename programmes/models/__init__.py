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
from programmes.models.goals import CatalogueIndicator, EffectLevel, Goal, GoalSystem
from programmes.models.ledger import Account, Booking
from programmes.models.programme import GuidelineVersion, Programme, ReceiptCounter

__all__ = [
    "Account",
    "AskedRow",
    "Booking",
    "BudgetYear",
    "Call",
    "CallVersion",
    "Case",
    "CatalogueIndicator",
    "Chapter",
    "Conditional",
    "Criterion",
    "CriterionGroup",
    "DocumentRequirement",
    "EffectLevel",
    "FitQuestion",
    "Goal",
    "GoalSystem",
    "GuidelineVersion",
    "Programme",
    "Question",
    "ReceiptCounter",
    "Topic",
]
