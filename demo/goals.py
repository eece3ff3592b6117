"""The goals of the programme: imported with the guideline, put in force by a second person."""

from demo.people import Office
from demo.programme import build_guideline
from programmes.actions.goals import offer_goal_system, put_in_force
from programmes.models import GoalSystem


def play_goals(office: Office) -> None:
    """Put the first edition in force, before the first call is published."""
    system = build_guideline().goal_systems.first()
    if system and system.status == GoalSystem.Status.DRAFT:
        system = offer_goal_system(system, by=office.officer)
        put_in_force(system, seen=system.version, by=office.second_officer)
