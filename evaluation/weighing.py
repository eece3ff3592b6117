"""Weight sensitivity of a call: how far each weight may move until others are funded."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from evaluation.scores import TIE_CRITERIA, TIE_GROUPS, Yardstick
from evaluation.standings import Standings


def weighing(rules: Yardstick, standings: Standings, budget: Decimal) -> dict[str, Any]:
    """Return the rules and amounts that the search rests on, as plain values."""
    return {
        "criteria": [
            [one.code, one.weight, one.group, one.minimum, one.maximum] for one in rules.criteria
        ],
        "total": rules.funding.total,
        "groups": dict(rules.funding.groups),
        "budget": max(budget, Decimal(0)),
        "amounts": {row.key: row.amount for row in standings.rows},
    }


def intervals(frozen: Mapping[str, Any]) -> dict[str, Any]:
    """Return, for each criterion, the interval of its weight; the bounds as fractions in words."""
    from rulebook.sensitivity import weight_intervals

    given = frozen.get("weighing")
    if given is None:  # frozen before weights were moved
        return {}
    found = weight_intervals(contenders(frozen), rules_of(given))
    return {code: in_words(interval) for code, interval in found.items()}


def rules_of(given: Mapping[str, Any]) -> Any:
    """Return the frozen rules as the rulebook's."""
    from rulebook.scoring import Criterion, FundingRule
    from rulebook.sensitivity import Rules, TieRule

    criteria = [
        Criterion(code, Decimal(weight), group, Decimal(minimum), Decimal(maximum))
        for code, weight, group, minimum, maximum in given["criteria"]
    ]
    lines = {group: Decimal(least) for group, least in given["groups"].items()}
    groups, codes = {one.group for one in criteria}, {one.code for one in criteria}
    ties = TieRule(
        tuple(group for group in TIE_GROUPS if group in groups),
        tuple(code for code in TIE_CRITERIA if code in codes),
    )
    funding = FundingRule(Decimal(given["total"]), lines)
    return Rules(criteria, funding, Decimal(given["budget"]), ties)


def contenders(frozen: Mapping[str, Any]) -> list[Any]:
    """Return the ranked applications with the points of their reviews."""
    from rulebook.sensitivity import Contender

    reviews: dict[str, list[dict[str, Decimal]]] = {}
    for row in frozen["reviews"]:
        points = {code: Decimal(value) for code, value in row["points"].items()}
        reviews.setdefault(row["candidacy"], []).append(points)
    return [
        Contender(key, tuple(reviews[key]), Decimal(amount))
        for key, amount in sorted(frozen["weighing"]["amounts"].items())
        if key in reviews
    ]


def in_words(found: Any) -> dict[str, Any]:
    return {
        "weight": plain(found.weight),
        "low": plain(found.low),
        "high": plain(found.high),
        "low_included": found.low_included,
        "high_included": found.high_included,
    }


def plain(value: Fraction) -> dict[str, Any]:
    """Return a fraction exactly, and as the number that a page shows."""
    return {"exact": str(value), "number": float(value)}
