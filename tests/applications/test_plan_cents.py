"""Ten thousand random plans: no cent is lost, whichever way the table is added up."""

import random
from decimal import Decimal

import pytest

from applications.finance import ZERO, Entry, Plan, Terms
from applications.models import PlanLine

pytestmark = pytest.mark.once
YEARS = range(2027, 2032)
PLANS = 10_000


def random_plan(lots):
    """Up to eight lines; amounts from a cent to a hundred million, many of them odd."""
    kinds = [("expense", kind) for kind in PlanLine.COST_TYPES]
    kinds += [("financing", kind) for kind in PlanLine.SOURCES]
    entries = []
    for _ in range(lots.randint(0, 8)):
        side, kind = lots.choice(kinds)
        cents = {year: lots.randrange(10 ** lots.randint(1, 10)) for year in YEARS}
        amounts = {year: Decimal(c).scaleb(-2) for year, c in cents.items() if lots.random() < 0.8}
        entries.append(Entry(side, kind, amounts, lots.random() < 0.9))
    return Plan(tuple(entries), tuple(YEARS))


def cents(plan, side):
    """Add up in whole cents, as a machine without fractions would."""
    mine = [entry for entry in plan.entries if entry.side == side]
    return sum(int(amount * 100) for entry in mine for amount in entry.amounts.values())


def test_lines_and_years_give_the_same_sum_to_the_cent():
    lots = random.Random(264)
    for _ in range(PLANS):
        plan = random_plan(lots)
        for side in ("expense", "financing"):
            by_year = sum((plan.sum(side, year) for year in YEARS), ZERO)
            assert plan.sum(side) * 100 == by_year * 100 == cents(plan, side)
        assert plan.gap == sum(plan.gaps.values(), ZERO)


def test_the_grant_allowed_is_never_a_cent_above_rate_or_cap():
    lots = random.Random(44)
    for _ in range(PLANS // 10):
        plan = random_plan(lots)
        rate, cap = Decimal(lots.randint(1, 1000)).scaleb(-3), Decimal(lots.randint(1, 10**9))
        terms = Terms(rate, cap, ZERO, rate, YEARS)
        exact = min(plan.eligible, cap) * rate
        assert exact - Decimal("0.01") < plan.grant_allowed(terms) <= exact + Decimal("0.005")
