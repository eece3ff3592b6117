"""Two people at once: one application, one saved text, the other hears of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from applications.actions import drafting, rows
from applications.actions.editing import Edit
from applications.models import Answer, Application, Indicator
from core import audit
from core.refusals import EditConflict
from tests import cast
from tests.applications.drafts import INDICATOR, colleague, new_draft, question

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 8


def at_once(action: Callable[[int], Any]) -> list[Any]:
    """Run the action in threads that start together; return what each returned or raised."""
    start = Barrier(MANY)

    def one(place: int) -> Any:
        try:
            start.wait(10)
            return action(place)
        except EditConflict as conflict:
            return conflict
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(one, range(MANY)))


def test_a_team_that_starts_at_once_gets_one_application():
    call, town = cast.open_call().call, cast.town()
    person = cast.editor()
    started = at_once(lambda place: drafting.start_application(call, town, by=person))
    assert sum(created for _, created in started) == 1
    assert len({application.pk for application, _ in started}) == 1
    assert Application.objects.count() == 1


def test_of_many_texts_saved_at_once_one_is_stored_and_all_others_hear_of_it():
    draft = new_draft()
    asked, people = question(draft, "klima"), (cast.editor(), colleague())
    results = at_once(
        lambda place: drafting.save_answer(
            draft, asked, Edit({"value": f"Fassung {place}"}, 0), by=people[place % 2]
        )
    )
    saved = [result for result in results if isinstance(result, Answer)]
    conflicts = [result for result in results if isinstance(result, EditConflict)]
    assert (len(saved), len(conflicts)) == (1, MANY - 1)
    assert Answer.objects.get().value == saved[0].value
    assert {conflict.current.value for conflict in conflicts} == {saved[0].value}
    assert list(audit.faults(draft)) == []


def test_rows_added_at_once_are_all_there_with_numbers_of_their_own():
    draft = new_draft()
    person = cast.editor()
    at_once(lambda place: rows.add_row(draft, Indicator, INDICATOR, by=person))
    positions = draft.indicators.values_list("position", flat=True)
    assert sorted(positions) == list(range(1, MANY + 1))
    assert Application.objects.get().version == MANY + 1
    assert list(audit.faults(draft)) == []
