"""Reporting's own tables."""

from reporting.models.figures import AdministrationCost, PreparedFigure, ReportRun, RunFile
from reporting.models.history import PastPlace, PastProject, PastRound, PublishedFact
from reporting.models.research import DataSet, DataSetAccess, DataUseAgreement
from reporting.models.surveys import (
    SurveyAnswer,
    SurveyInvitation,
    SurveyQuestion,
    SurveyResponse,
    SurveyWave,
)

__all__ = [
    "AdministrationCost",
    "DataSet",
    "DataSetAccess",
    "DataUseAgreement",
    "PastPlace",
    "PastProject",
    "PastRound",
    "PreparedFigure",
    "PublishedFact",
    "ReportRun",
    "RunFile",
    "SurveyAnswer",
    "SurveyInvitation",
    "SurveyQuestion",
    "SurveyResponse",
    "SurveyWave",
]
