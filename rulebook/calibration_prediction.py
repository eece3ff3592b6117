"""Calibration, part 2: predicted effects, their errors and draws, at the estimated variances.

Given mean and reviewers, the applications are independent; given the mean, the reviewers are
normal with one covariance matrix. So the joint distribution of thousands of applications needs no
matrix larger than the number of reviewers.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular
from scipy.sparse import csr_array, diags_array

from rulebook.calibration_model import Design, Matrix, Solution, Vector, solve

LEAST_RESIDUAL = 1e-8  # share of the variance that predictions assume where there is no residual
DRAWS = 4_000
RANKS_HELD = 20_000_000  # ranks kept in memory: all draws up to 5,000 applications
AT_ONCE = 100  # draws made in one go
LOT = 1e-9  # applications this close (in standard deviations) are ordered by lot in each draw


@dataclass(frozen=True)
class Predictor:
    """The mixed model equations solved for given variances (in squared points)."""

    solution: Solution
    ratio_a: float
    ratio_r: float
    residual: float

    def reviewers(self, design: Design) -> tuple[float, Vector]:
        """The mean and the reviewers' BLUPs, in points."""
        deviations = self.solution.about_mean(self.solution.reviewers)
        mean = design.centre + self.solution.mean * design.scale
        return mean, self.ratio_r * deviations * design.scale

    def applications(self, design: Design) -> tuple[Vector, Vector]:
        """The applications' BLUPs (points) and their prediction error variances."""
        by_reviewers = solve_triangular(
            self.solution.root, self._pull(design).toarray().T, lower=True
        )
        errors = self.residual * (
            self.ratio_a * self.solution.kept
            + self.ratio_r * (by_reviewers**2).sum(axis=0)
            + self._by_mean() ** 2 / self.solution.inner[0, 0]
        )
        return self.blups(design), errors

    def blups(self, design: Design) -> Vector:
        deviations = self.solution.about_mean(self.solution.applications)
        return self.ratio_a * deviations * design.scale

    def draw(self, design: Design, rng: np.random.Generator, draws: int) -> Matrix:
        """Effects of the applications (points), one draw a row."""
        own, root = self.ratio_a * self.solution.kept, self.solution.root
        mean = rng.standard_normal((draws, 1)) / np.sqrt(self.solution.inner[0, 0])
        reviewers = np.sqrt(self.ratio_r) * solve_triangular(
            root, rng.standard_normal((len(root), draws)), lower=True, trans="T"
        )
        errors = np.sqrt(own) * rng.standard_normal((draws, len(own)))
        errors -= self._by_mean() * mean + (self._pull(design) @ reviewers).T
        lot = LOT * np.sqrt(1 + self.ratio_a) * rng.standard_normal(errors.shape)
        return self.blups(design) + np.sqrt(self.residual) * (errors + lot)

    def _pull(self, design: Design) -> csr_array:
        """How far a reviewer's effect, were it off by 1, would pull each application."""
        return diags_array(self.ratio_a * self.solution.kept) @ design.counts

    def _by_mean(self) -> Vector:
        """The same for the mean, which the reviewers partly follow."""
        pull: Vector = self.ratio_a * self.solution.applications[:, 0]
        return pull


def predictor(design: Design, variances: tuple[float, float, float]) -> Predictor:
    """Solve at the variances of applications, reviewers and residual."""
    application, reviewer, residual = variances
    base = max(residual, LEAST_RESIDUAL * (application + reviewer))
    ratio_a, ratio_r = application / base, reviewer / base
    return Predictor(solve(design, (ratio_a, ratio_r)), ratio_a, ratio_r, base)


def drawn_ranks(design: Design, at: Predictor, rng: np.random.Generator) -> NDArray[np.int32]:
    """Ranks of the applications, 1 = highest, one draw a row."""
    size = len(design.application_sums)
    draws = max(AT_ONCE, min(DRAWS, RANKS_HELD // size))
    ranks = np.empty((draws, size), dtype=np.int32)
    places = np.arange(1, size + 1, dtype=np.int32)
    for first in range(0, draws, AT_ONCE):
        part = ranks[first : first + AT_ONCE]
        order = np.argsort(-at.draw(design, rng, len(part)), axis=1)
        np.put_along_axis(part, order, places[None], axis=1)
    return ranks
