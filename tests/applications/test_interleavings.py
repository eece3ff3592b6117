"""Two people in different sections of one draft: in whatever order they work, nothing is lost."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from applications.actions import drafting, planning, rows
from applications.actions.editing import Edit
from applications.models import Answer, Application, Indicator, PlanAmount, Project
from applications.plan_rows import state_of
from core.refusals import EditConflict
from tests import cast
from tests.applications.drafts import INDICATOR, colleague, new_draft, question

pytestmark = pytest.mark.django_db
SEED = 11


@dataclass
class Table:
    """A draft, who writes in it, and what each section should say in the end."""

    draft: Application
    row: Indicator
    said: dict[str, Any]

    def written(self) -> dict[str, Any]:
        """Return what is stored."""
        year = self.draft.call_version.first_year
        amount = PlanAmount.objects.filter(line__application=self.draft, year=year).first()
        answers = Answer.objects.filter(application=self.draft).values_list("code", "value")
        return dict(answers) | {
            "project": Project.objects.get(application=self.draft).title,
            "indicator": Indicator.objects.get(pk=self.row.pk).name,
            "plan": int(amount.amount) if amount else None,
        }


def saving(table: Table, section: str, value: int, by: Any) -> Iterator[None]:
    """Open a section; at the next step save it as it was opened: somebody may have come between."""
    draft, text = table.draft, f"Fassung {value}"
    save: Callable[[], Any]
    if section == "project":
        edit = Edit({"title": text}, Project.objects.get(application=draft).version)
        save = lambda: drafting.save_project(draft, edit, by=by)  # noqa: E731
    elif section == "indicator":
        row = Indicator.objects.get(pk=table.row.pk)
        edit = Edit({"name": text}, row.version)
        save = lambda: rows.change_row(row, edit, by=by)  # noqa: E731
    elif section == "plan":
        seen = state_of(Application.objects.get(pk=draft.pk)).version
        typed: Any = {"staff": {draft.call_version.first_year: Decimal(value)}}
        save = lambda: planning.save_plan(draft, typed, seen=seen, by=by)  # noqa: E731
    else:
        stored = Answer.objects.filter(application=draft, code=section).first()
        edit = Edit({"value": text}, stored.version if stored else 0)
        asked = question(draft, section)
        save = lambda: drafting.save_answer(draft, asked, edit, by=by)  # noqa: E731
    yield
    save()
    table.said[section] = value if section == "plan" else text


def in_any_order(first: list[Iterator[None]], second: list[Iterator[None]], lots: Any) -> None:
    """Let both do their work, each in their own order, one step at a time."""
    waiting = [[one for work in person for one in (work, work)] for person in (first, second)]
    while any(waiting):
        person = lots.choice([steps for steps in waiting if steps])
        next(person.pop(0), None)


@pytest.mark.parametrize("orders", [8, pytest.param(200, marks=pytest.mark.drill)])
def test_edits_in_different_sections_never_disturb_each_other(orders):
    draft, people = new_draft(), (cast.editor(), colleague())
    table = Table(draft, rows.add_row(draft, Indicator, INDICATOR, by=people[0]), {})
    lots = random.Random(SEED)
    for number in range(1, orders + 1):
        sections = ["klima", "teilhabe", "wirkung", "project", "indicator", "plan"]
        lots.shuffle(sections)
        halves = zip((sections[::2], sections[1::2]), people, strict=True)
        both = [[saving(table, one, number, by) for one in half] for half, by in halves]
        in_any_order(*both, lots)
        assert table.written() == table.said


def test_in_the_same_section_the_second_hears_of_it():
    """The control: one section opened by two is what a conflict is."""
    draft, by = new_draft(), cast.editor()
    table = Table(draft, rows.add_row(draft, Indicator, INDICATOR, by=by), {})
    works = [saving(table, "klima", number, by) for number in (1, 2)]
    for work in works:
        next(work)
    next(works[0], None)
    with pytest.raises(EditConflict):
        next(works[1])
    assert table.written()["klima"] == "Fassung 1"
