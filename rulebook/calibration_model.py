"""Calibration, part 1: the model score = mean + application + reviewer + residual, by REML.

All three effects are random and independent. With H = I + g_a Za Za' + g_r Zr Zr', where g_a and
g_r are the variances of applications and reviewers as multiples of the residual variance, all that
is needed are products with the inverse of H. The applications are eliminated first: their part of
H has a diagonal core, so what is left is one system as large as the number of reviewers
(Henderson, Biometrics 31 (1975) 423-447; Bates and others, Journal of Statistical Software 67
(2015), section 3). Nothing divides by g_a or g_r, so both may be exactly 0.

Restricted likelihood: Patterson and Thompson, Biometrika 58 (1971) 545-554.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.linalg.lapack import dpotri
from scipy.optimize import minimize
from scipy.sparse import csr_array, diags_array

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

NO_RESIDUAL = 1e-7  # a residual share of the variance this small is none
STARTS = (0.02, 0.2, 0.5, 0.8, 0.98)
EXACTLY = {"ftol": 0.0, "gtol": 1e-10, "maxiter": 500}


@dataclass(frozen=True)
class Design:
    """The reviews as sums; scores are taken from their mean `centre` in units of `scale`."""

    counts: csr_array  # reviews of each application (row) by each reviewer (column)
    application_sums: Matrix  # number of reviews and sum of scores of each application
    reviewer_sums: Matrix  # the same of each reviewer
    totals: Matrix  # inner products of the constant 1 and the scores
    centre: float
    scale: float


@dataclass(frozen=True)
class Solution:
    """The inverse of H at work on the constant 1 (first column) and the scores (second)."""

    kept: Vector  # 1 / (1 + g_a reviews) of each application
    root: Matrix  # lower Cholesky factor of what is left for the reviewers
    remainder: Matrix  # K: reviewers' reviews after elimination of the applications
    applications: Matrix  # Za' H^-1 [1, y]
    reviewers: Matrix  # Zr' H^-1 [1, y]
    inner: Matrix  # [1, y]' H^-1 [1, y]

    @property
    def mean(self) -> float:
        """The generalised least squares estimate, from the centre."""
        return float(self.inner[0, 1] / self.inner[0, 0])

    @property
    def squares(self) -> float:
        """y'Py: the weighted sum of squares about the mean."""
        return float(self.inner[1, 1] - self.inner[0, 1] ** 2 / self.inner[0, 0])

    def about_mean(self, sums: Matrix) -> Vector:
        """Za'Py or Zr'Py of `applications` or `reviewers`."""
        difference: Vector = sums[:, 1] - sums[:, 0] * self.mean
        return difference


def solve(design: Design, ratios: tuple[float, float]) -> Solution:
    """Apply the inverse of H for the variance ratios (g_a, g_r), both from 0."""
    ratio_a, ratio_r = ratios
    counts, own = design.counts, design.application_sums
    kept = 1 / (1 + ratio_a * own[:, 0])
    shrunk = (ratio_a * kept)[:, None] * own
    remainder = np.diag(design.reviewer_sums[:, 0]) - _weighted(counts, ratio_a * kept)
    root = cho_factor(np.eye(len(remainder)) + ratio_r * remainder, lower=True)
    left = design.reviewer_sums - counts.T @ shrunk
    reviewers = cho_solve(root, left)
    applications = kept[:, None] * (own - ratio_r * (counts @ reviewers))
    inner = design.totals - own.T @ shrunk - ratio_r * (left.T @ reviewers)
    return Solution(kept, root[0], remainder, applications, reviewers, inner)


def _weighted(counts: csr_array, weights: Vector) -> Matrix:
    """counts' diag(weights) counts."""
    product: Matrix = (counts.T @ (diags_array(weights) @ counts)).toarray()
    return product


def _deviance(design: Design, ratios: tuple[float, float], solution: Solution) -> float:
    """-2 log restricted likelihood, up to a constant."""
    value = (
        np.log1p(ratios[0] * design.application_sums[:, 0]).sum()
        + 2 * np.log(np.diag(solution.root)).sum()
        + np.log(solution.inner[0, 0])
        + (design.totals[0, 0] - 1) * np.log(solution.squares)
    )
    return float(value)


