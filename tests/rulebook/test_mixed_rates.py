"""Several rates in one notice: the sum of the shares, never above the award, no cent lost."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.grants import AwardTerms, FinancingType, Settlement, explain_final_grant, final_grant
from rulebook.mixed_rates import Part, cut_to, mean_rate
from rulebook.money import to_the_cent

LEAD, PARTNER = Decimal("0.65"), Decimal("0.90")
TERMS = AwardTerms(FinancingType.SHARE, 675_000, 1_000_000, rate=LEAD)
euros = st.decimals(min_value=0, max_value=2_000_000, places=2)
rates = st.decimals(0, 1, places=6)
several = st.lists(st.builds(Part, st.just("Partner"), euros, rates), min_size=1, max_size=5)


def settled(parts, income=0):
    return Settlement(sum(one.eligible for one in parts), income, rate=mean_rate(parts))


@pytest.mark.parametrize(
    ("lead", "partner", "income", "grant"),
    [
        (800_000, 100_000, 0, 610_000),  # 520,000 + 90,000
        (900_000, 100_000, 0, 675_000),  # as planned
        (800_000, 200_000, 0, 675_000),  # 700,000, but never above the award
        (800_000, 100_000, 90_000, 549_000),  # a tenth more income: a tenth less from all
        (0, 100_000, 0, 90_000),
        (900_000, 0, 0, 585_000),
        (0, 0, 0, 0),
    ],
)
def test_grants_worked_out_by_hand(lead, partner, income, grant):
    parts = [Part("Stadt", lead, LEAD), Part("Stadtwerke", partner, PARTNER)]
    assert final_grant(TERMS, settled(parts, income)) == grant


def test_the_explanation_names_sum_expenses_and_income():
    parts = [Part("Stadt", 800_000, LEAD), Part("Stadtwerke", 100_000, PARTNER)]
    assert "Summe nach Sätzen = 610.000,00 Euro." in explain_final_grant(TERMS, settled(parts))
    told = "610.000,00 Euro x (900.000,00 Euro - 90.000,00 Euro) / 900.000,00 Euro"
    assert f"{told} = 549.000,00 Euro." in explain_final_grant(TERMS, settled(parts, 90_000))


@given(several)
def test_without_income_the_grant_is_the_sum_of_the_shares_up_to_the_award(parts):
    terms = AwardTerms(FinancingType.SHARE, 1_000_000, 10**9, rate=LEAD, triviality=0)
    by_hand = sum((Fraction(one.eligible) * Fraction(one.rate) for one in parts), Fraction(0))
    assert final_grant(terms, settled(parts)) == to_the_cent(min(by_hand, Fraction(1_000_000)))


@given(several, rates)
def test_equal_rates_are_one_rate(parts, rate):
    alike = [Part(one.name, one.eligible, rate) for one in parts]
    expenses = sum(one.eligible for one in alike)
    terms = AwardTerms(FinancingType.SHARE, 1_000_000, 10**9, rate=rate, triviality=0)
    assert final_grant(terms, settled(alike)) == final_grant(terms, Settlement(expenses))


@given(several, st.integers(0, 100))
def test_a_cut_is_taken_from_all_alike_to_the_cent(parts, percent):
    whole = sum(one.eligible for one in parts)
    wanted = to_the_cent(Fraction(whole) * percent / 100)
    cut = cut_to(parts, wanted)
    assert sum(one.eligible for one in cut) == (wanted if whole else 0)
    for before, after in zip(parts, cut, strict=True):
        assert abs(Fraction(after.eligible) - Fraction(before.eligible) * percent / 100) < 1
