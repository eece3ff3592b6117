"""Grants: the worked examples of the law's four kinds of financing, and the laws they obey."""

from decimal import ROUND_HALF_UP, Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.grants import (
    AwardTerms,
    Drawdown,
    FinancingType,
    Settlement,
    explain_final_grant,
    final_grant,
    payable_now,
)

SHARE, GAP, FIXED, FULL = (FinancingType[name] for name in ("SHARE", "GAP", "FIXED", "FULL"))
Q = Decimal("0.65")

share_65 = AwardTerms(SHARE, 650_000, 1_000_000, rate=Q)
gap = AwardTerms(GAP, 650_000, 1_000_000, income=50_000, own_funds=300_000)
fixed = AwardTerms(FIXED, 400_000, 500_000)
by_units = AwardTerms(FIXED, 400_000, 500_000, unit_amount=Decimal("1000.005"))
full = AwardTerms(FULL, 1_000_000, 1_000_000)

euros = st.decimals(min_value=0, max_value=2_000_000, places=2)
settlements = st.builds(Settlement, euros, income=euros, units=st.integers(0, 500))
all_terms = st.one_of(
    st.builds(
        AwardTerms,
        st.just(SHARE),
        euros,
        euros,
        rate=st.decimals(0, 1, places=6),
        income=euros,
    ),
    st.builds(AwardTerms, st.just(GAP), euros, euros, income=euros, own_funds=euros),
    st.builds(AwardTerms, st.just(FIXED), euros, euros, unit_amount=st.none() | euros),
    st.builds(AwardTerms, st.just(FULL), euros, euros, income=euros),
)


@pytest.mark.parametrize(
    ("terms", "settlement", "grant"),
    [
        (share_65, Settlement(900_000), 585_000),
        (share_65, Settlement(1_000_000, income=50_000), 617_500),
        (share_65, Settlement(1_050_000, income=30_000), 650_000),
        (share_65, Settlement(999_600), 650_000),
        (share_65, Settlement(999_500), 650_000),  # exactly the limit is still trivial
        (share_65, Settlement(Decimal("999499.99")), Decimal("649674.99")),
        (share_65, Settlement(1_000_000, income=500), 650_000),
        (share_65, Settlement(1_000_000, income=501), Decimal("649674.35")),
        (share_65, Settlement(999_800, income=301), Decimal("649674.35")),  # both together
        (share_65, Settlement(0), 0),
        (share_65, Settlement(10_000, income=20_000), 0),
        (gap, Settlement(900_000, income=60_000), 540_000),
        (gap, Settlement(1_000_000, income=50_500), 650_000),
        (gap, Settlement(1_000_000, income=50_501), 649_499),
        (gap, Settlement(999_000, income=49_500), 650_000),  # less income offsets less expenses
        (gap, Settlement(999_000, income=49_000), 650_000),
        (gap, Settlement(200_000, income=0), 0),
        (gap, Settlement(2_000_000, income=0), 650_000),
        (fixed, Settlement(380_000), 380_000),
        (fixed, Settlement(500_000, income=900_000), 400_000),
        (fixed, Settlement(Decimal("399999.99")), Decimal("399999.99")),
        (by_units, Settlement(500_000, units=300), Decimal("300001.50")),
        (by_units, Settlement(500_000, units=1), Decimal("1000.01")),
        (by_units, Settlement(200_000, units=300), 200_000),
        (by_units, Settlement(500_000, units=500), 400_000),
        (full, Settlement(900_000, income=20_000), 880_000),
        (full, Settlement(999_999, income=0), 999_999),  # nothing is trivial here
        (full, Settlement(10, income=20), 0),
        (full, Settlement(1_200_000), 1_000_000),
    ],
)
def test_final_grants_worked_out(terms, settlement, grant):
    assert final_grant(terms, settlement) == grant
    last_line = explain_final_grant(terms, settlement)[-1]
    german = f"{Decimal(grant):,.2f}".translate(str.maketrans(",.", ".,"))
    assert german in last_line


