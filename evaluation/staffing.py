"""The rules on who judges one application together, as groups for the exact assignment.

A fixed pair is a group of one person, of whom one is needed. An expert of the leading field is one
of those who know it well enough. People of one institution are a group with a most.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evaluation.conflicts import CaseFacts, ReviewerFacts

if TYPE_CHECKING:
    from rulebook.assignment_groups import Group


@dataclass(frozen=True)
class Rule:
    """One rule on one application: whom it is about, by place in the table, and its name."""

    case: int
    reviewers: frozenset[int]
    name: str
    least: int = 0
    most: int | None = None

    def group(self) -> Group:
        from rulebook.assignment_groups import Group

        return Group(self.case, self.reviewers, self.least, self.most)


@dataclass(frozen=True)
class Pool:
    """Who may be assigned (the rows of the table), and everybody of the call by key."""

    available: Sequence[ReviewerFacts]
    everybody: dict[str, ReviewerFacts]

    def where(self, keys: Iterator[str]) -> frozenset[int]:
        places = {reviewer.key: row for row, reviewer in enumerate(self.available)}
        return frozenset(places[key] for key in keys if key in places)


def rules_for(
    cases: Sequence[CaseFacts], available: Sequence[ReviewerFacts], pool: Sequence[ReviewerFacts]
) -> list[Rule]:
    """Return every rule on the cases that the reviewers they already have do not settle."""
    known = Pool(available, {reviewer.key: reviewer for reviewer in pool})
    return [
        rule
        for column, case in enumerate(cases)
        for rules in (fixed_pairs, experts, employers)
        for rule in rules(column, case, known)
    ]


def fixed_pairs(column: int, case: CaseFacts, pool: Pool) -> Iterator[Rule]:
    for key in case.fixed:
        if key not in case.held:
            person = pool.everybody[key].name if key in pool.everybody else key
            yield Rule(column, pool.where(iter([key])), f"Feste Zuteilung von {person}", least=1)


def experts(column: int, case: CaseFacts, pool: Pool) -> Iterator[Rule]:
    """At least one reviewer who knows each leading field; one already assigned is enough."""
    if not case.expert_level:
        return
    for code in case.main_topics:
        able = {
            reviewer.key
            for reviewer in pool.everybody.values()
            if reviewer.expertise.get(code, 0) >= case.expert_level
        }
        if not able & set(case.held):
            name = f"Erfahrung ab Stufe {case.expert_level} im führenden Handlungsfeld {code}"
            yield Rule(column, pool.where(iter(able)), name, least=1)


def employers(column: int, case: CaseFacts, pool: Pool) -> Iterator[Rule]:
    """At most so many of one institution, those already assigned included."""
    if not case.per_employer:
        return
    staff: dict[str, set[int]] = {}
    for row, reviewer in enumerate(pool.available):
        if reviewer.employer:
            staff.setdefault(reviewer.employer, set()).add(row)
    for name, rows in staff.items():
        room = max(0, case.per_employer - case.held_employers.count(name))
        if len(rows) > room:
            label = f"Höchstens {case.per_employer} je Antrag aus der Einrichtung {name}"
            yield Rule(column, frozenset(rows), label, most=room)


Situation = tuple[Sequence[ReviewerFacts], Sequence[CaseFacts]]


def without_each_rule(
    pool: Sequence[ReviewerFacts], cases: Sequence[CaseFacts]
) -> dict[str, Situation]:
    """Return the situation without each rule that is in force, by the rule's name."""
    roomy = [replace(one, capacity=one.capacity + 1) for one in pool]
    found: dict[str, Situation] = {}
    if not all(case.same_land_allowed for case in cases):
        everywhere = [replace(case, same_land_allowed=True) for case in cases]
        found["Nicht aus demselben Land"] = (pool, everywhere)
    found["Höchstzahl je Person (eins mehr)"] = (roomy, cases)
    if any(case.expert_level for case in cases):
        found["Erfahrung im führenden Handlungsfeld"] = (
            pool,
            [replace(case, expert_level=0) for case in cases],
        )
    if any(case.per_employer for case in cases):
        found["Höchstzahl je Einrichtung"] = (
            pool,
            [replace(case, per_employer=0) for case in cases],
        )
    if any(case.fixed for case in cases):
        found["Feste Zuteilungen"] = (pool, [replace(case, fixed={}) for case in cases])
    if any(case.forbidden for case in cases):
        found["Gesperrte Paare"] = (pool, [replace(case, forbidden={}) for case in cases])
    return found
