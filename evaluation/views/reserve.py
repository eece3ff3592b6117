"""The reserve list of a frozen ranking: it offers the next, the office decides."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from evaluation.filters import FrozenPlaceFilter
from evaluation.models import Ranking
from evaluation.reserve import free_money, reserve_of, waiting
from evaluation.views.fetching import PARTS, is_filtered, only_office, page_of, tabs_of


@login_required
@require_GET
def reserve(request: HttpRequest, key: str) -> HttpResponse:
    """Fundable places below the line, in order, with what the free money is enough for."""
    only_office(request)
    rows = Ranking.objects.visible_to(request.user).select_related("call_version__call")
    ranking = get_object_or_404(rows, key=key)
    version = ranking.call_version
    parts = tuple(f"candidacy__{part}" for part in PARTS)
    filters = FrozenPlaceFilter(request.GET, queryset=reserve_of(ranking).select_related(*parts))
    page = page_of(request, filters.qs)
    free = free_money(version)
    context = {
        "ranking": ranking,
        "version": version,
        "free": free,
        "form": filters.form,
        "page": page,
        "rows": waiting(page.object_list, free),
        "active": is_filtered(filters),
        "tabs": tabs_of(version, "ranking"),
    }
    return render(request, "evaluation/reserve.html", context)
