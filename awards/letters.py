"""What the award notice says (VV Nr. 4.2 zu § 44 BHO), frozen when the award is approved."""

from __future__ import annotations

from datetime import date
from typing import Any

from awards.models import Award
from evaluation.letters import assessment, heading


def notice_content(award: Award, sent_on: date) -> dict[str, Any]:
    """Return the content of the notice: recipient, purpose, money, conditions, remedies."""
    decision = award.decision
    application = decision.candidacy.application
    guideline = application.call_version.guideline_version
    shares = decision.shares.select_related("budget_year")
    return {
        **heading(decision.candidacy, sent_on),
        "funding_code": award.funding_code,
        "amount": award.amount,
        "eligible_amount": award.eligible_amount,
        "rate": award.rate,
        "starts_on": award.starts_on,
        "ends_on": award.ends_on,
        "years": [{"year": share.budget_year.year, "amount": share.amount} for share in shares],
        "purpose": application.project.summary,
        "submission_sha256": application.submissions.latest("number").snapshot.sha256,
        "indicators": indicators(application),
        "reason": decision.reason,
        "assessment": assessment(decision.candidacy),
        "legal_basis": guideline.legal_basis,
        "general_conditions": award.general_conditions,
        "conditions": guideline.conditions,
        "remedies": guideline.remedies,
    }


def indicators(application: Any) -> list[dict[str, Any]]:
    """Return the agreed indicators with baseline and target."""
    return [
        {
            "name": indicator.name,
            "level": indicator.get_level_display(),
            "unit": indicator.unit,
            "baseline": indicator.baseline.normalize(),
            "target": indicator.target.normalize(),
            "target_on": indicator.target_on,
        }
        for indicator in application.indicators.all()
    ]
