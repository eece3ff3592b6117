"""Simulated calls with known truth: severities are recovered, intervals cover as promised.

The long series belongs to `make drills` and prints what it observed; the laws are quick.
"""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from rulebook.calibration import adjusted_scores, fit, rank_intervals
from rulebook.calibration_prediction import predictor

RUNS = 500
MERIT, SEVERITY, NOISE = 5.0, 4.0, 6.0
TRUTH = (MERIT**2, SEVERITY**2, NOISE**2)
EACH = 3
APPLICATIONS, REVIEWERS = 60, 12
FEW_APPLICATIONS, FEW_REVIEWERS = 15, 5


def call(seed: int, applications: int = APPLICATIONS, reviewers: int = REVIEWERS):
    """Return merits, severities and reviews of one simulated call."""
    rng = np.random.default_rng(seed)
    merit = rng.normal(0, MERIT, applications)
    effect = rng.normal(0, SEVERITY, reviewers)
    reviews = [
        (a, int(r), 60 + merit[a] + effect[r] + rng.normal(0, NOISE))
        for a in range(applications)
        for r in rng.choice(reviewers, EACH, replace=False)
    ]
    return merit, effect, reviews


def with_true_variances(found):
    """The same reviews as if the variances were known, not estimated."""
    mean, _ = predictor(found.design, TRUTH).reviewers(found.design)
    names = ("var_application", "var_reviewer", "var_residual")
    return replace(found, mean=mean, **dict(zip(names, TRUTH, strict=True)))


def covered(found, merit, offset):
    """How many merits lie within 1.96 standard errors of what is estimated above the offset."""
    scores = adjusted_scores(found)
    return sum(abs(scores[a].value - offset - merit[a]) <= 1.96 * scores[a].se for a in scores)


def observed(applications: int, reviewers: int):
    """Return how often intervals hold the truth, and severities and variances as estimated."""
    inside, close, variances = Counter(), [], []
    for seed in range(RUNS):
        merit, effect, reviews = call(seed, applications, reviewers)
        found = fit(reviews)
        known = with_true_variances(found)
        if found.var_reviewer:
            estimated = [found.reviewer_effects.get(r, 0) for r in range(reviewers)]
            close.append(np.corrcoef(estimated, effect)[0, 1])
        variances.append((found.var_application, found.var_reviewer, found.var_residual))
        true = np.argsort(np.argsort(-merit)) + 1
        for a, each in rank_intervals(found, seed).items():
            inside["rank 50"] += each.low50 <= true[a] <= each.high50
            inside["rank 90"] += each.low90 <= true[a] <= each.high90
        inside["from the mean 95"] += covered(found, merit, found.mean)
        inside["from the mean 95, variances known"] += covered(known, merit, known.mean)
        inside["score 95"] += covered(found, merit, 60)
    shares = {
        name: round(float(count) / (RUNS * applications), 4) for name, count in inside.items()
    }
    return shares, np.mean(close), np.mean(variances, axis=0)


def order(scores) -> list:
    return sorted(scores, key=lambda key: -scores[key].value)


@pytest.mark.drill
def test_severities_are_recovered_and_intervals_cover_as_promised():
    """Ranks are whole numbers, so their intervals hold a little more than they promise."""
    shares, close, variances = observed(APPLICATIONS, REVIEWERS)
    print(f"{RUNS} runs: {shares}, severity r = {close:.3f}, variances {variances.round(1)}")
    assert close > 0.9
    assert variances == pytest.approx(TRUTH, rel=0.06)
    assert 0.5 <= shares["rank 50"] < 0.56
    assert 0.9 <= shares["rank 90"] < 0.94
    assert 0.945 < shares["from the mean 95, variances known"] < 0.957
    assert 0.93 < shares["from the mean 95"] < 0.957
    assert 0.91 < shares["score 95"] < 0.94  # the mean of twelve reviewers is itself unsure


@pytest.mark.drill
def test_of_five_reviewers_the_variances_are_so_unsure_that_errors_are_understated():
    """What `adjusted_scores` warns of: about 90 % instead of 95 %; ranks still hold."""
    shares, _, _ = observed(FEW_APPLICATIONS, FEW_REVIEWERS)
    print(f"{RUNS} runs: {shares}")
    assert shares["rank 50"] >= 0.5
    assert shares["rank 90"] >= 0.9
    assert 0.945 < shares["from the mean 95, variances known"] < 0.96
    assert 0.88 < shares["from the mean 95"] < 0.92


def test_permuting_the_reviewers_names_changes_nothing():
    _, _, reviews = call(1)
    names = np.random.default_rng(1).permutation(REVIEWERS)
    renamed = fit((a, f"Person {names[r]}", score) for a, r, score in reviews)
    found = fit(reviews)
    assert renamed.mean == pytest.approx(found.mean)
    for r, effect in found.reviewer_effects.items():
        assert renamed.reviewer_effects[f"Person {names[r]}"] == pytest.approx(effect, abs=1e-6)
    one, other = adjusted_scores(found), adjusted_scores(renamed)
    assert all(one[a].value == pytest.approx(other[a].value, abs=1e-6) for a in one)


def test_the_order_of_the_reviews_changes_nothing():
    _, _, reviews = call(2)
    shuffled = [reviews[i] for i in np.random.default_rng(2).permutation(len(reviews))]
    one, other = adjusted_scores(fit(reviews)), adjusted_scores(fit(shuffled))
    assert all(one[a].value == pytest.approx(other[a].value, abs=1e-6) for a in one)


def test_a_call_whose_every_score_is_shifted_keeps_its_adjusted_order():
    """As if all reviewers were stricter by the same amount: only the mean moves."""
    _, _, reviews = call(3)
    shifted = [(a, r, score - 7.5) for a, r, score in reviews]
    one, other = adjusted_scores(fit(reviews)), adjusted_scores(fit(shifted))
    assert order(one) == order(other)
    assert all(one[a].value - other[a].value == pytest.approx(7.5, abs=1e-6) for a in one)


def test_reviewers_shifted_by_whatever_severity_keep_the_adjusted_order():
    """Where everybody judged everything, no severity of anybody moves an application."""
    rng = np.random.default_rng(4)
    merit, scale = rng.normal(60, 8, 20), (-30, 0, 4, 25)
    noise = rng.normal(0, 4, (20, 4))
    plain = [(a, r, merit[a] + noise[a, r]) for a in range(20) for r in range(4)]
    shifted = [(a, r, score + scale[r]) for a, r, score in plain]
    assert order(adjusted_scores(fit(plain))) == order(adjusted_scores(fit(shifted)))


def test_a_higher_score_never_lowers_the_adjusted_score_of_its_application():
    _, _, reviews = call(5)
    found = fit(reviews)
    before = adjusted_scores(found)
    a, r, score = reviews[0]
    after = adjusted_scores(fit([(a, r, score + 3), *reviews[1:]]))
    assert after[a].value > before[a].value
