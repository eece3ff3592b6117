"""Fill what is missing with as little change as possible.

Every pair is kept where that works. Otherwise pairs that nobody has begun (no declaration yet) may
move; each one kept counts more than any affinity, so as few as possible do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from evaluation.conflicts import CaseFacts, ReviewerFacts
from evaluation.proposal import FORBIDDEN, Proposal, Suggestion, affinity, expertise_on, propose
from evaluation.staffing import rules_for

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
    from rulebook.assignment import Infeasible
    from rulebook.assignment_groups import assign_within

    held = {(case.key, key) for case in cases for key in case.unbegun}
    free = [freed(reviewer, held) for reviewer in pool if not reviewer.hindrance]
    employers = {reviewer.key: reviewer.employer for reviewer in pool}
    open_cases = [opened(case, employers) for case in cases]
    table = [[weighed(one, case, held) for case in open_cases] for one in free]
    asked = (table, [c.missing for c in open_cases], [r.places_left for r in free])
    try:
        chosen = assign_within(*asked, groups_of(open_cases, free, pool))
    except Infeasible:
        return None
    wanted = {
        (case.key, reviewer.key): Suggestion(case, reviewer, expertise_on(reviewer, case))
        for column, case in enumerate(open_cases)
        for row, reviewer in enumerate(free)
        if chosen[row][column]
    }
    new = tuple(one for pair, one in wanted.items() if pair not in held)
    return Repair(Proposal(new), dropped(open_cases, free, held - wanted.keys()))


def dropped(
    cases: Sequence[CaseFacts], free: Sequence[ReviewerFacts], gone: set[tuple[str, str]]
) -> tuple[Suggestion, ...]:
    """Return the pairs taken back, as the page lists them."""
    people = {reviewer.key: reviewer for reviewer in free}
    return tuple(
        Suggestion(case, people[key], {})
        for case in cases
        for key in case.unbegun
        if (case.key, key) in gone and key in people
    )


def groups_of(
    cases: Sequence[CaseFacts], free: Sequence[ReviewerFacts], pool: Sequence[ReviewerFacts]
) -> list[Any]:
    return [rule.group() for rule in rules_for(cases, free, pool)]


def opened(case: CaseFacts, employers: Mapping[str, str]) -> CaseFacts:
    """Return the case as if its unbegun pairs had not been made."""
    held = tuple(key for key in case.held if key not in case.unbegun)
    return replace(
        case,
        past={key: why for key, why in case.past.items() if key not in case.unbegun},
        held=held,
        held_employers=tuple(filter(None, (employers.get(key) for key in held))),
        missing=case.missing + len(case.unbegun),
    )


def freed(reviewer: ReviewerFacts, held: set[tuple[str, str]]) -> ReviewerFacts:
    own = sum(key == reviewer.key for _, key in held)
    return replace(reviewer, load=reviewer.load - own)


def weighed(reviewer: ReviewerFacts, case: CaseFacts, held: set[tuple[str, str]]) -> float:
    score = affinity(reviewer, case)
    if score == FORBIDDEN:
        return FORBIDDEN
    return score + KEPT * ((case.key, reviewer.key) in held)
