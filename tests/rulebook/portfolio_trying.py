"""The slow way to a portfolio: try every choice."""

import itertools
from decimal import Decimal
from fractions import Fraction


def euros(*amounts):
    return tuple(Decimal(str(amount)) for amount in amounts)


def keeps(chosen, budget, limits):
    return all(
        sum((project.costs[year] for project in chosen), Decimal(0)) <= amount
        for year, amount in enumerate(budget)
    ) and all(
        limit.minimum
        <= sum(limit.tag in project.tags for project in chosen)
        <= (len(chosen) if limit.maximum is None else limit.maximum)
        for limit in limits
    )


def best_by_trying(projects, budget, limits, forced=None):
    """The best value of all choices; forced = (number, in or out)."""
    best = None
    for decisions in itertools.product((False, True), repeat=len(projects)):
        if forced and decisions[forced[0]] != forced[1]:
            continue
        chosen = list(itertools.compress(projects, decisions))
        if keeps(chosen, budget, limits):
            value = sum((Fraction(str(project.value)) for project in chosen), Fraction(0))
            best = value if best is None else max(best, value)
    return best
