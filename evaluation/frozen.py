"""What a frozen ranking holds, and how anybody can compute it again from the stored scores."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet

from core.snapshots import thaw
from core.text import plain
from evaluation.models import Candidacy, Ranking, Review, Score, ScoreChange
from evaluation.scores import Yardstick, points_of, result_of, yardstick
from evaluation.standings import Candidate, Standing, Standings, stand
from programmes.models import CallVersion
from rulebook.ranking import Entry
from rulebook.receipts import canonical_json

COLUMNS = ("review__assignment__candidacy__key", "review__key", "code", "points")


def content_of(ranking: Ranking, standings: Standings) -> dict[str, Any]:
    """Return everything the ranking rests on: rules, scores, results, places."""
    version = ranking.call_version
    named = {row["key"]: row for row in names_of(version)}
    reviews = reviews_of(version)
    return {
        "call_version": version.key,
        "call": str(version),
        "number": ranking.number,
        "budget": ranking.budget,
        "lot_seed": ranking.lot_seed,
        "rules": rules_of(yardstick(version)),
        "places": [
            {**place_of(row), **named[row.key], "reviews": reviews.get(row.key, {})}
            for row in standings.rows
        ],
    }


def names_of(version: CallVersion) -> Any:
    """Return what a reader needs to recognise the candidacies."""
    rows = Candidacy.objects.filter(application__call_version__call=version.call_id)
    return rows.values(
        "key",
        receipt=F("application__receipt_number"),
        organisation=F("application__organisation__name"),
        title=F("application__project__title"),
    )


def reviews_of(version: CallVersion) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the points of all counting reviews of the call: by candidacy, then by review."""
    return points_by_review(
        Review.objects.counting().filter(
            assignment__candidacy__application__call_version__call=version.call_id
        )
    )


def points_by_review(counting: QuerySet[Review]) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the points of these reviews as they count: by candidacy, then by review."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    scores = Score.objects.filter(review__in=counting, points__isnull=False)
    rows = scores.values_list(*COLUMNS)
    for candidacy, review, code, points in rows.iterator():
        found.setdefault(candidacy, {}).setdefault(review, {})[code] = points
    changes = ScoreChange.objects.filter(review__in=counting).order_by("changed_at", "pk")
    for candidacy, review, code, points in changes.values_list(*COLUMNS):
        found[candidacy][review][code] = points
    return found


def rules_of(rules: Yardstick) -> dict[str, Any]:
    return {
        "criteria": [
            {"code": c.code, "weight": c.weight, "group": c.group, "minimum": c.minimum}
            for c in rules.criteria
        ],
        "total": rules.funding.total,
        "groups": dict(rules.funding.groups),
    }


def place_of(row: Standing) -> dict[str, Any]:
    return {
        "position": row.position,
        "tied": row.tied,
        "funded": row.funded,
        "fundable": row.fundable,
        "total": row.total,
        "amount": row.amount,
    }


def rebuild(ranking: Ranking) -> dict[str, Any]:
    """Compute the ranking again from the stored scores of the reviews it names."""
    content = thaw(ranking.snapshot)
    rules = yardstick(ranking.call_version)
    keys = [key for place in content["places"] for key in place["reviews"]]
    reviews = Review.objects.filter(key__in=keys).prefetch_related("scores", "changes")
    points = {review.key: points_of(review) for review in reviews}
    candidates = [candidate_of(place, points, rules) for place in content["places"]]
    standings = stand(candidates, Decimal(content["budget"]), content["lot_seed"])
    by_key = {place["key"]: place for place in content["places"]}
    places = [
        {
            **by_key[row.key],
            **place_of(row),
            "reviews": {key: points.get(key, {}) for key in by_key[row.key]["reviews"]},
        }
        for row in standings.rows
    ]
    return plain({**content, "rules": rules_of(rules), "places": places})


def candidate_of(
    place: dict[str, Any], points: dict[str, dict[str, Decimal]], rules: Yardstick
) -> Candidate:
    result = result_of([points[key] for key in place["reviews"]], rules)
    amount = Decimal(place["amount"])
    entry = Entry(place["key"], result.total, result.tie_breaks, amount)
    return Candidate(entry, result.is_fundable)


def is_reproducible(ranking: Ranking) -> bool:
    """Does the calculation from the stored scores give the frozen bytes again?"""
    return canonical_json(rebuild(ranking)) == bytes(ranking.snapshot.content)
