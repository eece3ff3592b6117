"""Disclosure: tried by readers who work out every table that fits what was published."""

import random

import numpy
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp

from rulebook.disclosure import Published, k_anonymity, suppress


def tables(rows, columns, largest):
    row = st.lists(st.integers(0, largest), min_size=columns, max_size=columns)
    return st.lists(row, min_size=rows, max_size=rows)


shapes = st.sampled_from([(1, 1), (1, 2), (1, 4), (2, 1), (2, 2), (2, 3), (3, 2), (3, 1)])
small_tables = shapes.flatmap(lambda shape: tables(*shape, 7))


def entries_of(table):
    """Cells, row totals, column totals and the grand total, one after the other."""
    cells = numpy.array(table)
    return [*cells.ravel(), *cells.sum(axis=1), *cells.sum(axis=0), cells.sum()]


def shown_in(published):
    cells = [cell for row in published.cells for cell in row]
    return [*cells, *published.row_totals, *published.column_totals, published.total]


def blank_cells(table, shown):
    """How many cells are blank; trying out all tables takes too long when there are many."""
    return shown[: numpy.size(table)].count(None)


def sums_of(rows, columns):
    """The matrix that turns cells into entries."""
    cells = numpy.eye(rows * columns, dtype=int).reshape(rows * columns, rows, columns)
    return numpy.array([entries_of(cell) for cell in cells]).T


def tables_that_fit(table, shown, reach):
    """Every table a reader cannot exclude, as entries, that is at most ``reach`` off the true one.

    That is far enough: a table with k at an entry that now has less can be built from the true
    one by k circles of one each, so no cell needs to move further.
    """
    true_cells = numpy.array(table).ravel()
    ranges = [
        range(max(0, cell - reach), cell + reach + 1) if shown[place] is None else [cell]
        for place, cell in enumerate(true_cells)
    ]
    cells = numpy.stack(numpy.meshgrid(*ranges, indexing="ij"), axis=-1).reshape(-1, len(ranges))
    entries = cells @ sums_of(*numpy.shape(table)).T
    known = [place for place, number in enumerate(shown) if number is not None]
    fits = (entries[:, known] == [shown[place] for place in known]).all(axis=1)
    return entries[fits]


def is_safe(table, shown, k):
    fitting = tables_that_fit(table, shown, k)
    small = [place for place, count in enumerate(entries_of(table)) if 0 < count < k]
    return all(fitting[:, place].max() >= k for place in small)


def withstands_integer_programming(table, shown, k):
    """Whether for each small entry some table of any size fits and holds k or more there."""
    true, sums = numpy.array(entries_of(table)), sums_of(*numpy.shape(table))
    known = [place for place, number in enumerate(shown) if number is not None]
    fits = LinearConstraint(sums[known], true[known], true[known])
    return all(
        milp(
            numpy.zeros(numpy.size(table)),
            constraints=[fits, LinearConstraint(sums[place], lb=k)],
            integrality=numpy.ones(numpy.size(table)),
        ).success
        for place, count in enumerate(true)
        if 0 < count < k
    )


@given(small_tables, st.integers(1, 3))
def test_no_reader_can_exclude_that_a_small_entry_is_k_or_more(table, k):
    shown, true = shown_in(suppress(table, k)), entries_of(table)
    assume(blank_cells(table, shown) <= 6)
    assert all(number in (None, count) for number, count in zip(shown, true, strict=True))
    small = [0 < count < k for count in true]
    assert all(shown[place] is None for place in range(len(true)) if small[place])
    assert any(small) or None not in shown
    assert is_safe(table, shown, k)


@given(small_tables, st.integers(2, 3))
def test_no_blank_is_one_too_many(table, k):
    shown, true = shown_in(suppress(table, k)), entries_of(table)
    assume(blank_cells(table, shown) <= 6)
    for place, count in enumerate(true):
        if shown[place] is None and not 0 < count < k:
            assert not is_safe(table, [*shown[:place], count, *shown[place + 1 :]], k)


