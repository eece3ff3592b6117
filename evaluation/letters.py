"""What the letters about a decision say: score, line and reasons per criterion."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Min, Q

from evaluation.scores import points_of, result_of, yardstick

if TYPE_CHECKING:
    from evaluation.models import Candidacy, FundingDecision

APPLICATION = "candidacy__application__"
PARTS = (  # what a letter reads of its decision, fetched together
    f"{APPLICATION}organisation",
    f"{APPLICATION}project",
    f"{APPLICATION}call_version__call__programme",
    f"{APPLICATION}call_version__guideline_version",
)


def rejection_content(decision: FundingDecision, sent_on: date) -> dict[str, Any]:
    """Return the frozen content of a rejection letter."""
    candidacy = decision.candidacy
    guideline = candidacy.application.call_version.guideline_version
    return {
        **heading(candidacy, sent_on),
        "reason": decision.reason,
        "line": line_of(candidacy),
        "assessment": assessment(candidacy),
        "legal_basis": guideline.legal_basis,
        "remedies": guideline.remedies,
    }


def heading(candidacy: Candidacy, sent_on: date) -> dict[str, Any]:
    """Return recipient, project and date, the same in every letter."""
    application = candidacy.application
    return {
        "sent_on": sent_on,
        "organisation": application.organisation.name,
        "postal_code": application.organisation.postal_code,
        "call": application.call_version.call.title,
        "programme": application.call_version.call.programme.name,
        "receipt_number": application.receipt_number,
        "project": application.project.title,
        "requested_amount": application.requested_amount,
    }


def line_of(candidacy: Candidacy) -> dict[str, Any]:
    """Return place, score and the score of the last funded place of the frozen ranking."""
    place = candidacy.places.select_related("ranking").order_by("-ranking__number").first()
    if place is None:
        return {}
    places = place.ranking.places.aggregate(
        of=Count("pk"), lowest=Min("total", filter=Q(funded=True))
    )
    return {
        "total": place.total,
        "position": place.position,
        "of": places["of"],
        "lowest_funded_total": places["lowest"],
        "fundable_total": candidacy.application.call_version.fundable_total,
    }


def assessment(candidacy: Candidacy) -> dict[str, Any]:
    """Return points and reasons per criterion of the reviews that count, without names."""
    from evaluation.models import Review

    version = candidacy.application.call_version
    counting = Review.objects.counting().filter(assignment__candidacy=candidacy)
    reviews = list(counting.prefetch_related("scores__redaction", "changes").order_by("pk"))
    by_code = [{score.code: score for score in review.scores.all()} for review in reviews]
    result = result_of([points_of(review) for review in reviews], yardstick(version))
    return {
        "reviews": len(reviews),
        "total": result.total,
        "shortfalls": list(result.shortfalls),
        "criteria": [
            criterion_entry(criterion, result.points, by_code)
            for criterion in version.criteria.all()
        ],
    }


def criterion_entry(
    criterion: Any, points: Mapping[str, Decimal], by_code: list[dict[str, Any]]
) -> dict[str, Any]:
    """One criterion with its combined points and every reviewer's reason."""
    return {
        "code": criterion.code,
        "name": criterion.name,
        "weight": criterion.weight,
        "maximum": criterion.maximum,
        "points": points[criterion.code],
        "reasons": [scores[criterion.code].public_reason for scores in by_code],
    }
