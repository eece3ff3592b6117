"""Concordance: do several reviewers put the same things into the same order?

Kendall, Babington Smith, Annals of Mathematical Statistics 10 (1939) 275-287; correction for ties
as in Kendall, Gibbons, Rank Correlation Methods, 5th ed. (1990), chapter 6. A pure number:
1 is the same order everywhere, 0 is none.
"""

from collections import Counter
from collections.abc import Sequence


def kendall_w(ratings: Sequence[Sequence[float]]) -> float:
    """Return Kendall's W of a table of targets (rows) x raters (columns), all present.

    The example is that of Siegel, Nonparametric Statistics (1956), chapter 9: three executives
    rank six applicants.

    >>> round(kendall_w([[1, 1, 6], [6, 5, 3], [3, 6, 2], [2, 4, 5], [5, 2, 4], [4, 3, 1]]), 2)
    0.16
    """
    raters = len(ratings[0]) if ratings else 0
    if len(ratings) < 2 or raters < 2 or any(len(row) != raters for row in ratings):
        raise ValueError("there must be two targets and two raters at least, and no gap")
    columns = [list(column) for column in zip(*ratings, strict=True)]
    sums = [sum(ranks) for ranks in zip(*map(_ranks, columns), strict=True)]
    size, mean = len(sums), sum(sums) / len(sums)
    spread = sum((total - mean) ** 2 for total in sums)
    ties = sum(count**3 - count for column in columns for count in Counter(column).values())
    whole = raters**2 * (size**3 - size) - raters * ties
    if not whole:
        raise ValueError("every rater gave the same to all, so there is no order")
    return 12 * spread / whole


def _ranks(values: list[float]) -> list[float]:
    """Return the rank of each value from 1; equal ones share the mean of their ranks."""
    first: dict[float, int] = {}
    for place, value in enumerate(sorted(values), start=1):
        first.setdefault(value, place)
    counted = Counter(values)
    return [first[value] + (counted[value] - 1) / 2 for value in values]
