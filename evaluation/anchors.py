"""What the calibration round says: deviations from the mean of all who scored the anchor.

A reviewer sees the own deviation only, and only once so many have handed in that nobody can tell
from it what another one wrote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import fmean
from typing import Any

from evaluation.models import Anchor, AnchorReview, Assignment
from evaluation.scores import yardstick
from rulebook.scoring import total_score

SHOWN_FROM = 3  # with two, the own deviation would tell the other one's points


@dataclass(frozen=True)
class Deviation:
    """One reviewer's points and how far they lie from the mean of all."""

    review: AnchorReview
    total: Decimal
    from_mean: float
    by_criterion: Mapping[str, float]


def deviations(anchor: Anchor) -> list[Deviation]:
    """Return everybody who handed in, by name; empty when nobody did."""
    rows = anchor.reviews.filter(status=AnchorReview.Status.SUBMITTED)
    rows = rows.select_related("reviewer__person").prefetch_related("scores")
    reviews = list(rows.order_by("reviewer__person__name", "pk"))
    criteria = yardstick(anchor.call_version).criteria
    points = [points_of(review) for review in reviews]
    totals = [total_score(given, criteria) for given in points]
    if not reviews:
        return []
    mean, means = fmean(map(float, totals)), means_of(points, [one.code for one in criteria])
    return [
        Deviation(
            review,
            total,
            float(total) - mean,
            {code: float(given[code]) - means[code] for code in means},
        )
        for review, total, given in zip(reviews, totals, points, strict=True)
    ]


def points_of(review: AnchorReview) -> dict[str, Decimal]:
    """Return the points by criterion; a review that was handed in has all of them."""
    return {one.code: one.points for one in review.scores.all() if one.points is not None}


def means_of(points: Sequence[Mapping[str, Any]], codes: Sequence[str]) -> dict[str, float]:
    return {code: fmean(float(given[code]) for given in points) for code in codes}


def own_deviation(review: AnchorReview | None) -> Deviation | None:
    """Return a reviewer's own deviation, None while it would tell too much or nothing."""
    if review is None or review.status != AnchorReview.Status.SUBMITTED:
        return None
    all_of_them = deviations(review.anchor)
    if len(all_of_them) < SHOWN_FROM:
        return None
    return next(one for one in all_of_them if one.review.pk == review.pk)


def open_anchors(user: Any) -> list[Anchor]:
    """Return the anchors that this reviewer still has to score."""
    done = AnchorReview.objects.filter(
        reviewer__person=user, status=AnchorReview.Status.SUBMITTED
    ).values("anchor")
    own = Assignment.objects.counting().filter(reviewer__person=user)
    calls = own.values("candidacy__application__call_version")
    return list(Anchor.objects.filter(call_version__in=calls).exclude(pk__in=done))
