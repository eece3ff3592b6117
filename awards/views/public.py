"""What the public sees: one funded project. The register of all is in reporting."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from applications.effects import effects_of
from awards.achievements import achievements_of
from awards.filters import awards_matching
from awards.models import Award


@require_GET
def funded_project(request: HttpRequest, key: str) -> HttpResponse:
    """One funded project: what was promised, what was reached, and what was paid."""
    award = get_object_or_404(awards_matching(Award.objects.all(), {}), key=key)
    application = award.decision.candidacy.application
    small = application.call_version.call.programme.small_number_limit
    tranches = award.tranches.select_related("budget_year").order_by("budget_year__year")
    names = dict(application.call_version.topics.values_list("code", "name"))
    context = {
        "award": award,
        "application": application,
        "project": application.project,
        "topics": [names.get(topic.code, topic.code) for topic in application.topics.all()],
        "partners": application.partners.all(),
        "measures": application.measures.all(),
        "effects": effects_of(application),
        "achievements": achievements_of(award, small),
        "small": small,
        "tranches": tranches,
        "paid": sum((row.paid for row in tranches), Decimal(0)),
    }
    return render(request, "awards/funded_project.html", context)
