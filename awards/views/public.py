"""What the public sees: one funded project. The register of all is in reporting."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from awards.filters import awards_matching
from awards.models import Award


@require_GET
def funded_project(request: HttpRequest, key: str) -> HttpResponse:
    """One funded project: what was promised, with which money and which goals."""
    award = get_object_or_404(awards_matching(Award.objects.all(), {}), key=key)
    application = award.decision.candidacy.application
    names = dict(application.call_version.topics.values_list("code", "name"))
    context = {
        "award": award,
        "application": application,
        "project": application.project,
        "topics": [names.get(topic.code, topic.code) for topic in application.topics.all()],
        "partners": application.partners.all(),
        "measures": application.measures.all(),
        "indicators": application.indicators.all(),
        "years": award.decision.shares.select_related("budget_year"),
    }
    return render(request, "awards/funded_project.html", context)
