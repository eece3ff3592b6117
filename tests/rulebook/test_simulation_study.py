"""Simulated calls with known truth: severities are recovered, intervals cover as promised.

The long series belongs to `make drills` and prints what it observed; the laws are quick.
"""

import numpy as np
import pytest

from rulebook.calibration import adjusted_scores, fit, rank_intervals

RUNS = 500
APPLICATIONS, REVIEWERS, EACH = 60, 12, 3
MERIT, SEVERITY, NOISE = 5.0, 4.0, 6.0


def call(seed: int):
    """Return merits, severities and reviews of one simulated call."""
    rng = np.random.default_rng(seed)
    merit = rng.normal(0, MERIT, APPLICATIONS)
    effect = rng.normal(0, SEVERITY, REVIEWERS)
    reviews = [
        (a, int(r), 60 + merit[a] + effect[r] + rng.normal(0, NOISE))
        for a in range(APPLICATIONS)
        for r in rng.choice(REVIEWERS, EACH, replace=False)
    ]
    return merit, effect, reviews


def order(scores) -> list:
    return sorted(scores, key=lambda key: -scores[key].value)


@pytest.mark.drill
def test_severities_are_recovered_and_intervals_cover_as_promised():
    inside = {"rank 50": 0, "rank 90": 0, "score 95": 0}
    close, total, variances = [], 0, []
    for seed in range(RUNS):
        merit, effect, reviews = call(seed)
        found = fit(reviews)
        estimated = np.array([found.reviewer_effects[r] for r in range(REVIEWERS)])
        close.append(np.corrcoef(estimated, effect)[0, 1])
        variances.append((found.var_application, found.var_reviewer, found.var_residual))
        true, adjusted = np.argsort(np.argsort(-merit)) + 1, adjusted_scores(found)
        for a, each in rank_intervals(found, seed).items():
            inside["rank 50"] += each.low50 <= true[a] <= each.high50
            inside["rank 90"] += each.low90 <= true[a] <= each.high90
            inside["score 95"] += abs(adjusted[a].value - 60 - merit[a]) <= 1.96 * adjusted[a].se
            total += 1
    observed = {name: count / total for name, count in inside.items()}
    means = np.mean(variances, axis=0)
    print(f"{RUNS} runs: {observed}, severity r = {np.mean(close):.3f}, variances {means.round(1)}")
    assert np.mean(close) > 0.9
    assert means == pytest.approx([MERIT**2, SEVERITY**2, NOISE**2], rel=0.06)
    assert 0.47 < observed["rank 50"] < 0.56
    assert 0.87 < observed["rank 90"] < 0.93
    assert 0.92 < observed["score 95"] < 0.97


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
