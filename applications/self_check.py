"""The self-check: what is open, weightiest first, with probable slips of the pen beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from applications.checks import open_points
from applications.checks.clerical import slips
from core.refusals import Finding
from core.workflow import Attempt

if TYPE_CHECKING:
    from applications.models import Application

# Code beginnings of findings that say something is not there yet, rather than wrong.
MISSING = (
    "unanswered_",
    "contact_",
    "applicant_",
    "project_",
    "action_fields",
    "primary",
    "challenges",
    "measures",
    "indicator_",
    "plan_empty",
    "document_",
)


@dataclass(frozen=True)
class SelfCheck:
    """What stands against submitting, what explains it, and slips that stand against nothing."""

    open_points: tuple[Finding, ...]
    explained: dict[str, tuple[Finding, ...]]
    hints: tuple[Finding, ...]

    @property
    def slips(self) -> tuple[Finding, ...]:
        """All probable slips, whether a rule stands behind them or not."""
        return (*(one for found in self.explained.values() for one in found), *self.hints)


def self_check(application: Application, attempt: Attempt) -> SelfCheck:
    """Run the rules, and sort: probable slips, then what is wrong, then what is missing."""
    found, suspected = open_points(application, attempt), slips(application)
    codes = {finding.code for finding in found}
    explained = {
        code: tuple(one for one in suspected if one.code == code)
        for code in codes
        if any(one.code == code for one in suspected)
    }

    def weight(finding: Finding) -> int:
        if finding.code in explained:
            return 0
        return 2 if finding.code.startswith(MISSING) else 1

    hints = tuple(one for one in suspected if one.code not in codes)
    return SelfCheck(tuple(sorted(found, key=weight)), explained, hints)
