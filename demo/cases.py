"""Invented applications: the same seed gives the same cases, whatever way they are stored."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from accounts.models import Organisation
from demo.fates import REVIEWING, Fate, Task
from demo.rounds import Round

IDEAS = Path(__file__).with_name("ideas.json")
STEP = 100_000  # euros: every year's expenses are a multiple, so each rate gives whole euros
YEARS = 4
SHARE_OF_STRATEGIES, SHARE_OF_EMERGENCIES = 0.25, 0.2
QUALITY_WEIGHT, SEVERITY_WEIGHT, PAIR_NOISE, CRITERION_NOISE = 0.46, 0.28, 0.6, 0.4
TYPICAL_POINTS = 3.6
IDEA_STEP = 3  # neighbours in a list have different ideas


@dataclass(frozen=True)
class Case:
    """One invented application: who, what, with which money, how good and what becomes of it."""

    round: Round
    number: int
    organisation: Organisation
    idea: Mapping[str, Any]
    phase: str
    emergency: bool
    yearly_expenses: tuple[int, ...]
    quality: float

    @property
    def fate(self) -> Fate:
        return self.round.fate_of(self.number)

    @property
    def title(self) -> str:
        return f"{self.idea['title']} für {self.place}"

    @property
    def place(self) -> str:
        return self.organisation.name.split(",")[0]

    @property
    def tasks(self) -> tuple[Task, ...]:
        """How far each of the two or three reviewers has come; nobody is asked before that."""
        if self.fate not in REVIEWING:
            return ()
        every = self.round.third_review_every
        count = 3 if self.number % every == every - 1 else 2
        done = (Task.DONE,) * count
        return (REVIEWING[self.fate] + done)[:count]


@cache
def ideas() -> tuple[Mapping[str, Any], ...]:
    return tuple(json.loads(IDEAS.read_text(encoding="utf-8")))


def cases_of(one: Round, organisations: Sequence[Organisation], seed: int) -> Iterator[Case]:
    """Yield the cases of a call, one for each organisation, in the order they come in."""
    for number, organisation in enumerate(organisations):
        yield invent(one, number, organisation, random.Random(f"{seed}:{one.number}:{number}"))


def invent(one: Round, number: int, organisation: Organisation, rng: random.Random) -> Case:
    """Return one case; larger places ask for more money, with a wide spread."""
    strategy = rng.random() < SHARE_OF_STRATEGIES
    most = 2_500_000 if strategy else 15_000_000
    size = max(1.0, organisation.inhabitants / 30_000) ** 0.35
    total = min(most, 900_000 * size * rng.lognormvariate(0.9, 0.55))
    return Case(
        round=one,
        number=number,
        organisation=organisation,
        idea=ideas()[number * IDEA_STEP % len(ideas())],
        phase="strategy" if strategy else "implementation",
        emergency=rng.random() < SHARE_OF_EMERGENCIES,
        yearly_expenses=spread(total, rng),
        quality=rng.gauss(0, 1),
    )


def spread(total: float, rng: random.Random) -> tuple[int, ...]:
    """Divide a total over the years in whole steps, rounded down, each at least one step."""
    weights = [rng.uniform(0.85, 1.15) for _ in range(YEARS)]
    return tuple(max(1, int(total * w / sum(weights) / STEP)) * STEP for w in weights)


def severity_of(reviewer: int, seed: int) -> float:
    """Return how mild (above 0) or severe a reviewer is, in standard deviations."""
    return random.Random(f"{seed}:severity:{reviewer}").gauss(0, 1)


def points_of(
    case: Case, reviewer: int, maxima: Mapping[str, Decimal], seed: int
) -> dict[str, Decimal]:
    """Return one reviewer's points by criterion; agreement lies near ICC 0.3, as in reality."""
    rng = random.Random(f"{seed}:{case.round.number}:{case.number}:{reviewer}")
    view = QUALITY_WEIGHT * case.quality + SEVERITY_WEIGHT * severity_of(reviewer, seed)
    view += rng.gauss(0, PAIR_NOISE)
    return {
        code: Decimal(
            min(int(most), max(0, round(TYPICAL_POINTS + view + rng.gauss(0, CRITERION_NOISE))))
        )
        for code, most in maxima.items()
    }
