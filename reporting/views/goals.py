"""How far the goals of a call are reached."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.charts import Chart, Row
from core.templatetags.allmende import number
from reporting.goals import GoalReached, goals_reached
from reporting.permissions import may_read_overview
from reporting.views.report import version_for

FULL_BAR = 120  # percent, where attainments are clipped


@login_required
@require_GET
def call_goals(request: HttpRequest, slug: str) -> HttpResponse:
    """Goals, sub-goals and indicators with their attainment; research sees no small groups."""
    version = version_for(request, slug)
    sees_all = may_read_overview(request.user)
    small = 0 if sees_all else version.call.programme.small_number_limit
    goals = goals_reached(version, small)
    context = {
        "version": version,
        "goals": goals,
        "chart": chart_of(goals),
        "small": small,
        "sees_lists": sees_all,
    }
    return render(request, "reporting/goals.html", context)


def chart_of(goals: list[GoalReached]) -> Chart | None:
    """Return one bar a goal and sub-goal that has a value; the bar is full at the upper limit."""
    every = [row for goal in goals for row in (goal, *goal.below)]
    rows = [row for row in every if row.attainment is not None]
    if not rows:
        return None
    return Chart(
        name="ziele",
        title="So weit sind die Ziele erreicht",
        note="Zielerreichung in Prozent; ein voller Balken heißt 120 Prozent",
        description="Ein Balken je Ziel und Teilziel.",
        columns=("Ziel", "Zielerreichung in Prozent"),
        rows=tuple(
            Row(
                f"{row.goal.code} {row.goal.name}",
                (row.attainment,),
                (f"{number(row.attainment)} %",),
            )
            for row in rows
        ),
        full=FULL_BAR,
    )
