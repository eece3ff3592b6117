"""By hand through the actions, or in bulk: the demonstration is the same."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from core import clock
from demo.loading import USUAL_NUMBER, USUAL_SEED, load
from tests.demo.portraits import Portraits

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def portraits_of_load(number: int, *, in_bulk: bool):
    """Load, look at every row, and take everything back."""
    with transaction.atomic(), clock.stopped_at(NOW):
        load(number, USUAL_SEED, in_bulk=in_bulk)
        found = Portraits().by_model()
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("number", [16, pytest.param(USUAL_NUMBER, marks=pytest.mark.drill)])
def test_loading_in_bulk_stores_the_same_rows_as_playing_through_the_actions(number):
    by_hand = portraits_of_load(number, in_bulk=False)
    in_bulk = portraits_of_load(number, in_bulk=True)
    assert by_hand.keys() == in_bulk.keys()
    for table, rows in by_hand.items():
        missing, extra = rows - in_bulk[table], in_bulk[table] - rows
        assert not missing and not extra, f"{table}: {list(missing)[:2]} / {list(extra)[:2]}"
