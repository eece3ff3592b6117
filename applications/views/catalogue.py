"""The programme's indicators, from which a municipality may begin its own."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from applications.models import Application
from applications.views.drafts import Sheet, draft_for
from programmes.models import CatalogueIndicator, GoalSystem

TAKEN_OVER = ("name", "unit", "level", "rising", "source", "sdg", "counts_people")


@login_required
@require_GET
def indicator_catalogue(request: HttpRequest, key: str) -> HttpResponse:
    """All goals of the call with their indicators; each can be taken over."""
    application = draft_for(request, key)
    system = GoalSystem.objects.of_call(application.call_version)
    goals = system.goals.prefetch_related("indicators").order_by("position") if system else []
    context = {"goals": [goal for goal in goals if goal.indicators.all()]}
    sheet = Sheet(
        request, application, "indicators", "applications/indicator_catalogue.html", context=context
    )
    return sheet.closed() or sheet.draw()


def begun(request: HttpRequest, application: Application) -> dict[str, Any]:
    """Return what a new indicator begins with when one of the programme was chosen."""
    code = request.GET.get("katalog", "")
    if not code:
        return {}
    found = CatalogueIndicator.objects.of_call(application.call_version).filter(code=code).first()
    if found is None:
        return {}
    return {"catalogue": found, **{name: getattr(found, name) for name in TAKEN_OVER}}