def test_planned_income_that_stays_away_does_not_raise_a_share():
    terms = AwardTerms(SHARE, 650_000, 1_000_000, rate=Q, income=80_000)
    assert final_grant(terms, Settlement(900_000, income=10_000)) == 585_000


def test_the_triviality_limit_is_a_setting():
    strict = AwardTerms(SHARE, 650_000, 1_000_000, rate=Q, triviality=0)
    assert final_grant(strict, Settlement(999_999)) == Decimal("649999.35")
    assert final_grant(strict, Settlement(1_000_000)) == 650_000


def test_the_rate_of_the_notice_counts_and_not_the_quotient():
    terms = AwardTerms(SHARE, Decimal("666.67"), 1000, rate=Decimal("0.666667"), triviality=0)
    assert final_grant(terms, Settlement(Decimal("999"))) == Decimal("666.00")


def test_half_a_cent_is_rounded_up_once():
    terms = AwardTerms(SHARE, 1000, 2000, rate=Decimal("0.5"), triviality=0)
    assert final_grant(terms, Settlement(Decimal("0.01"))) == Decimal("0.01")
    assert str(final_grant(terms, Settlement(Decimal("0.03")))) == "0.02"


@pytest.mark.parametrize("name", ["awarded", "eligible", "rate", "income", "own_funds"])
@pytest.mark.parametrize("wrong", [0.5, True, "1"])
def test_a_float_in_the_terms_is_a_type_error(name, wrong):
    figures = {"awarded": 1, "eligible": 1, "rate": 1} | {name: wrong}
    with pytest.raises(TypeError):
        AwardTerms(SHARE, **figures)


def test_a_float_anywhere_else_is_a_type_error_too():
    for wrong in ({"eligible": 1.0}, {"eligible": 1, "income": 0.5}, {"eligible": 1, "units": 2.0}):
        with pytest.raises(TypeError):
            Settlement(**wrong)
    for place in range(5):
        with pytest.raises(TypeError):
            Drawdown(*[0.5 if place == other else 1 for other in range(5)])
    with pytest.raises(TypeError):
        AwardTerms(FIXED, 1, 1, unit_amount=1.5)
    with pytest.raises(TypeError):
        AwardTerms(SHARE, 1, 1, 1, triviality=500.0)
    with pytest.raises(TypeError):
        AwardTerms("SHARE", 1, 1, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"financing": SHARE},  # no rate
        {"financing": SHARE, "rate": 65},
        {"financing": SHARE, "rate": Decimal("-0.1")},
        {"financing": GAP, "unit_amount": 5},
        {"financing": GAP, "awarded": -1},
        {"financing": GAP, "awarded": Decimal("0.005")},
        {"financing": GAP, "own_funds": -1},
        {"financing": GAP, "triviality": -1},
        {"financing": GAP, "eligible": Decimal("NaN")},
        {"financing": FIXED, "unit_amount": -1},
    ],
)
def test_terms_no_notice_can_have_are_refused(wrong):
    with pytest.raises(ValueError):
        AwardTerms(**{"awarded": 1, "eligible": 1} | wrong)


def test_units_must_be_reported_where_they_are_paid():
    with pytest.raises(ValueError, match="units"):
        final_grant(by_units, Settlement(500_000))


def test_negative_figures_are_refused():
    with pytest.raises(ValueError):
        Settlement(-1)
    with pytest.raises(ValueError):
        Settlement(1, income=-1)
    for place in (0, 1, 2, 4):
        with pytest.raises(ValueError):
            Drawdown(*[-1 if place == other else 1 for other in range(5)])


def test_the_explanation_is_complete_german_sentences():
    for terms, settlement in product(
        [share_65, gap, fixed, by_units, full],
        [Settlement(999_900, units=3), Settlement(1_200_000, units=900), Settlement(9, 99, 1)],
    ):
        lines = explain_final_grant(terms, settlement)
        assert all(line.endswith(".") for line in lines)
        assert terms.financing.value in lines[0]


