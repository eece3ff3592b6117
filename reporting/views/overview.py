"""The office's start page."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from reporting.overview import (
    calls_now,
    chart_of_days,
    money_now,
    risks_now,
    submissions_by_day,
    waiting_for,
)
from reporting.permissions import may_read_overview


@login_required
@require_GET
def office_home(request: HttpRequest) -> HttpResponse:
    """What needs me today, the state of the calls, the money."""
    if not may_read_overview(request.user):
        raise PermissionDenied
    days = submissions_by_day()
    context = {
        "waiting": waiting_for(request.user),
        "calls": calls_now(),
        "risks": risks_now(),
        "money": money_now(),
        "days": [(day, count) for day, count in reversed(days) if count],
        "chart": chart_of_days(days),
    }
    return render(request, "reporting/overview.html", context)
