"""The selection of a call: where it stands, and its candidacies."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import is_officer
from applications.models import Application
from evaluation import actions
from evaluation.filters import CallsFilter, CandidacyFilter
from evaluation.models import Candidacy
from evaluation.views.fetching import (
    PARTS,
    is_filtered,
    only_office,
    page_of,
    tabs_of,
    version_for,
)
from evaluation.waiting import admitted_without_candidacy
from programmes.models import Call, CallVersion


@login_required
@require_GET
def selection(request: HttpRequest) -> HttpResponse:
    """All published calls with the number of applications at each stage."""
    only_office(request)
    calls = Call.objects.filter(versions__status=CallVersion.Status.PUBLISHED).distinct()
    filters = CallsFilter(request.GET, queryset=calls, request=request)
    page = page_of(request, filters.qs)
    stages = stages_of(list(page))
    context = {
        "form": filters.form,
        "page": page,
        "rows": [(call, stages.get(call.pk, {})) for call in page],
        "active": is_filtered(filters),
    }
    return render(request, "evaluation/selection.html", context)


def stages_of(calls: list[Call]) -> dict[int, dict[str, Any]]:
    """Return how many applications of each call stand at which stage, in one query."""
    admitted = Application.objects.filter(
        call_version__call__in=calls, status=Application.Status.ADMITTED
    )
    stages = {
        str(status): Count("pk", filter=Q(candidacy__status=status)) for status in Candidacy.Status
    }
    waiting = Count("pk", filter=Q(candidacy__isnull=True))
    rows = admitted.values("call_version__call").annotate(waiting=waiting, **stages)
    counted: Any = rows.order_by()
    return {
        row["call_version__call"]: {**row, "decided": row["awarded"] + row["rejected"]}
        for row in counted
    }


@login_required
@require_GET
def candidacies(request: HttpRequest, slug: str) -> HttpResponse:
    """The candidacies of one call."""
    version = version_for(request, slug)
    visible = Candidacy.objects.visible_to(request.user).filter(
        application__call_version__call=version.call_id
    )
    filters = CandidacyFilter(request.GET, queryset=visible.select_related(*PARTS))
    context = {
        "version": version,
        "form": filters.form,
        "page": page_of(request, filters.qs),
        "active": is_filtered(filters),
        "waiting": admitted_without_candidacy(version),
        "may_act": is_officer(request.user),
        "tabs": tabs_of(version, "candidacies"),
    }
    return render(request, "evaluation/candidacies.html", context)


@login_required
@require_POST
def take_over(request: HttpRequest, slug: str) -> HttpResponse:
    """Turn the admitted applications of a call into candidacies."""
    version = version_for(request, slug)
    opened = len(actions.open_candidacies(version, by=request.user))
    sentence = ngettext(
        "%(count)d Antrag ist übernommen.", "%(count)d Anträge sind übernommen.", opened
    )
    messages.success(request, sentence % {"count": opened})
    back = request.POST.get("next")
    return redirect(back if back in ("candidacies", "assignments") else "candidacies", slug)


@login_required
@require_POST
def close_all(request: HttpRequest, slug: str) -> HttpResponse:
    """Close every review of a call that is complete and agrees."""
    version = version_for(request, slug)
    done, left = actions.close_reviews(version, by=request.user)
    sentence = _("Abgeschlossen: %(done)d. Weiter in Begutachtung: %(left)d.")
    messages.success(request, sentence % {"done": done, "left": left})
    return redirect("candidacies", slug)
