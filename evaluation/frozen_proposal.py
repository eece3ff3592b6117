"""What a proposal for the assignment rests on: frozen, so that anybody can compute it again.

The facts of reviewers and applications are the whole input; conflicts, affinities and rules follow
from them, and nothing is drawn by lot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from core.text import plain
from evaluation.conflicts import Body, Bond, CaseFacts, ReviewerFacts
from evaluation.proposal import Suggestion
from evaluation.repair import Repair, repair

Facts = tuple[list[ReviewerFacts], list[CaseFacts]]


def inputs(
    pool: Sequence[ReviewerFacts], cases: Sequence[CaseFacts], *, fair: bool
) -> dict[str, Any]:
    """Return the facts as JSON; `fair` says what the proposal looks for first."""
    found: dict[str, Any] = plain(
        {
            "fair": fair,
            "reviewers": [asdict(one, dict_factory=in_order) for one in pool],
            "applications": [asdict(one, dict_factory=in_order) for one in cases],
        }
    )
    return found


def in_order(fields: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Return fields by name; sets are sorted, so that the same facts give the same text."""
    return {name: sorted(v) if isinstance(v, frozenset) else v for name, v in fields}


def result(frozen: Mapping[str, Any], seed: int) -> dict[str, Any]:
    """Return the pairs of the proposal and those it takes back; the seed plays no part."""
    found: Repair = repair(*facts_in(frozen), fair=frozen["fair"])
    if not found.proposal.suggestions:
        return {"refusal": " ".join(found.proposal.reasons)}
    return result_with(pairs_in(found.proposal.suggestions), pairs_in(found.released))


def pairs_in(suggestions: Iterable[Suggestion]) -> list[tuple[str, str]]:
    return [(one.case.key, one.reviewer.key) for one in suggestions]


def result_with(
    pairs: Iterable[tuple[str, str]], released: Iterable[tuple[str, str]]
) -> dict[str, Any]:
    """Return pairs of application and reviewer, each list in the order of the keys."""
    return {"pairs": sorted(map(list, pairs)), "released": sorted(map(list, released))}


def facts_in(frozen: Mapping[str, Any]) -> Facts:
    """Return reviewers and applications as the rules see them."""
    reviewers = [reviewer_in(row) for row in frozen["reviewers"]]
    return reviewers, [case_in(row) for row in frozen["applications"]]


def reviewer_in(row: Mapping[str, Any]) -> ReviewerFacts:
    bonds = tuple(Bond(**{**bond, "body": Body(**bond["body"])}) for bond in row["bonds"])
    return ReviewerFacts(**{**row, "bonds": bonds})


def case_in(row: Mapping[str, Any]) -> CaseFacts:
    lists = {name: tuple(value) for name, value in row.items() if isinstance(value, list)}
    bodies = {
        name: tuple(Body(**body) for body in row[name]) for name in ("partners", "guest_bodies")
    }
    own = {"applicant": Body(**row["applicant"]), "guest_keys": frozenset(row["guest_keys"])}
    return CaseFacts(**{**row, **lists, **bodies, **own})
