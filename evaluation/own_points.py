"""How a reviewer has scored so far, for this reviewer alone: a mirror, not a comparison."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count

from evaluation.models import Assignment, Review, Score


@dataclass(frozen=True)
class OwnPoints:
    """How often each point value was given in the reviews handed in in one call."""

    reviews: int
    counts: tuple[tuple[Decimal, int], ...]

    @property
    def mean(self) -> Decimal:
        """Return the mean of all points given."""
        given = sum(count for _, count in self.counts)
        return sum((points * count for points, count in self.counts), Decimal(0)) / given


def own_points(assignment: Assignment) -> OwnPoints | None:
    """Return the reviewer's own points in the call of this assignment, None before the first."""
    call = assignment.candidacy.application.call_version.call_id
    reviews = Review.objects.counting().filter(
        assignment__reviewer=assignment.reviewer_id,
        assignment__candidacy__application__call_version__call=call,
    )
    given = Score.objects.filter(review__in=reviews, points__isnull=False)
    counts = given.values_list("points").annotate(count=Count("pk")).order_by("points")
    if not counts:
        return None
    return OwnPoints(reviews.count(), tuple(counts))
