"""Who judges, the judgement, the ranking and the decision."""

from evaluation.models.anchor import Anchor, AnchorReview, AnchorScore
from evaluation.models.calculation import Calculation
from evaluation.models.candidacy import Candidacy
from evaluation.models.consensus import (
    Consensus,
    ConsensusRemark,
    Redaction,
    ReviewEdition,
    ScoreChange,
)
from evaluation.models.decision import DecisionShare, FundingDecision, RejectionLetter
from evaluation.models.fact_error import FactError
from evaluation.models.objection import Objection
from evaluation.models.pair_rule import PairRule
from evaluation.models.panel import (
    PanelItem,
    PanelPresence,
    PanelRecusal,
    PanelSeat,
    PanelSession,
)
from evaluation.models.ranking import Ranking, RankingPlace
from evaluation.models.review import Assignment, ConflictDeclaration, OpenedPart, Review, Score
from evaluation.models.reviewer import Reviewer, ReviewerExpertise, ReviewerTie
from evaluation.models.signing import Signature
from evaluation.models.voting import PanelMotion, PanelVote

__all__ = [
    "Anchor",
    "AnchorReview",
    "AnchorScore",
    "Assignment",
    "Calculation",
    "Candidacy",
    "ConflictDeclaration",
    "Consensus",
    "ConsensusRemark",
    "DecisionShare",
    "FactError",
    "FundingDecision",
    "Objection",
    "OpenedPart",
    "PairRule",
    "PanelItem",
    "PanelMotion",
    "PanelPresence",
    "PanelRecusal",
    "PanelSeat",
    "PanelSession",
    "PanelVote",
    "Ranking",
    "RankingPlace",
    "Redaction",
    "RejectionLetter",
    "Review",
    "ReviewEdition",
    "Reviewer",
    "ReviewerExpertise",
    "ReviewerTie",
    "Score",
    "ScoreChange",
    "Signature",
]
