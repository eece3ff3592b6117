"""The municipality's own side: surveys that wait for it, and its projects beside the others."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.models import APPLICANT_ROLES
from accounts.permissions import has_role, organisations_of
from awards.models import Award
from core import clock
from reporting.comparison import PARTS, chart_of, comparison_of
from reporting.models import SurveyInvitation, SurveyWave

MOST = 100


@login_required
@require_GET
def my_evaluation(request: HttpRequest) -> HttpResponse:
    """Surveys and own projects."""
    if not has_role(request.user, *APPLICANT_ROLES):
        raise PermissionDenied
    invitations = SurveyInvitation.objects.visible_to(request.user).order_by("-pk")
    parts = ("wave", "organisation", "application__project", "response")
    open_now = {"wave__status": SurveyWave.Status.IN_FIELD, "wave__closes_on__gte": clock.today()}
    waiting = invitations.waiting().filter(**open_now)
    own = Award.objects.filter(organisation__in=organisations_of(request.user, *APPLICANT_ROLES))
    projects = own.select_related("organisation", "decision__candidacy__application__project")
    context = {
        "waiting": waiting.select_related(*parts)[:MOST],
        "answered": invitations.exclude(response=None).select_related(*parts)[:MOST],
        "awards": projects.order_by("-pk")[:MOST],
    }
    return render(request, "reporting/my_evaluation.html", context)


@login_required
@require_GET
def my_comparison(request: HttpRequest, key: str) -> HttpResponse:
    """One own project beside the median of its size class, its Land and its kind."""
    mine = organisations_of(request.user, *APPLICANT_ROLES)
    awards = Award.objects.filter(organisation__in=mine).select_related(*PARTS)
    award = get_object_or_404(awards.prefetch_related("notices"), key=key)
    application = award.decision.candidacy.application
    small = application.call_version.call.programme.small_number_limit
    heads, lines = comparison_of(award, small)
    context = {
        "award": award,
        "project": application.project,
        "heads": heads,
        "lines": lines,
        "chart": chart_of(heads, lines),
        "small": small,
    }
    return render(request, "reporting/my_comparison.html", context)
