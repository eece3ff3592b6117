"""The goal system: begun, edited, offered, put in force by a second person."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from core import audit
from core.actors import Actor
from core.refusals import EditConflict, Finding, RuleViolation
from core.workflow import Attempt, perform
from programmes import permissions
from programmes.actions.edit import assign, changed, locked_row, mark_of, name_of, readable
from programmes.models import CatalogueIndicator, Goal, GoalSystem, GuidelineVersion

GoalRow = Goal | CatalogueIndicator
NOT_COPIED = ("id", "goal", "goal_system", "parent")


@transaction.atomic
def begin_goal_system(guideline: GuidelineVersion, *, by: Actor) -> GoalSystem:
    """Begin the next edition as a copy of the latest; while one is being prepared, that one."""
    if not permissions.may_prepare_calls(None, by):
        raise PermissionDenied
    guideline = GuidelineVersion.objects.select_for_update().get(pk=guideline.pk)
    latest = guideline.goal_systems.order_by("-number").first()
    if latest and latest.status != GoalSystem.Status.IN_FORCE:
        return latest
    system = next_edition(guideline)
    if latest:
        copy_goals(latest, system)
    audit.record(system, "begin_goal_system", by=by, change={"after": {"Aus": str(latest or "")}})
    return system


@transaction.atomic
def import_goals(
    guideline: GuidelineVersion, goals: Sequence[Mapping[str, Any]], *, by: Actor
) -> GoalSystem:
    """Take over goals from a file, as a draft that two persons then put in force."""
    system = next_edition(guideline)
    for row in goals:
        write_goal(system, row, None)
    audit.record(system, "begin_goal_system", by=by, change={"after": {"Ziele": len(goals)}})
    return system


def next_edition(guideline: GuidelineVersion) -> GoalSystem:
    last = guideline.goal_systems.aggregate(last=Max("number"))["last"] or 0
    return GoalSystem.objects.create(guideline_version=guideline, number=last + 1)


def write_goal(system: GoalSystem, row: Mapping[str, Any], parent: Goal | None) -> None:
    """Store one goal of a file with its indicators and sub-goals, in their order."""
    fields = {name: row[name] for name in ("code", "name", "description") if name in row}
    place = {"position": system.goals.count() + 1}
    goal = Goal.objects.create(goal_system=system, parent=parent, **place, **fields)
    for number, indicator in enumerate(row.get("indicators", ()), start=1):
        CatalogueIndicator.objects.create(goal=goal, position=number, **indicator)
    for below in row.get("sub_goals", ()):
        write_goal(system, below, goal)


def copy_goals(source: GoalSystem, target: GoalSystem) -> None:
    """Copy goals before their sub-goals, each with its indicators."""
    twins: dict[int, Goal] = {}
    parents_first = F("parent").asc(nulls_first=True)
    for goal in source.goals.order_by(parents_first, "position", "pk"):
        parent = twins.get(goal.parent_id) if goal.parent_id else None
        twins[goal.pk] = Goal.objects.create(goal_system=target, parent=parent, **copied(goal))
        CatalogueIndicator.objects.bulk_create(
            CatalogueIndicator(goal=twins[goal.pk], **copied(one)) for one in goal.indicators.all()
        )


def copied(row: GoalRow) -> dict[str, Any]:
    names = [f.name for f in row._meta.concrete_fields if f.name not in NOT_COPIED]
    return {name: getattr(row, name) for name in names}


@transaction.atomic
def add_goal_row(
    system: GoalSystem, model: type[GoalRow], *, fields: Mapping[str, Any], by: Actor
) -> GoalRow:
    """Add a goal or an indicator at the end of its kind."""
    system = locked_goal_draft(system, by)
    parent = {"goal_system": system} if model is Goal else {}
    rows = Goal.objects.filter(goal_system=system) if model is Goal else indicators_of(system)
    last = rows.aggregate(last=Max("position"))["last"] or 0
    row = model.objects.create(position=last + 1, **parent, **fields)
    note(system, "add_row", {"after": readable(fields), "note": name_of(row)}, by)
    return row


@transaction.atomic
def edit_goal_row(
    system: GoalSystem, row: GoalRow, *, fields: Mapping[str, Any], seen: str, by: Actor
) -> GoalRow:
    """Change a goal or an indicator, unless somebody else has changed it since."""
    system = locked_goal_draft(system, by)
    stored: GoalRow = locked_row(row)
    if mark_of(stored) != seen:
        raise EditConflict(stored)
    change = changed(stored, fields)
    if change["after"]:
        assign(stored, fields)
        note(system, "edit_row", {**change, "note": name_of(stored)}, by)
    return stored


@transaction.atomic
def remove_goal_row(system: GoalSystem, row: GoalRow, *, by: Actor) -> None:
    """Take a goal or an indicator out; a goal goes only when nothing hangs on it."""
    system = locked_goal_draft(system, by)
    stored: GoalRow = locked_row(row)
    if isinstance(stored, Goal) and (stored.sub_goals.exists() or stored.indicators.exists()):
        sentence = _("Dieses Ziel hat noch Teilziele oder Indikatoren. Entfernen Sie diese zuerst.")
        raise RuleViolation(Finding("goal_in_use", sentence))
    note(system, "remove_row", {"before": readable(copied(stored)), "note": name_of(stored)}, by)
    stored.delete()


@transaction.atomic
def offer_goal_system(system: GoalSystem, *, by: Actor) -> GoalSystem:
    """Declare the draft complete; from now on a second person decides."""
    return step(system, "offer", Attempt(by=by))


@transaction.atomic
def put_in_force(system: GoalSystem, *, seen: int, by: Actor) -> GoalSystem:
    """Put exactly the content in force that this person has seen."""
    system = step(system, "put_in_force", Attempt(by=by))
    if system.version != seen:
        raise EditConflict(system)
    return system


@transaction.atomic
def give_back(system: GoalSystem, *, note: str, by: Actor) -> GoalSystem:
    """Give the goals back to whoever prepared them, with the reason."""
    if not note.strip():
        sentence = _("Nennen Sie den Grund, damit die Überarbeitung gelingt.")
        raise RuleViolation(Finding("reason_missing", sentence, field="note"))
    return step(system, "give_back", Attempt(by=by, note=note))


def step(system: GoalSystem, name: str, attempt: Attempt) -> GoalSystem:
    """The parent first, as everywhere."""
    GuidelineVersion.objects.select_for_update().get(pk=system.guideline_version_id)
    moved: GoalSystem = perform(system, name, attempt)
    return moved


def indicators_of(system: GoalSystem) -> Any:
    return CatalogueIndicator.objects.filter(goal__goal_system=system)


def locked_goal_draft(system: GoalSystem, by: Actor) -> GoalSystem:
    """Lock the edition; refuse when it is no draft any more or the person may not edit."""
    system = GoalSystem.objects.select_for_update().get(pk=system.pk)
    if system.status != GoalSystem.Status.DRAFT:
        sentence = _("Dieses Zielsystem ist kein Entwurf mehr. Der Stand ist „%s“ (%s).") % (
            system.get_status_display(),
            audit.who_and_when(system),
        )
        raise RuleViolation(Finding("not_a_draft", sentence))
    if not permissions.may_prepare_calls(system, by):
        raise PermissionDenied
    return system


def note(system: GoalSystem, name: str, change: dict[str, Any], by: Actor) -> None:
    """Count the change, so that nobody decides on what they have not seen; write the trail."""
    system.version += 1
    system.save(update_fields=["version"])
    audit.record(system, name, by=by, change=change)
