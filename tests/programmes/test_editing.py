"""A draft is changed through actions, and every change is in the trail."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from core import audit
from core.refusals import EditConflict, RuleViolation
from demo.programme import build_draft_call
from programmes.actions import (
    add_row,
    edit_basics,
    edit_row,
    mark_of,
    offer_for_publication,
    remove_row,
)
from programmes.models import BudgetYear, CallVersion, Criterion
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> CallVersion:
    return CallVersion.objects.get(pk=build_draft_call(cast.officer()).pk)


def test_the_terms_are_taken_over_from_the_guideline(draft):
    assert (draft.regular_rate, draft.emergency_rate) == (Decimal("0.65"), Decimal("0.90"))
    assert (draft.cap_strategy, draft.cap_implementation) == (2_500_000, 15_000_000)
    assert draft.criteria.count() == 11
    assert sum(criterion.weight for criterion in draft.criteria.all()) == 100
    assert draft.fit_questions.count() == 5


def test_a_change_of_the_basics_is_in_the_trail_with_before_and_after(draft):
    fields = {"title": "Aufruf Klima", "effort_hours": 20, "half_points": draft.half_points}
    changed = edit_basics(draft, fields=fields, seen=mark_of(draft), by=cast.officer())
    changed = CallVersion.objects.get(pk=draft.pk)
    assert (changed.call.title, changed.effort_hours) == ("Aufruf Klima", 20)
    payload = audit.last(changed).payload
    assert payload["after"] == {"effort_hours": 20, "title": "Aufruf Klima"}
    assert payload["before"]["effort_hours"] == 12


def test_saving_without_a_change_writes_nothing(draft):
    fields = {"effort_hours": draft.effort_hours}
    edit_basics(draft, fields=fields, seen=mark_of(draft), by=cast.officer())
    assert audit.last(draft).step == "create_call"


def test_a_criterion_is_added_changed_and_removed(draft):
    group = draft.criterion_groups.get(code="U")
    fields = {"code": "U3", "name": "Betrieb", "group": group, "weight": Decimal(5)}
    row = add_row(draft, Criterion, fields=fields, by=cast.officer())
    fields = {"weight": Decimal(6)}
    edit_row(draft, row, fields=fields, seen=mark_of(row_again(row)), by=cast.officer())
    assert audit.last(draft).payload["after"] == {"weight": "6"}
    remove_row(draft, row, by=cast.officer())
    assert not draft.criteria.filter(code="U3").exists()
    assert [event.step for event in audit.trail(draft)][1:] == ["add_row", "edit_row", "remove_row"]
    assert not list(audit.faults(draft))


def row_again(row):
    return type(row).objects.get(pk=row.pk)


def test_a_budget_year_belongs_to_the_call(draft):
    year = draft.last_year + 1
    add_row(draft, BudgetYear, fields={"year": year, "amount": Decimal(1)}, by=cast.officer())
    assert draft.call.budget_years.filter(year=year).exists()


def test_two_officers_changing_the_same_row_do_not_overwrite_each_other(draft):
    row = draft.criteria.get(code="I1")
    seen = mark_of(row)
    edit_row(draft, row, fields={"weight": Decimal(14)}, seen=seen, by=cast.officer())
    with pytest.raises(EditConflict) as conflict:
        edit_row(draft, row, fields={"weight": Decimal(13)}, seen=seen, by=cast.second_officer())
    assert conflict.value.current.weight == 14


def test_two_officers_changing_different_rows_do_not_disturb_each_other(draft):
    one, other = draft.criteria.get(code="I1"), draft.criteria.get(code="I2")
    marks = mark_of(one), mark_of(other)
    edit_row(draft, one, fields={"weight": Decimal(14)}, seen=marks[0], by=cast.officer())
    edit_row(draft, other, fields={"weight": Decimal(9)}, seen=marks[1], by=cast.second_officer())


def test_a_row_that_is_gone_is_said_to_be_gone(draft):
    row = draft.topics.first()
    seen = mark_of(row)
    remove_row(draft, row_again(row), by=cast.officer())
    with pytest.raises(RuleViolation, match="inzwischen entfernt"):
        edit_row(draft, row, fields={"name": "Neu"}, seen=seen, by=cast.second_officer())


def test_a_group_with_criteria_stays(draft):
    group = draft.criterion_groups.get(code="I")
    with pytest.raises(RuleViolation, match="hat noch Kriterien"):
        remove_row(draft, group, by=cast.officer())
    assert draft.criteria.filter(group=group).count() == 5


@pytest.mark.parametrize("person", [cast.head_of_unit, cast.auditor, cast.editor])
def test_only_officers_edit(draft, person):
    with pytest.raises(PermissionDenied):
        edit_basics(draft, fields={"effort_hours": 1}, seen=mark_of(draft), by=person())


def test_a_call_that_was_offered_is_no_longer_edited(draft):
    row = draft.criteria.first()
    offer_for_publication(draft, by=cast.officer())
    with pytest.raises(RuleViolation, match="kein Entwurf mehr"):
        edit_row(draft, row, fields={"weight": 1}, seen=mark_of(row), by=cast.second_officer())
