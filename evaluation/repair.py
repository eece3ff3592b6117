"""Fill what is missing with as little change as possible.

Every pair is kept where that works. Otherwise pairs that nobody has begun (no declaration yet) may
move; each one kept counts more than any affinity, so as few as possible do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from evaluation.conflicts import CaseFacts, ReviewerFacts
from evaluation.proposal import FORBIDDEN, Proposal, Suggestion, affinity, expertise_on, propose

KEPT = 1000.0  # a kept pair counts as much as a thousand perfect new ones


@dataclass(frozen=True)
class Repair:
    """What to add, and which pairs to take back for it."""

    proposal: Proposal
    released: tuple[Suggestion, ...] = ()

    @property
    def released_pairs(self) -> str:
        return Proposal(self.released).pairs


def repair(
    pool: Sequence[ReviewerFacts], cases: Sequence[CaseFacts], *, fair: bool = False
) -> Repair:
    """Return what is missing with all pairs kept, else with the fewest of them moved."""
    kept = propose(pool, cases, fair=fair)
    if kept.suggestions or not any(case.missing for case in cases):
        return Repair(kept)
    return moved(pool, cases) or Repair(kept)


def moved(pool: Sequence[ReviewerFacts], cases: Sequence[CaseFacts]) -> Repair | None:
    """Return the assignment that moves the fewest unbegun pairs, None when even that fails."""
    from rulebook.assignment import Infeasible, assign

    held = {(case.key, key) for case in cases for key in case.unbegun}
    free = [freed(reviewer, held) for reviewer in pool if not reviewer.hindrance]
    open_cases = [opened(case) for case in cases]
    places = [(case, reviewer) for case in open_cases for reviewer in free]
    scores = {(c.key, r.key): weighed(r, c, held) for c, r in places}
    table = [[scores[case.key, reviewer.key] for case in open_cases] for reviewer in free]
    try:
        chosen = assign(table, [c.missing for c in open_cases], [r.places_left for r in free])
    except Infeasible:
        return None
    wanted = {
        (case.key, reviewer.key): Suggestion(case, reviewer, expertise_on(reviewer, case))
        for column, case in enumerate(open_cases)
        for row, reviewer in enumerate(free)
        if chosen[row][column]
    }
    new = tuple(one for pair, one in wanted.items() if pair not in held)
    gone = tuple(
        Suggestion(c, r, {}) for c, r in places if is_dropped((c.key, r.key), held, wanted)
    )
    return Repair(Proposal(new), gone)


def is_dropped(
    pair: tuple[str, str], held: set[tuple[str, str]], wanted: dict[tuple[str, str], Suggestion]
) -> bool:
    return pair in held and pair not in wanted


def opened(case: CaseFacts) -> CaseFacts:
    """Return the case as if its unbegun pairs had not been made."""
    past = {key: why for key, why in case.past.items() if key not in case.unbegun}
    return replace(case, past=past, missing=case.missing + len(case.unbegun))


def freed(reviewer: ReviewerFacts, held: set[tuple[str, str]]) -> ReviewerFacts:
    own = sum(key == reviewer.key for _, key in held)
    return replace(reviewer, load=reviewer.load - own)


def weighed(reviewer: ReviewerFacts, case: CaseFacts, held: set[tuple[str, str]]) -> float:
    score = affinity(reviewer, case)
    if score == FORBIDDEN:
        return FORBIDDEN
    return score + KEPT * ((case.key, reviewer.key) in held)
