"""Drift with the reading order and correlation of criteria, against independent computations."""

import numpy as np
import pytest

from rulebook.calibration import NotEstimable
from rulebook.review_patterns import correlations, drift


def simulated(slope: float, seed: int = 1):
    """Return 40 applications, 3 reviews each, by 12 reviewers in random order."""
    rng = np.random.default_rng(seed)
    merit, severity, read = rng.normal(60, 8, 40), rng.normal(0, 4, 12), [0] * 12
    rows = []
    for application in rng.permutation(np.repeat(np.arange(40), 3)):
        taken = [r for a, r, _, _ in rows if a == application]
        reviewer = int(rng.choice([r for r in range(12) if r not in taken]))
        read[reviewer] += 1
        score = merit[application] + severity[reviewer] + slope * read[reviewer]
        rows.append((int(application), reviewer, score + rng.normal(0, 3), read[reviewer]))
    return rows


def test_the_slope_equals_the_full_least_squares_fit():
    rows = simulated(-0.5)
    columns = [[1.0, position] for _, _, _, position in rows]
    for at, (application, reviewer, _, _) in enumerate(rows):
        columns[at] += [application == a for a in range(1, 40)]
        columns[at] += [reviewer == r for r in range(1, 12)]
    design, scores = np.array(columns, dtype=float), np.array([row[2] for row in rows])
    beta, rest, rank, _ = np.linalg.lstsq(design, scores, rcond=None)
    variance = float(rest[0]) / (len(rows) - rank) * np.linalg.inv(design.T @ design)[1, 1]
    found = drift(rows)
    assert found.slope == pytest.approx(beta[1])
    assert found.se == pytest.approx(variance**0.5)
    assert found.low < -0.5 < found.high


def test_without_drift_the_interval_holds_zero_about_as_often_as_promised():
    held = sum(each.low <= 0 <= each.high for each in (drift(simulated(0, s)) for s in range(60)))
    assert 52 <= held <= 60


def test_one_order_for_all_cannot_be_told_from_merit():
    rows = [(a, r, 50 + 3 * a + r + (a * r) % 2, a + 1) for a in range(5) for r in range(3)]
    with pytest.raises(NotEstimable, match="Reihenfolge"):
        drift(rows)


def test_correlations_leave_out_what_is_missing_or_does_not_vary():
    points = [{"I1": 1, "N1": 5, "U1": 3}, {"I1": 2, "N1": 4, "U1": 3}, {"I1": 4, "U1": 3}]
    assert correlations(points, ["I1", "N1", "U1"])["I1"] == {"N1": None, "U1": None}
    points.append({"I1": 3, "N1": 3})
    assert correlations(points, ["I1", "N1"])["N1"]["I1"] == pytest.approx(-1)