@given(tables(3, 3, 4))
def test_three_by_three_is_safe_too(table):
    shown = shown_in(suppress(table, 2))
    assume(blank_cells(table, shown) <= 7)
    assert is_safe(table, shown, 2)


@pytest.mark.parametrize("seed", range(12))
def test_larger_tables_withstand_integer_programming(seed):
    dice = random.Random(seed)
    rows, columns, k = dice.randint(2, 8), dice.randint(2, 7), dice.choice([3, 5, 10])
    table = [[int(40 * dice.random() ** 3) for _ in range(columns)] for _ in range(rows)]
    assert withstands_integer_programming(table, shown_in(suppress(table, k)), k)


def test_nothing_is_blank_when_nothing_is_small():
    assert suppress([[5, 0], [7, 9]], 5) == Published(((5, 0), (7, 9)), (5, 16), (12, 9), 21)
    assert None not in shown_in(suppress([[1, 2], [3, 4]], 1))
    assert None not in shown_in(suppress([[0, 0], [0, 0]], 5))


def test_one_small_cell_takes_a_square_of_blanks_and_no_total():
    published = suppress([[20, 3, 12], [14, 31, 9], [8, 16, 25]], 5)
    assert sum(number is None for number in shown_in(published)) == 4
    assert None not in (*published.row_totals, *published.column_totals, published.total)


def test_a_square_is_no_help_where_its_corners_cannot_give_enough():
    # Moved along the square of ones, a 1 could become 2 but never 5.
    table = [[1, 1, 30], [1, 1, 30], [40, 50, 60]]
    shown = shown_in(suppress(table, 5))
    assert shown[:9].count(None) > 4
    assert withstands_integer_programming(table, shown, 5)
    only_small = [None if 0 < count < 5 else count for count in entries_of(table)]
    assert not withstands_integer_programming(table, only_small, 5)


def test_small_totals_are_blank_and_cannot_be_added_up():
    published = suppress([[1, 2], [10, 20]], 5)
    assert published.row_totals[0] is None
    assert suppress([[2]], 5) == Published(((None,),), (None,), (None,), None)
    one_row = suppress([[10, 3, 20]], 5)
    assert one_row.cells[0][1] is None
    assert one_row.column_totals[1] is None
    assert is_safe([[10, 3, 20]], shown_in(one_row), 5)


def test_empty_tables_have_nothing_to_hide():
    assert suppress([], 5) == Published((), (), (), 0)
    assert suppress([[], []], 5) == Published(((), ()), (0, 0), (), 0)


def test_whole_numbers_of_any_kind_are_counts():
    assert suppress(numpy.array([[9, 8], [7, 6]]), 5).total == 30
    assert type(suppress(numpy.array([[9]]), 5).total) is int


@pytest.mark.parametrize("table", [[[1, 2], [3]], [[-1, 2]], [[6], [-6]]])
def test_what_is_no_table_of_counts_is_refused(table):
    with pytest.raises(ValueError):
        suppress(table, 5)


@pytest.mark.parametrize("wrong", [1.0, "1", None])
def test_counts_are_whole_numbers(wrong):
    with pytest.raises(TypeError):
        suppress([[wrong]], 5)
    with pytest.raises(TypeError):
        suppress([[1]], wrong)


def test_k_starts_at_one():
    with pytest.raises(ValueError):
        suppress([[1]], 0)


def test_k_anonymity_is_the_smallest_class():
    rows = [
        {"Land": "BE", "size": "city", "score": 1},
        {"Land": "BE", "size": "city", "score": 2},
        {"Land": "BE", "size": "city", "score": 2},
        {"Land": "BB", "size": "town", "score": 2},
        {"Land": "BB", "size": "town", "score": 3},
    ]
    assert k_anonymity(rows, ["Land", "size"]) == 2
    assert k_anonymity(iter(rows), ["Land", "score"]) == 1
    assert k_anonymity(rows, []) == 5
    assert k_anonymity([], ["Land"]) == 0


def test_a_missing_column_is_a_key_error():
    with pytest.raises(KeyError):
        k_anonymity([{"Land": "BE"}], ["Land", "size"])
