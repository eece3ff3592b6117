"""Patterns in reviews: do scores drift with the reading order, do criteria measure the same?

Drift: score = application + reviewer + slope x position + residual, by ordinary least squares with
both effects taken out first (Frisch and Waugh, Econometrica 1 (1933) 387-401). Positions count the
reviews of one reviewer from 1, in the order in which they were handed in.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy import stats

from rulebook.calibration import NotEstimable, two_way_residuals


@dataclass(frozen=True)
class Drift:
    """Points by which scores rise with every review read, their standard error and 95 % limits."""

    slope: float
    se: float
    low: float
    high: float
    reviews: int


def drift(reviews: Iterable[tuple[Hashable, Hashable, float, int]]) -> Drift:
    """Estimate the drift from (application, reviewer, score, position).

    What cannot be told apart from the applications' merit is `NotEstimable` in German. Both
    reviewers read in opposite orders and lose two points with every application:

    >>> rows = [("A", 1, 70, 1), ("B", 1, 78, 2), ("C", 1, 56, 3),
    ...         ("C", 2, 60, 1), ("B", 2, 78, 2), ("A", 2, 66, 3)]
    >>> round(drift(rows).slope, 6)
    -2.0
    """
    rows = list(reviews)
    scores = two_way_residuals((a, r, score) for a, r, score, _ in rows)
    places = two_way_residuals((a, r, float(position)) for a, r, _, position in rows)
    spread = float(places @ places)
    explained = len({row[0] for row in rows}) + len({row[1] for row in rows}) - 1
    free = len(rows) - explained - 1
    if free < 1 or spread <= 1e-9 * len(rows):
        raise NotEstimable(
            "Die Reihenfolge lässt sich hier nicht von der Güte der Anträge unterscheiden."
        )
    slope = float(places @ scores) / spread
    rest = scores - slope * places
    se = sqrt(float(rest @ rest) / free / spread)
    width = float(stats.t.ppf(0.975, free)) * se
    return Drift(slope, se, slope - width, slope + width, len(rows))


def correlations(
    reviews: Sequence[Mapping[str, float]], codes: Sequence[str]
) -> dict[str, dict[str, float | None]]:
    """Pearson's correlation of every two criteria over all reviews that score both.

    `None` where a criterion does not vary or fewer than three reviews score both: criteria that
    correlate near 1 ask the same thing twice.

    >>> points = [{"I1": 1, "N1": 2}, {"I1": 3, "N1": 4}, {"I1": 5, "N1": 6}]
    >>> correlations(points, ["I1", "N1"])
    {'I1': {'N1': 1.0}, 'N1': {'I1': 1.0}}
    """
    nan = float("nan")
    table = np.array([[float(points.get(code, nan)) for code in codes] for points in reviews])
    return {
        one: {
            other: _correlation(table[:, i], table[:, j]) for j, other in enumerate(codes) if i != j
        }
        for i, one in enumerate(codes)
    }


def _correlation(first: np.ndarray, second: np.ndarray) -> float | None:
    both = ~np.isnan(first) & ~np.isnan(second)
    x, y = first[both], second[both]
    if len(x) < 3 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return None
    return float(np.clip(round(float(np.corrcoef(x, y)[0, 1]), 12), -1, 1))
