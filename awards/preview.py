"""The award notice before anybody has signed it: what will be sent, marked as a draft."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from awards.letters import preview_content
from awards.models import AwardNotice
from awards.terms import terms_of
from core import clock

if TYPE_CHECKING:
    from evaluation.models import FundingDecision

LATER = "wird mit der Freigabe vergeben"


def preview_of(decision: FundingDecision) -> dict[str, Any]:
    """Return the notice's content as of today; code and reference are given on approval only.

    Nothing is stored: a preview may be looked at as often as wanted, by several people at once.
    """
    terms = terms_of(
        decision, decision.candidacy.check_note, funding_code=LATER, file_reference=LATER
    )
    dates = sorted(terms.report_dates, key=lambda one: one.due_on)
    notice = AwardNotice(award=terms.award, sent_on=clock.today())
    return preview_content(notice, replace(terms, report_dates=dates))
