"""De-minimis aid: a period that rolls by days, and sums that lose nothing."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from rulebook.state_aid import Aid, Ceiling, counted, left, same_day_before

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
amounts = st.decimals(0, 300_000, places=2)
lists = st.lists(st.builds(Aid, days, amounts), max_size=8)


@given(lists, days, st.integers(1, 5))
def test_what_counts_and_what_does_not_is_everything(aids, on, years):
    begin = same_day_before(on, years)
    outside = [aid.amount for aid in aids if aid.granted_on <= begin or aid.granted_on > on]
    assert counted(aids, on, years) + sum(outside) == sum(aid.amount for aid in aids)


@given(lists, days, amounts)
def test_new_aid_takes_its_amount_from_what_is_left(aids, on, amount):
    ceiling = Ceiling(Decimal(300_000))
    more = [*aids, Aid(on, amount)]
    assert left(more, on, ceiling) == left(aids, on, ceiling) - amount


@given(lists, days)
def test_the_order_of_the_list_and_a_longer_period_never_lower_the_sum(aids, on):
    assert counted(aids[::-1], on) == counted(aids, on) <= counted(aids, on, 4)


def test_the_period_ends_with_the_day_itself_and_begins_after_the_same_day():
    on = date(2026, 11, 28)
    for day, counts in (
        (on, True),
        (on + timedelta(1), False),
        (date(2023, 11, 29), True),
        (date(2023, 11, 28), False),
    ):
        assert bool(counted([Aid(day, Decimal(1))], on)) is counts
