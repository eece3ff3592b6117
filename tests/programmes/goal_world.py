"""The goal system of the demonstration, put in force by two persons."""

from demo.programme import build_guideline
from programmes.actions.goals import offer_goal_system, put_in_force
from programmes.models import CatalogueIndicator, GoalSystem
from tests import cast


def goals_in_force() -> GoalSystem:
    system = build_guideline().goal_systems.first()
    system = offer_goal_system(system, by=cast.officer())
    return put_in_force(system, seen=system.version, by=cast.second_officer())


def indicator(code: str) -> CatalogueIndicator:
    return CatalogueIndicator.objects.get(code=code)
