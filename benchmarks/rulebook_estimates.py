"""Time and memory of the estimating chapters of the rulebook, each case in its own process.

python -m benchmarks.rulebook_estimates                all cases
python -m benchmarks.rulebook_estimates midl marks     only those with these words in their names

The cases of the conference MIDL need the shared data (ALLMENDE_DATA).
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import numpy as np

from benchmarks.portfolio_cases import portfolios
from rulebook.agreement import icc, krippendorff_alpha
from rulebook.assignment import assign, assign_fair
from rulebook.assignment_groups import Group, assign_within
from rulebook.calibration import adjusted_scores, fit, rank_intervals
from rulebook.ranking import Entry, rank
from rulebook.scoring import Criterion, FundingRule
from rulebook.sensitivity import Contender, Rules, TieRule, weight_intervals

SHARED = Path(os.environ.get("ALLMENDE_DATA", Path(__file__).parents[2] / "shared" / "data"))
Case = Callable[[], str]

FORBIDDEN = 0.1  # share of the invented pairs
EXPERTS = 0.15  # share of reviewers who know a field well


def cases() -> Iterator[tuple[str, Case]]:
    """Every case: its name, and what runs it and says what came out."""
    yield "imports alone", lambda: ""
    yield "icc, 10,000 x 3", lambda: f"{icc(ratings(10_000, 3))['ICC1'].value:.3f}"
    yield (
        "krippendorff_alpha, 10,000 x 300 with 3 each",
        lambda: f"{krippendorff_alpha(scattered(), 'ordinal'):.3f}",
    )
    for least in (False, True):
        loads = "with least loads" if least else "without least loads"
        yield f"midl assign {loads}", lambda least=least: midl(assign, least)
        yield f"midl assign_fair {loads}", lambda least=least: midl(assign_fair, least)
        yield f"midl greedy {loads}", lambda least=least: midl(greedy, least)
    for reviewers, applications, load in ((2000, 300, 4), (300, 2000, 22), (300, 10_000, 110)):
        size = f"{reviewers} reviewers x {applications} applications"
        shape = (reviewers, applications, load)
        yield f"assign, {size}", lambda shape=shape: assigned(assign, *shape)
        yield f"greedy, {size}", lambda shape=shape: assigned(greedy, *shape)
    yield "assign_fair, 2000 reviewers x 300", lambda: assigned(assign_fair, 2000, 300, 4)
    for size in (200, 2000):
        yield f"assign_within experts and institutions, {size} x 300", grouped(size)
    for size in (200, 2000, 10_000):
        yield f"weight intervals, {size} applications", weighed(size)
    for size, reviewers in ((200, 30), (2000, 100), (10_000, 300)):
        yield f"calibration, {size} x 3, {reviewers} reviewers", calibrated(size, reviewers)
    for size in (200, 2000, 10_000):
        yield f"ranking, {size} places", ranked(size)
    yield from portfolios()


def ratings(targets: int, raters: int) -> np.ndarray:
    rng = np.random.default_rng(0)
    return rng.normal(0, 5, (targets, 1)) + rng.normal(0, 8, (targets, raters))


def scattered() -> np.ndarray:
    rng = np.random.default_rng(0)
    table = np.full((10_000, 300), np.nan)
    places = np.argsort(rng.random(table.shape), axis=1)[:, :3]
    np.put_along_axis(table, places, np.rint(ratings(10_000, 3)), axis=1)
    return table


def midl(solve: Callable, least: bool) -> str:
    """The published problem: 201.88 without and 150.04 with least loads is the optimum."""
    scores, reviews, most, fewest = (
        np.load(SHARED / f"midl_{part}.npy") for part in ("scores", "covs", "loads", "loads-lb")
    )
    found = solve(scores, reviews, most, fewest if least else 0)
    totals = (found * scores).sum(axis=0)
    return f"total {totals.sum():.2f}, worst paper {totals.min():.3f}"


def assigned(solve: Callable, reviewers: int, applications: int, load: int) -> str:
    affinity = np.random.default_rng(0).random((reviewers, applications))
    affinity[np.random.default_rng(1).random(affinity.shape) < FORBIDDEN] = -1
    found = solve(affinity, 3, load)
    return f"total {(found * affinity).sum():.2f}"


def grouped(applications: int) -> Case:
    """One expert of the field for each application, at most one reviewer of an institution."""

    def run() -> str:
        rng = np.random.default_rng(0)
        affinity = np.round(rng.random((300, applications)), 2)
        affinity[rng.random(affinity.shape) < FORBIDDEN] = -1
        employer, expert = rng.integers(0, 60, 300), rng.random((300, 7)) < EXPERTS
        staff = [frozenset(np.nonzero(employer == e)[0].tolist()) for e in range(60)]
        able = [frozenset(np.nonzero(expert[:, f])[0].tolist()) for f in range(7)]
        groups = [Group(a, able[a % 7], least=1) for a in range(applications)]
        groups += [Group(a, one, most=1) for a in range(applications) for one in staff]
        load = applications * 3 // 300 + 2
        found = assign_within(affinity, 3, load, groups)
        free = assign(affinity, 3, load)
        return f"total {(found * affinity).sum():.2f}, without {(free * affinity).sum():.2f}"

    return run


def weighed(applications: int) -> Case:
    def run() -> str:
        rng = np.random.default_rng(0)
        weights = {"I1": 15, "I2": 8, "I3": 27, "N1": 15, "N2": 20, "U1": 8, "U2": 7}
        criteria = [Criterion(code, weight, code[0]) for code, weight in weights.items()]
        contenders = [
            Contender(
                f"A{n}",
                tuple({code: int(rng.integers(2, 6)) for code in weights} for _ in range(2)),
                1_000_000,
            )
            for n in range(applications)
        ]
        rules = Rules(
            criteria, FundingRule(60), applications * 300_000, TieRule(("I", "N"), ("I1",))
        )
        found = weight_intervals(contenders, rules)["I1"]
        return f"I1 from {float(found.low):.3f} to {float(found.high):.3f}"

    return run


def greedy(affinity: np.ndarray, reviews: object, most: object, least: object = 0) -> np.ndarray:
    """The naive way: the best pair first, as long as both still have room. May end short."""
    reviewers, applications = affinity.shape
    wanted = np.broadcast_to(reviews, (applications,)).copy()
    room = np.broadcast_to(most, (reviewers,)).copy()
    found = np.zeros(affinity.shape, dtype=int)
    for place in np.argsort(-affinity, axis=None):
        r, a = divmod(int(place), applications)
        if affinity[r, a] >= 0 and room[r] and wanted[a]:
            found[r, a] = 1
            room[r] -= 1
            wanted[a] -= 1
    return found


def calibrated(applications: int, reviewers: int) -> Case:
    def run() -> str:
        rng = np.random.default_rng(0)
        merit, mildness = rng.normal(0, 5, applications), rng.normal(0, 4, reviewers)
        reviews = [
            (a, int(r), float(60 + merit[a] + mildness[r] + rng.normal(0, 7)))
            for a in range(applications)
            for r in rng.choice(reviewers, 3, replace=False)
        ]
        begun = time.perf_counter()
        found = fit(reviews)
        fitted = time.perf_counter()
        values = np.array([each.value for each in adjusted_scores(found).values()])
        rank_intervals(found, seed=1, line=applications // 4)
        ranked = time.perf_counter()
        plain = np.zeros(applications)
        np.add.at(plain, [a for a, _, _ in reviews], [score / 3 for _, _, score in reviews])
        return (
            f"fit {fitted - begun:.1f} s, scores and ranks {ranked - fitted:.1f} s; correlation "
            f"with the truth {np.corrcoef(values, merit)[0, 1]:.3f}, "
            f"of plain means {np.corrcoef(plain, merit)[0, 1]:.3f}"
        )

    return run


def ranked(size: int) -> Case:
    """All places with tie-breaks and lot beside a bare sort of the totals."""

    def run() -> str:
        rng = np.random.default_rng(0)
        entries = [
            Entry(f"A{n:05}", Decimal(int(points)) / 10, (Decimal(int(ties)),), 1_000_000)
            for n, (points, ties) in enumerate(rng.integers(300, 1000, (size, 2)))
        ]
        begun = time.perf_counter()
        rank(entries, budget=size * 250_000, lot_seed=1)
        placed = time.perf_counter()
        sorted(entries, key=lambda one: one.total)
        bare = time.perf_counter() - placed
        return f"{1000 * (placed - begun):.0f} ms, a bare sort {1000 * bare:.0f} ms"

    return run


def measured(name: str) -> None:
    run = dict(cases())[name]
    begun = time.perf_counter()
    outcome = run()
    seconds = time.perf_counter() - begun
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{name:<52} {seconds:8.2f} s {megabytes:6} MB  {outcome}", flush=True)


def main(words: list[str]) -> None:
    for name, _ in cases():
        if name.startswith("midl") and not SHARED.is_dir():
            print(f"{name:<52} not run: no {SHARED}")
        elif not words or any(word in name for word in words):
            subprocess.call([sys.executable, "-m", "benchmarks.rulebook_estimates", "--one", name])


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measured(sys.argv[2])
    else:
        main(sys.argv[1:])
