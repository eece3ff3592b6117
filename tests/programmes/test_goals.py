"""The goal system: edited by one, put in force by another, then never changed."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from core.refusals import EditConflict, RuleViolation
from demo.programme import build_guideline
from programmes.actions.edit import mark_of
from programmes.actions.goals import (
    add_goal_row,
    begin_goal_system,
    edit_goal_row,
    give_back,
    offer_goal_system,
    put_in_force,
    remove_goal_row,
)
from programmes.models import CatalogueIndicator, Goal, GoalSystem, GuidelineVersion
from tests import cast
from tests.applications.drafts import signed_in
from tests.programmes.goal_world import goals_in_force

pytestmark = pytest.mark.django_db


def draft() -> GoalSystem:
    return build_guideline().goal_systems.get()


def sentences(refusal) -> str:
    return " ".join(finding.sentence for finding in refusal.value.findings)


def test_goals_come_with_the_guideline_as_a_draft():
    system = draft()
    assert system.status == GoalSystem.Status.DRAFT
    assert (system.goals.filter(parent=None).count(), system.goals.count()) == (3, 9)
    assert CatalogueIndicator.objects.filter(goal__goal_system=system).count() == 14


def test_a_second_person_puts_it_in_force():
    by = cast.officer()
    system = draft()
    add_goal_row(system, Goal, fields={"code": "Z4", "name": "Vier", "parent": None}, by=by)
    goal = system.goals.get(code="Z4")
    first = system.goals.get(code="Z1")
    edit_goal_row(system, first, fields={"name": "Eins"}, seen=mark_of(first), by=by)
    with pytest.raises(RuleViolation) as refusal:
        offer_goal_system(system, by=by)
    assert "„Z4 Vier“ hat weder Teilziele noch einen Indikator" in sentences(refusal)
    remove_goal_row(system, goal, by=by)
    system = offer_goal_system(system, by=by)
    with pytest.raises(RuleViolation) as refusal:
        put_in_force(system, seen=system.version, by=by)
    assert "zweite Person" in sentences(refusal)
    with pytest.raises(EditConflict):
        put_in_force(system, seen=system.version - 1, by=cast.second_officer())
    put_in_force(system, seen=system.version, by=cast.second_officer())
    assert GoalSystem.objects.get().in_force_at


def test_core_indicators_cover_output_and_outcome():
    CatalogueIndicator.objects.filter(goal__goal_system=draft()).update(is_core=False)
    with pytest.raises(RuleViolation) as refusal:
        offer_goal_system(draft(), by=cast.officer())
    assert "Ebene „Output“" in sentences(refusal)
    assert "Ebene „Outcome“" in sentences(refusal)


@pytest.mark.parametrize(
    "change",
    [
        lambda system: GoalSystem.objects.filter(pk=system.pk).update(number=7),
        lambda system: system.goals.update(name="Anders"),
        lambda system: Goal.objects.create(goal_system=system, code="neu", name="Neu"),
        lambda system: CatalogueIndicator.objects.update(unit="Stück"),
        lambda system: CatalogueIndicator.objects.all().delete(),
    ],
)
def test_the_database_refuses_to_change_what_is_in_force(change):
    system = goals_in_force()
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        change(system)


def test_the_next_edition_begins_as_a_copy_and_calls_keep_theirs():
    first = goals_in_force()
    version = cast.open_call(slug="vorher")
    second = begin_goal_system(GuidelineVersion.objects.get(), by=cast.officer())
    assert (second.number, second.goals.count()) == (2, 9)
    assert second.goals.get(code="Z1-1").parent == second.goals.get(code="Z1")
    assert begin_goal_system(second.guideline_version, by=cast.officer()) == second
    second = offer_goal_system(second, by=cast.officer())
    second = put_in_force(second, seen=second.version, by=cast.second_officer())
    assert GoalSystem.objects.of_call(version) == first
    assert GoalSystem.objects.of_call(cast.open_call(slug="nachher")) == second


def test_a_returned_edition_needs_a_reason_and_can_be_edited_again():
    system = offer_goal_system(draft(), by=cast.officer())
    with pytest.raises(RuleViolation):
        give_back(system, note=" ", by=cast.second_officer())
    with pytest.raises(RuleViolation):
        remove_goal_row(system, system.goals.last(), by=cast.officer())
    system = give_back(system, note="K02 ist unklar.", by=cast.second_officer())
    with pytest.raises(RuleViolation, match="noch Teilziele"):
        remove_goal_row(system, system.goals.get(code="Z1"), by=cast.officer())


def test_the_office_edits_on_pages_and_everyone_reads():
    system, client = draft(), signed_in(cast.officer())
    assert "noch kein Zielsystem" in client.get(reverse("goals")).content.decode()
    add = reverse("goal_row_add", args=[system.key, "indikator"])
    page = client.post(add, {"code": "K01"})
    assert "Diese Kennung gibt es schon" in page.content.decode()
    typed = {
        "code": "K15", "name": "Freiwillige", "goal": system.goals.get(code="Z2-2").pk,
        "definition": "Wer mitmacht.", "unit": "Personen", "level": "output", "rising": "on",
        "aggregation": "sum", "source": "Verein", "counts_people": "on",
    }  # fmt: skip
    assert client.post(add, typed).status_code == 302
    page = client.get(reverse("office_goal_system", args=[system.key])).content.decode()
    assert "K15 Freiwillige" in " ".join(page.split())
    client.post(reverse("goal_row_remove", args=[system.key, "indikator", "K15"]))
    client.post(reverse("goal_system_step", args=[system.key, "vorlegen"]))
    system = GoalSystem.objects.get(pk=system.pk)
    other = signed_in(cast.second_officer())
    step = reverse("goal_system_step", args=[system.key, "inkraftsetzen"])
    assert other.post(step, {"seen": system.version}).status_code == 302
    public = client.get(reverse("goals")).content.decode()
    assert "Hitzetage mit Warnstufe" in public
    assert "K15" not in public
