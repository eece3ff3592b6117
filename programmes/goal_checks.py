"""What stands against putting a goal system in force: one function per rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import audit
from core.refusals import Finding
from core.workflow import Attempt

if TYPE_CHECKING:
    from programmes.models import GoalSystem

NEEDED = (("output", "Output"), ("outcome", "Outcome"))


def has_goals_of_the_programme(system: GoalSystem, attempt: Attempt) -> list[Finding]:
    if system.goals.filter(parent=None).exists():
        return []
    return [Finding("goals", "Nennen Sie mindestens ein Ziel des Programms.")]


def every_goal_is_measured(system: GoalSystem, attempt: Attempt) -> list[Finding]:
    """A goal without sub-goals and a sub-goal need an indicator, else nobody can check them."""
    leaves = system.goals.filter(sub_goals=None, indicators=None)
    return [
        Finding("not_measured", f"Das Ziel „{goal}“ hat weder Teilziele noch einen Indikator.")
        for goal in leaves
    ]


def core_covers_output_and_outcome(system: GoalSystem, attempt: Attempt) -> list[Finding]:
    levels = set(
        system.goals.filter(indicators__is_core=True).values_list("indicators__level", flat=True)
    )
    return [
        Finding("core_level", f"Es fehlt ein Kernindikator der Ebene „{name}“.")
        for level, name in NEEDED
        if level not in levels
    ]


def second_person_puts_in_force(system: GoalSystem, attempt: Attempt) -> list[Finding]:
    """Four eyes: whoever prepared, edited or offered the goals does not put them in force."""
    mine = audit.trail(system).filter(actor_key=attempt.by.actor_key)
    if not mine.exclude(step="give_back").exists():
        return []
    sentence = (
        "Sie haben dieses Zielsystem angelegt, bearbeitet oder vorgelegt. "
        "In Kraft setzen muss es eine zweite Person."
    )
    return [Finding("second_person", sentence)]


GOAL_CHECKS = (
    has_goals_of_the_programme,
    every_goal_is_measured,
    core_covers_output_and_outcome,
)
