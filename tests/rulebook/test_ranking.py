"""Ranking: order, ties, lot and the funding line."""

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.ranking import Entry, rank

entries = st.lists(
    st.builds(
        Entry,
        key=st.text(min_size=1, max_size=3),
        total=st.integers(0, 4),
        tie_breaks=st.tuples(st.integers(0, 2)),
        amount=st.decimals(min_value=0, max_value=100, places=2),
    ),
    unique_by=lambda entry: entry.key,
    max_size=12,
)
budgets = st.decimals(min_value=0, max_value=600, places=2)


def table(places):
    return [(place.key, place.position, place.tied, place.funded) for place in places]


def of(*totals, amount=0):
    return [Entry(chr(65 + n), total, amount=amount) for n, total in enumerate(totals)]


def test_equal_entries_share_a_position_and_the_next_one_is_skipped():
    places = rank(of(70, 80, 70, 60)[::-1])
    assert table(places) == [
        ("B", 1, False, False),
        ("A", 2, True, False),
        ("C", 2, True, False),
        ("D", 4, False, False),
    ]


def test_tie_breaks_count_in_order():
    places = rank([Entry("A", 70, (5, 1)), Entry("B", 70, (5, 2)), Entry("C", 70, (4, 9))])
    assert [(place.key, place.position, place.tied) for place in places] == [
        ("B", 1, False),
        ("A", 2, False),
        ("C", 3, False),
    ]


def test_an_entry_without_a_tie_break_comes_after_one_that_has_it():
    assert [p.key for p in rank([Entry("A", 70), Entry("B", 70, (0,))])] == ["B", "A"]


def test_totals_are_compared_beyond_28_digits():
    places = rank([Entry("A", Decimal(1)), Entry("B", Decimal("1" + "." + "0" * 40 + "1"))])
    assert [place.key for place in places] == ["B", "A"]


def test_equal_numbers_tie_however_they_are_written():
    assert all(p.tied for p in rank([Entry("A", 70), Entry("B", Decimal("70.00"))]))


def test_a_lot_orders_ties_and_leaves_them_marked():
    places = rank(of(70, 70, 80, 70), lot_seed=0)
    assert [place.position for place in places] == [1, 2, 3, 4]
    assert [place.tied for place in places] == [False, True, True, True]


def test_every_order_of_a_tie_can_be_drawn():
    drawn = {tuple(p.key for p in rank(of(70, 70, 70), lot_seed=seed)) for seed in range(200)}
    assert len(drawn) == 6


def test_a_tied_group_that_does_not_fit_ends_the_funding():
    places = rank(of(80, 70, 70, 60, amount=10), budget=25)
    assert [place.funded for place in places] == [True, False, False, False]
    assert [p.funded for p in rank(of(80, 70, 70, amount=10), budget=30)] == [True] * 3


def test_a_lot_funds_the_part_of_a_tie_that_fits():
    places = rank(of(80, 70, 70, 60, amount=10), budget=25, lot_seed=1)
    assert [place.funded for place in places] == [True, True, False, False]


def test_nobody_behind_the_line_is_funded_though_it_would_fit():
    places = rank([Entry("A", 90, amount=100), Entry("B", 80, amount=1)], budget=50)
    assert [place.funded for place in places] == [False, False]


def test_without_a_budget_nobody_is_funded_and_an_exact_fit_is():
    assert [p.funded for p in rank([Entry("A", 90)])] == [False]
    assert [p.funded for p in rank([Entry("A", 90, amount=Decimal("0.01"))], budget=0)] == [False]
    assert [p.funded for p in rank([Entry("A", 90, amount=7)], budget=7)] == [True]


def test_nothing_is_ranked_as_nothing():
    assert rank([]) == []


def test_a_key_twice_is_refused():
    with pytest.raises(ValueError, match="A"):
        rank([Entry("A", 1), Entry("A", 2)])


def test_a_negative_amount_and_a_float_are_refused():
    with pytest.raises(ValueError, match="A"):
        rank([Entry("A", 1, amount=-1)], budget=5)
    with pytest.raises(TypeError):
        rank([Entry("A", 70.5)])


@given(entries, budgets, st.one_of(st.none(), st.integers()), st.randoms(use_true_random=False))
def test_the_order_of_the_input_plays_no_part(listed, budget, seed, shuffler):
    shuffled = random.Random(shuffler.random()).sample(listed, len(listed))
    assert rank(listed, budget, seed) == rank(shuffled, budget, seed)


@given(entries, budgets, st.one_of(st.none(), st.integers()))
def test_awards_never_exceed_the_budget_and_never_skip_a_better_one(listed, budget, seed):
    places = rank(listed, budget, seed)
    amounts = {entry.key: entry.amount for entry in listed}
    assert sum(amounts[place.key] for place in places if place.funded) <= budget
    assert [p.funded for p in places] == sorted((p.funded for p in places), reverse=True)
    by_position = {}
    for place in places:
        by_position.setdefault(place.position, set()).add(place.funded)
    assert all(len(funded) == 1 for funded in by_position.values())


@given(entries.filter(bool), st.one_of(st.none(), st.integers()), st.integers(1, 3))
def test_a_better_score_never_lowers_a_rank(listed, seed, gain):
    first = listed[0]
    better = Entry(first.key, first.total + gain, first.tie_breaks, first.amount)
    before = next(p.position for p in rank(listed, lot_seed=seed) if p.key == first.key)
    raised = rank([better, *listed[1:]], lot_seed=seed)
    assert next(p.position for p in raised if p.key == first.key) <= before