@pytest.mark.parametrize(
    ("terms", "drawdown", "payable"),
    [
        (share_65, Drawdown(0, 0, 100_000, 200_000), 65_000),
        (share_65, Drawdown(65_000, 100_000, 80_000, 200_000), 52_000),
        (share_65, Drawdown(65_000, 100_000, 80_000, 40_000), 40_000),
        (share_65, Drawdown(640_000, 1_000_000, 80_000, 40_000), 10_000),
        (share_65, Drawdown(0, 100_000, 0, 200_000, extra_income=10_000), 58_500),
        (share_65, Drawdown(90_000, 100_000, 0, 200_000), 0),
        (share_65, Drawdown(700_000, 2_000_000, 0, 200_000), 0),
        (share_65, Drawdown(0, 100_000, 0, 0), 0),
        (share_65, Drawdown(0, 0, Decimal("0.01"), 1), Decimal("0.01")),
        (fixed, Drawdown(0, 100_000, 25_000, 200_000, extra_income=50_000), 100_000),
        (gap, Drawdown(0, 200_000, 100_000, 200_000), 0),
        (gap, Drawdown(0, 300_000, 100_000, 200_000), 50_000),
        (gap, Drawdown(0, 300_000, 100_000, 200_000, extra_income=20_000), 30_000),
        (full, Drawdown(10_000, 30_000, 5_000, 200_000, extra_income=1_000), 24_000),
        (AwardTerms(FULL, 9, 9, income=4), Drawdown(0, 3, 3, 9), 2),
    ],
)
def test_what_may_be_paid_now(terms, drawdown, payable):
    assert payable_now(terms, drawdown) == payable


def test_a_fixed_grant_without_expenses_has_no_pace():
    with pytest.raises(ValueError, match="eligible"):
        payable_now(AwardTerms(FIXED, 1, 0), Drawdown(0, 1, 1, 1))


@given(all_terms, settlements)
def test_a_final_grant_lies_between_nothing_and_the_award_in_whole_cents(terms, settlement):
    grant = final_grant(terms, settlement)
    assert 0 <= grant <= terms.awarded
    assert grant.as_tuple().exponent == -2


@given(all_terms, settlements, euros)
def test_more_expenses_never_lower_and_more_income_never_raises_a_grant(terms, account, more):
    grant = final_grant(terms, account)
    assert (
        final_grant(terms, Settlement(account.eligible + more, account.income, account.units))
        >= grant
    )
    assert (
        final_grant(terms, Settlement(account.eligible, account.income + more, account.units))
        <= grant
    )


@given(all_terms, settlements)
def test_the_grant_follows_the_law_written_out_by_hand(terms, account):
    a0, a1, d0, d1 = terms.eligible, account.eligible, terms.income, account.income
    if terms.financing is SHARE:
        fall, entitled = (
            a0 - a1 + max(0, d1 - d0),
            (terms.rate or 0) * (a1 - max(Decimal(0), d1 - d0)),
        )
    elif terms.financing is GAP:
        fall, entitled = a0 - a1 + d1 - d0, a1 - terms.own_funds - d1
    elif terms.financing is FULL:
        fall, entitled = None, a1 - d1
    else:
        fall = None
        entitled = min(a1, a1 if terms.unit_amount is None else terms.unit_amount * account.units)
    expected = min(terms.awarded, max(Decimal(0), entitled))
    if fall is not None and fall <= 500:
        expected = terms.awarded
    assert final_grant(terms, account) == expected.quantize(Decimal("0.01"), ROUND_HALF_UP)


@given(all_terms.filter(lambda terms: terms.eligible), st.lists(euros, min_size=5, max_size=5))
def test_payments_never_exceed_what_is_left_of_award_and_year(terms, figures):
    drawdown = Drawdown(*figures)
    payable = payable_now(terms, drawdown)
    assert payable >= 0
    if payable:
        assert payable <= min(terms.awarded - drawdown.received, drawdown.year_left)
