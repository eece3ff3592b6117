"""What the public sees: funded projects and why."""

from __future__ import annotations

from django import forms
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.laender import LAENDER
from awards.filters import awards_matching
from awards.models import Award

PAGE_SIZE = 50


class FundedFilterForm(forms.Form):
    """Find a funded project."""

    q = forms.CharField(label=_("Ort, Postleitzahl oder Titel"), required=False)
    land = forms.ChoiceField(
        label=_("Land"), choices=[("", _("alle Länder")), *LAENDER.items()], required=False
    )


@require_GET
def funded(request: HttpRequest) -> HttpResponse:
    """All funded projects with place, money and period."""
    form = FundedFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = awards_matching(Award.objects.all(), asked)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "active": any(asked.values()),
        "total": found.aggregate(total=Sum("amount"))["total"] or 0,
    }
    return render(request, "awards/funded.html", context)


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
