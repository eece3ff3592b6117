"""A proposal: which reviewers suit which applications best, within every rule.

The pool's facts become a table of affinities (forbidden pairs negative), which the rulebook
assigns exactly; what cannot be done comes back as sentences with the names of those concerned.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.conflicts import CaseFacts, ReviewerFacts, conflicts
from evaluation.staffing import Rule, rules_for, without_each_rule

FORBIDDEN = -1.0
UNSKILLED = 0.1  # somebody without expertise may judge, but everybody with some comes first
BEST = 3  # the highest level of expertise
PLACES = re.compile(
    r"(Antrag|Gutachter/in) [\d, ]+(?: und \d+ weitere)? \(Index ([\d, ]+)(?: …)?\)"
)


@dataclass(frozen=True)
class Suggestion:
    """One reviewer for one case, with the expertise that speaks for it."""

    case: CaseFacts
    reviewer: ReviewerFacts
    expertise: dict[str, int]


@dataclass(frozen=True)
class Proposal:
    """Suggested pairs in the order of the cases, or why there are none."""

    suggestions: tuple[Suggestion, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def expertise(self) -> int:
        """Return all levels of expertise together."""
        return sum(sum(one.expertise.values()) for one in self.suggestions)

    @property
    def least(self) -> int:
        """Return the levels of the application that gets the fewest."""
        levels: Counter[str] = Counter()
        for one in self.suggestions:
            levels[one.case.key] += sum(one.expertise.values())
        return min(levels.values(), default=0)

    @property
    def pairs(self) -> str:
        """Return the pairs as text, so that what is seen is what is applied."""
        return " ".join(f"{one.case.key}:{one.reviewer.key}" for one in self.suggestions)


def propose(
    pool: Sequence[ReviewerFacts], cases: Sequence[CaseFacts], *, fair: bool = False
) -> Proposal:
    """Return the best assignment of what is still missing, or the reasons why there is none.

    `fair`: first the application with the least expertise gets as much as possible.
    """
    from rulebook.assignment import Infeasible
    from rulebook.assignment_groups import assign_within

    waiting = [case for case in cases if case.missing]
    available = [reviewer for reviewer in pool if not reviewer.hindrance and reviewer.places_left]
    if not waiting:
        return Proposal(reasons=("Jeder Antrag hat genug Gutachten.",))
    if not available:
        return Proposal(reasons=("Es ist niemand verfügbar, der noch Gutachten übernimmt.",))
    asked = (
        [[affinity(reviewer, case) for case in waiting] for reviewer in available],
        [case.missing for case in waiting],
        [reviewer.places_left for reviewer in available],
    )
    rules = rules_for(waiting, available, pool)
    try:
        chosen = assign_within(*asked, [rule.group() for rule in rules], fair=fair)
    except Infeasible:
        return Proposal(reasons=why_impossible(asked, rules, waiting, available))
    return Proposal(suggestions=tuple(suggestions(chosen, waiting, available)))


def prices(
    pool: Sequence[ReviewerFacts], cases: Sequence[CaseFacts], found: Proposal
) -> dict[str, int]:
    """Return how many levels of expertise each rule costs: what there would be without it."""
    without = without_each_rule(pool, cases)
    return {
        rule: propose(*situation).expertise - found.expertise for rule, situation in without.items()
    }


def rules_in_the_way(pool: Sequence[ReviewerFacts], cases: Sequence[CaseFacts]) -> list[str]:
    """Return the rules each of which alone, were it lifted, would make a proposal possible."""
    return [
        rule
        for rule, situation in without_each_rule(pool, cases).items()
        if propose(*situation).suggestions
    ]


def why_impossible(
    asked: tuple[Any, Any, Any],
    rules: Sequence[Rule],
    waiting: Sequence[CaseFacts],
    available: Sequence[ReviewerFacts],
) -> tuple[str, ...]:
    """Return what is short, with the names of rules, applications and people."""
    from rulebook.assignment_groups import explain_groups

    found = explain_groups(*asked, [rule.group() for rule in rules])
    named = []
    for sentence, at_fault in found:
        labels = "; ".join(dict.fromkeys(rules[at].name for at in at_fault))
        named.append(f"{sentence} ({labels})" if labels else sentence)
    return in_words(named, waiting, available)


def affinity(reviewer: ReviewerFacts, case: CaseFacts) -> float:
    """Return how well the expertise covers the chosen topics, from 0.1 to 1; else forbidden."""
    if any(conflicts(reviewer, case)):
        return FORBIDDEN
    levels = sum(expertise_on(reviewer, case).values())
    return max(UNSKILLED, levels / (BEST * len(case.topics))) if case.topics else UNSKILLED


def expertise_on(reviewer: ReviewerFacts, case: CaseFacts) -> dict[str, int]:
    """Return the levels above 0 on the topics of the case."""
    return {code: level for code in case.topics if (level := reviewer.expertise.get(code, 0))}


def suggestions(
    chosen: Any, waiting: Sequence[CaseFacts], available: Sequence[ReviewerFacts]
) -> list[Suggestion]:
    return [
        Suggestion(case, reviewer, expertise_on(reviewer, case))
        for column, case in enumerate(waiting)
        for row, reviewer in enumerate(available)
        if chosen[row][column]
    ]


def in_words(
    reasons: Sequence[str], waiting: Sequence[CaseFacts], available: Sequence[ReviewerFacts]
) -> tuple[str, ...]:
    """Put names for the rulebook's row numbers, and say who is barred from which case why."""
    names = {
        "Antrag": [case.name for case in waiting],
        "Gutachter/in": [reviewer.name for reviewer in available],
    }

    def named(found: re.Match[str]) -> str:
        return ", ".join(names[found[1]][int(index)] for index in found[2].split(","))

    lacking = [case for case in waiting if free_for(case, available) < case.missing]
    barred = [f"{case.name}: {bars_in_words(case, available)}" for case in lacking]
    return (*(PLACES.sub(named, reason) for reason in reasons), *barred)


def free_for(case: CaseFacts, available: Sequence[ReviewerFacts]) -> int:
    return sum(not any(conflicts(reviewer, case)) for reviewer in available)


BARS = {
    "forbidden": "von der Programmstelle",
    "guest": "als Gast des Entwurfs",
    "advised": "als Mitleser des Entwurfs",
    "same_employer": "aus einer Einrichtung, die schon begutachtet",
    "assigned_before": "schon zugeteilt oder befangen",
    "in_office": "aus der Programmstelle",
    "own_organisation": "aus der eigenen Kommune",
    "partner": "von einem Partner",
    "same_union": "aus dem selben Gemeindeverband",
    "same_district": "aus dem selben Kreis",
    "same_land": "aus demselben Land",
}


def bars_in_words(case: CaseFacts, available: Sequence[ReviewerFacts]) -> str:
    """Return how many are barred and why: `gesperrt sind 3 aus demselben Land`."""
    firsts = (next(conflicts(reviewer, case), None) for reviewer in available)
    counts = Counter(first.code for first in firsts if first)
    parts = ", ".join(f"{count} {BARS[code]}" for code, count in counts.most_common())
    return f"gesperrt sind {parts or 'keine'}."
