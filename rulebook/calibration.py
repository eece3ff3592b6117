"""Calibration: how strict is each reviewer, and how sure is a rank?

Each review is taken as score = mean + application + reviewer + residual, with three independent
normal effects. Variances are estimated by REML, effects predicted by BLUP (best linear unbiased
prediction). Adjusted scores stand beside the scores that count, never in their place.

Sources: Henderson, Best linear unbiased estimation and prediction under a selection model,
Biometrics 31 (1975) 423-447; Searle, Casella and McCulloch, Variance Components (1992), chapters
6 and 7; Goldstein and Spiegelhalter, League tables and their limitations, JRSS A 159 (1996), for
intervals of ranks.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import block_array, csr_array
from scipy.sparse.csgraph import connected_components

from rulebook.calibration_model import Design, Vector, additive, variances, without_residual
from rulebook.calibration_prediction import Predictor, drawn_ranks, predictor
from rulebook.numbers import finite

Review = tuple[Hashable, Hashable, float]

ROUNDING = 1e-20  # a share of the squares this small is none


class NotEstimable(ValueError):
    """These reviews cannot tell the applications' differences from the reviewers'."""


@dataclass(frozen=True)
class Fit:
    """The model's estimates: variances in squared points, effects in points above the mean."""

    mean: float
    var_application: float
    var_reviewer: float
    var_residual: float
    reviewer_effects: dict[Hashable, float]
    applications: tuple[Hashable, ...] = field(repr=False)
    design: Design = field(repr=False, compare=False)


@dataclass(frozen=True)
class Adjusted:
    """An application's score freed from its reviewers' severity, and its standard error."""

    value: float
    se: float


@dataclass(frozen=True)
class RankInterval:
    """Mean rank, ranks that bound 50 % and 90 % of the draws, chance of being above the line."""

    expected: float
    low50: int
    high50: int
    low90: int
    high90: int
    above_line: float | None


def fit(reviews: Iterable[Review]) -> Fit:
    """Estimate the model from (application, reviewer, score), each given once per review.

    Variances are never negative; an effect that explains nothing has the variance 0. What cannot
    be estimated is `NotEstimable` and says why in German. A complete table without interaction:

    >>> table = {"A": (60, 70), "B": (70, 80), "C": (80, 90)}
    >>> strict_and_mild = fit(
    ...     (code, name, score)
    ...     for code, scores in table.items()
    ...     for name, score in zip(("Ada", "Bo"), scores)
    ... )
    >>> round(strict_and_mild.mean, 6), round(strict_and_mild.var_application, 6)
    (75.0, 100.0)
    >>> {name: round(effect, 3) for name, effect in strict_and_mild.reviewer_effects.items()}
    {'Ada': -5.0, 'Bo': 5.0}
    """
    rows = _in_order(
        [(application, reviewer, finite(score)) for application, reviewer, score in reviews]
    )
    applications, application = _numbered(row[0] for row in rows)
    reviewers, reviewer = _numbered(row[1] for row in rows)
    scores = np.array([row[2] for row in rows])
    if reason := _obstacle(application, reviewer, scores):
        raise NotEstimable(reason)
    design, residuals = _design(application, reviewer, scores)
    explained = (residuals**2).sum() <= ROUNDING * design.totals[1, 1]
    known = explained and len(rows) >= len(applications) + len(reviewers)
    estimated = without_residual(design) if known else variances(design)
    shares = np.where(np.array(estimated) > ROUNDING * sum(estimated), estimated, 0.0)
    application_part, reviewer_part, rest = (float(x) for x in shares * design.scale**2)
    mean, effects = predictor(design, (application_part, reviewer_part, rest)).reviewers(design)
    return Fit(
        mean,
        application_part,
        reviewer_part,
        rest,
        dict(zip(reviewers, effects.tolist(), strict=True)),
        applications,
        design,
    )


def two_way_residuals(reviews: Iterable[Review]) -> Vector:
    """What applications and reviewers leave unexplained of each score, by ordinary least squares.

    >>> two_way_residuals([("A", 1, 60), ("A", 2, 70), ("B", 1, 70), ("B", 2, 84)])
    array([ 1., -1., -1.,  1.])
    """
    rows = [(application, reviewer, finite(score)) for application, reviewer, score in reviews]
    _, application = _numbered(row[0] for row in rows)
    _, reviewer = _numbered(row[1] for row in rows)
    scores = np.array([row[2] for row in rows])
    if reason := _obstacle(application, reviewer, scores):
        raise NotEstimable(reason)
    design, residuals = _design(application, reviewer, scores)
    whole: Vector = np.round(residuals * design.scale, 10) + 0.0
    return whole


def _in_order(rows: list[Review]) -> list[Review]:
    """Sorted where names can be compared: the order in which reviews arrive then plays no part."""
    try:
        return sorted(rows)
    except TypeError:
        return rows


def _numbered(names: Iterable[Hashable]) -> tuple[tuple[Hashable, ...], NDArray[np.int_]]:
    """The names in order of appearance, and the number of each occurrence."""
    numbers: dict[Hashable, int] = {}
    occurrences = [numbers.setdefault(name, len(numbers)) for name in names]
    return tuple(numbers), np.array(occurrences, dtype=np.int_)


