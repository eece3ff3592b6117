"""Read the inputs of a call version: nothing but SELECT."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import localtime

from core import clock
from programmes.models import CallVersion, Goal, GoalSystem
from reporting.inputs import paying, selecting
from reporting.inputs.tables import Inputs, Table

SOURCES = {**selecting.SOURCES, **paying.SOURCES}


def read(version: CallVersion) -> Inputs:
    """Return everything the figures of this call version rest on, as of now."""
    tables = {
        name: Table(tuple(source.columns), source.read(version)) for name, source in SOURCES.items()
    }
    return Inputs(facts_of(version), tables)


def facts_of(version: CallVersion) -> dict[str, Any]:
    """Return what is no row: the call's own terms and the day the report is about."""
    criteria = version.criteria.select_related("group").order_by("position", "pk")
    fields = version.topics.filter(kind="action_field").order_by("position", "pk")
    return {
        "call": version.call.title,
        "slug": version.call.slug,
        "version": version.number,
        "deadline": localtime(version.closes_at).date().isoformat(),
        "today": clock.today().isoformat(),
        "reviews_planned": version.reviews_per_application,
        "criteria": [
            [row.code, row.name, str(row.weight), str(row.maximum), row.group.name]
            for row in criteria
        ],
        "fields": [[row.code, row.name] for row in fields],
        "goals": goals_of(version),
        "fundable_total": str(version.fundable_total),
        "small_number_limit": version.call.programme.small_number_limit,
    }


def goals_of(version: CallVersion) -> list[list[Any]]:
    """Return code, name, parent and indicators of each goal of the call's edition."""
    system = GoalSystem.objects.of_call(version)
    if system is None:
        return []
    return [
        [goal.code, goal.name, goal.parent.code if goal.parent else "", indicators_of(goal)]
        for goal in system.goals.select_related("parent").prefetch_related("indicators")
    ]


def indicators_of(goal: Goal) -> list[list[Any]]:
    return [[one.code, one.aggregation, one.rising, one.is_core] for one in goal.indicators.all()]
