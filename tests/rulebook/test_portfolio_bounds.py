"""Portfolio: what prices say no choice can exceed, none of all choices exceeds."""

import numpy as np

from rulebook.portfolio_bounds import Problem, linear_prices, reach, settled
from rulebook.portfolio_walk import Walk

EVERY = ((np.arange(2**9)[:, None] >> np.arange(9)) & 1).astype(bool)


def problems(seed, count):
    """Budgets, groups from two sides and pairs for nine projects, with price lists by chance."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        tagged = rng.random((2, 9)) < 0.5
        rows = np.vstack([rng.integers(0, 50, (2, 9)), tagged, -1 * tagged, np.arange(9) < 2])
        room = np.concatenate([rows[:2].sum(axis=1) // 2, [3, 3], [-1, -1], [1]])
        problem = Problem(rng.integers(-2, 20, 9).astype(float), rows, room, 1.0)
        best = linear_prices(*problem.as_floats())
        kept = EVERY[(EVERY @ rows.T <= room).all(axis=1)]
        if best is None or not len(kept):
            continue
        by_chance = best * rng.uniform(0, 2, (6, 7)) + rng.exponential(0.2, (6, 7))
        yield problem, np.vstack([best, by_chance]), kept


def test_what_price_lists_settle_together_is_so_in_every_choice_worth_what_is_wanted():
    some = contradictions = 0
    for problem, lists, kept in problems(seed=1, count=150):
        worth = kept @ problem.values
        assert worth.max() <= min(reach(problem, prices)[0] for prices in lists) + 1e-9
        for wanted in worth.max() - np.arange(-2, 9):
            good, found = kept[worth >= wanted], settled(problem, lists, wanted)
            if found is None:
                contradictions += 1
                assert not len(good)
                continue
            must, never = found
            some += bool(must.any() and never.any())
            assert good[:, must].all()
            assert not good[:, never].any()
    assert some > 50
    assert contradictions > 50


def test_bounds_carried_along_a_walk_are_those_counted_anew():
    for problem, lists, kept in problems(seed=2, count=20):
        values, rows, room = problem.as_floats()
        walk = Walk(values, rows, room, lists)
        at = walk.start(0.0)
        while at.values.size and at.step < problem.values.size:
            at = walk.branch(at, -np.inf)
            anew = walk.bounded(at.step, at.room, at.values, at.taken)
            np.testing.assert_allclose(at.bounds, anew.bounds, atol=1e-9)
            assert (at.values == problem.values[: at.step] @ at.taken).all()
        assert at.values.max() == (kept @ problem.values).max()
