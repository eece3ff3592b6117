"""Reporting's own tables."""

from reporting.models.figures import PreparedFigure, ReportRun
from reporting.models.history import PastPlace, PastProject, PastRound, PublishedFact

__all__ = [
    "PastPlace",
    "PastProject",
    "PastRound",
    "PreparedFigure",
    "PublishedFact",
    "ReportRun",
]