def _obstacle(application: NDArray[np.int_], reviewer: NDArray[np.int_], scores: Vector) -> str:
    """Why the model cannot be estimated, in German; empty when it can."""
    per_application, per_reviewer = np.bincount(application), np.bincount(reviewer)
    if min(len(per_application), len(per_reviewer)) < 2:
        return "Für eine Kalibrierung braucht es mindestens zwei Anträge und zwei Gutachtende."
    if per_application.max() < 2:
        return "Kein Antrag hat zwei Gutachten: Es gibt nichts zu vergleichen."
    if per_reviewer.max() < 2:
        return "Niemand hat zwei Gutachten geschrieben: Strenge lässt sich nicht erkennen."
    counts = _counts(application, reviewer)
    parts, _ = connected_components(block_array([[None, counts], [counts.T, None]]))
    if parts > 1:
        return (
            f"Die Gutachten zerfallen in {parts} Gruppen ohne gemeinsame Gutachtende: "
            "Zwischen den Gruppen lässt sich Strenge nicht von Güte unterscheiden."
        )
    if (scores == scores[0]).all():
        return "Alle Gutachten vergeben dieselbe Punktzahl: Es gibt keine Unterschiede."
    return ""


def _counts(application: NDArray[np.int_], reviewer: NDArray[np.int_]) -> csr_array:
    counts = csr_array((np.ones(len(application)), (application, reviewer)))
    counts.sum_duplicates()
    return counts


def _design(
    application: NDArray[np.int_], reviewer: NDArray[np.int_], scores: Vector
) -> tuple[Design, Vector]:
    """The reviews as sums, and what ordinary effects of both sides leave unexplained."""
    centre = float(scores.mean())
    scale = float(np.abs(scores - centre).max())
    y = (scores - centre) / scale
    design = Design(
        _counts(application, reviewer),
        np.column_stack([np.bincount(application), np.bincount(application, y)]),
        np.column_stack([np.bincount(reviewer), np.bincount(reviewer, y)]),
        np.array([[len(y), y.sum()], [y.sum(), y @ y]]),
        centre,
        scale,
    )
    of_applications, of_reviewers = additive(design)
    residuals = y - of_applications[application] - of_reviewers[reviewer]
    return design, residuals - residuals.mean()


def _predictor(fit: Fit) -> Predictor:
    return predictor(fit.design, (fit.var_application, fit.var_reviewer, fit.var_residual))


def adjusted_scores(fit: Fit) -> dict[Hashable, Adjusted]:
    """Mean + BLUP of each application, with the root of the BLUP's prediction error variance.

    It is the error of the distance from the mean. It counts that mean and reviewers' effects are
    estimated (Henderson's inverse of the mixed model equations) and takes the variances as known,
    so it is too small where few reviewers tell them (Kackar and Harville, JASA 79 (1984)). In 500
    simulated calls the distance lay within 1.96 errors in 94 % of the cases with 12 reviewers of 60
    applications, in 90 % with 5 of 15; in 95 % where the variances were known. The mean's own error
    is the same for all applications and moves no rank: the score with it lay inside in 93 and 86 %.

    >>> reviews = [("A", 1, 50), ("A", 2, 62), ("B", 2, 80), ("B", 3, 70), ("C", 3, 60),
    ...            ("C", 1, 55)]
    >>> for code, adjusted in adjusted_scores(fit(reviews)).items():
    ...     print(code, round(adjusted.value, 1), round(adjusted.se, 1))
    A 55.3 5.0
    B 72.1 5.0
    C 61.1 5.0
    """
    blups, errors = _predictor(fit).applications(fit.design)
    return {
        code: Adjusted(fit.mean + float(blup), float(np.sqrt(error)))
        for code, blup, error in zip(fit.applications, blups, errors, strict=True)
    }


def rank_intervals(fit: Fit, seed: int, line: int | None = None) -> dict[Hashable, RankInterval]:
    """How sure each application's rank is (1 = highest), from joint draws of all effects.

    Each draw takes mean, reviewers and applications from their joint distribution given the
    reviews and ranks the applications; equals are ordered by lot. 4,000 draws, fewer only beyond
    5,000 applications. `line` is the last rank above the funding line. Ranks are whole numbers, so
    the intervals hold more than they promise: in 500 simulated calls of 60 applications the true
    rank in 54 and 92 % of the cases, of 15 applications in 65 and 94 %.

    >>> reviews = [(a, r, 10 * a + r) for a in range(1, 5) for r in range(3)]
    >>> rank_intervals(fit(reviews), seed=1, line=2)[4]
    RankInterval(expected=1.0, low50=1, high50=1, low90=1, high90=1, above_line=1.0)
    """
    if not isinstance(seed, int):
        raise TypeError(f"the seed must be int, not {type(seed).__name__}")
    ranks = drawn_ranks(fit.design, _predictor(fit), np.random.default_rng(seed))
    expected = ranks.mean(axis=0)
    above = None if line is None else (ranks <= line).mean(axis=0).tolist()
    ranks.sort(axis=0)
    last = len(ranks) - 1
    low90, low50, high50, high90 = (
        ranks[round(share * last)].tolist() for share in (0.05, 0.25, 0.75, 0.95)
    )
    return {
        code: RankInterval(
            float(expected[i]),
            low50[i],
            high50[i],
            low90[i],
            high90[i],
            None if above is None else above[i],
        )
        for i, code in enumerate(fit.applications)
    }
