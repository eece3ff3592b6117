"""Who judges, the judgement, the ranking and the decision."""

from evaluation.models.candidacy import Candidacy
from evaluation.models.decision import DecisionShare, FundingDecision, RejectionLetter
from evaluation.models.ranking import Ranking, RankingPlace
from evaluation.models.review import Assignment, ConflictDeclaration, OpenedPart, Review, Score
from evaluation.models.reviewer import Reviewer, ReviewerExpertise, ReviewerTie

__all__ = [
    "Assignment",
    "Candidacy",
    "ConflictDeclaration",
    "DecisionShare",
    "FundingDecision",
    "OpenedPart",
    "Ranking",
    "RankingPlace",
    "RejectionLetter",
    "Review",
    "Reviewer",
    "ReviewerExpertise",
    "ReviewerTie",
    "Score",
]