def _slopes(design: Design, ratio_r: float, solution: Solution) -> Vector:
    """How the deviance grows with both ratios; it takes three times as long as the deviance."""
    reviews, degrees = design.application_sums[:, 0], design.totals[0, 0] - 1
    lower = np.tril(dpotri(solution.root, lower=True)[0])  # the inverse, without its mirror image
    twice = _weighted(design.counts, solution.kept**2)
    traces = (
        (reviews * solution.kept).sum() - ratio_r * _mirrored_sum(lower, twice),
        _mirrored_sum(lower, solution.remainder),
    )
    slopes = [
        trace
        - (sums[:, 0] ** 2).sum() / solution.inner[0, 0]
        - degrees * (solution.about_mean(sums) ** 2).sum() / solution.squares
        for trace, sums in zip(traces, (solution.applications, solution.reviewers), strict=True)
    ]
    return np.array(slopes)


def _mirrored_sum(lower: Matrix, other: Matrix) -> float:
    """The sum of all products of two symmetric matrices, of the first only the lower half given."""
    return float(2 * np.vdot(lower, other) - np.diag(lower) @ np.diag(other))


def additive(design: Design) -> tuple[Vector, Vector]:
    """Effects of applications and reviewers by ordinary least squares, each adding up to 0."""
    counts, own = design.counts, design.application_sums
    remainder = np.diag(design.reviewer_sums[:, 0]) - _weighted(counts, 1 / own[:, 0])
    left = design.reviewer_sums[:, 1] - counts.T @ (own[:, 1] / own[:, 0])
    # Where reviews hang together, only equal shifts of all reviewers are undetermined: with their
    # sum set to 0 the system has one solution, many times faster than by singular values.
    tied = cho_factor(remainder + 1 / len(remainder), lower=True)
    reviewers = cho_solve(tied, left)
    applications = (own[:, 1] - counts @ reviewers) / own[:, 0]
    return applications - applications.mean(), reviewers - reviewers.mean()


def without_residual(design: Design) -> tuple[float, float, float]:
    """REML estimates where both effects explain every score: then the effects are known."""
    application, reviewer = (float(effects.var(ddof=1)) for effects in additive(design))
    return application, reviewer, 0.0


def _ratios(shares: Vector) -> tuple[float, float]:
    """The variance ratios of a share of both effects and the applications' share within it."""
    effects, split = (float(share) for share in shares)
    ratio = effects / (1 - effects)
    return split * ratio, (1 - split) * ratio


def variances(design: Design) -> tuple[float, float, float]:
    """REML estimates for application, reviewer and residual, in units of the design's scale.

    Searched are the share of both effects in the variance and, within it, the applications' share:
    a square whose edges are the cases where variances vanish.
    """

    def height(shares: Vector) -> float:
        ratios = _ratios(shares)
        return _deviance(design, ratios, solve(design, ratios))

    def objective(shares: Vector) -> tuple[float, Vector]:
        effects, split = shares
        ratio, steep = effects / (1 - effects), 1 / (1 - effects) ** 2
        solution = solve(design, ratios := _ratios(shares))
        slope_a, slope_r = _slopes(design, ratios[1], solution)
        along = (split * slope_a + (1 - split) * slope_r) * steep
        slopes = np.array([along, (slope_a - slope_r) * ratio])
        return _deviance(design, ratios, solution), slopes

    start = min((np.array([effects, split]) for effects in STARTS for split in STARTS), key=height)
    bounds = [(0.0, 1 - NO_RESIDUAL), (0.0, 1.0)]
    found = minimize(objective, start, jac=True, method="L-BFGS-B", bounds=bounds, options=EXACTLY)
    if found.x[0] >= 1 - 2 * NO_RESIDUAL:
        return without_residual(design)
    ratios = _ratios(found.x)
    residual = solve(design, ratios).squares / (design.totals[0, 0] - 1)
    return ratios[0] * residual, ratios[1] * residual, residual
