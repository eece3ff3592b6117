"""Where a municipality begins: what is due, and its applications up to the final account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import APPLICANT_ROLES, VISITOR_ROLES
from accounts.permissions import organisations_of
from applications.agenda import agenda_of
from applications.correspondence import unread_by
from applications.filters import OwnApplicationFilter
from applications.models import Application, Partner
from awards.agenda import agenda_of_awards
from awards.models import Award
from core import clock
from evaluation.models import RejectionLetter
from programmes.models import CallVersion

PAGE_SIZE = 50
APPLICATION = "decision__candidacy__application"


@dataclass(frozen=True)
class Outcome:
    """What became of an application, with the page that says more."""

    label: str
    tone: str
    link: str
    url: str


@login_required
@require_GET
def municipality_home(request: HttpRequest) -> HttpResponse:
    """What is due, the applications of my organisations, the calls that are open."""
    mine = organisations_of(request.user, *APPLICANT_ROLES, *VISITOR_ROLES)
    partnerships = Partner.objects.visible_to(request.user).select_related(
        "application__organisation", "application__project", "application__call_version__call"
    )
    visible = Application.objects.visible_to(request.user).filter(organisation__in=mine)
    applications = visible.select_related("organisation", "project", "call_version__call")
    applications = applications.prefetch_related("call_version__extensions")
    chosen = OwnApplicationFilter(request.GET, applications, request=request)
    page = Paginator(chosen.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    own = organisations_of(request.user, *APPLICANT_ROLES)
    awards = Award.objects.filter(organisation__in=own)
    duties = [*agenda_of(visible), *agenda_of_awards(awards)]
    context = {
        "belongs": bool(mine),
        "applies": bool(own),
        "partnerships": partnerships,
        "agenda": sorted(duties, key=lambda duty: duty.due_at),
        "news": unread_by(request.user).select_related("conversation__application__project"),
        "filter": chosen,
        "page": page,
        "outcomes": outcomes_of(page.object_list),
        "active": any(request.GET.get(name) for name in ("q", "call", "status")),
        "open_versions": CallVersion.objects.in_force().open(clock.now()).select_related("call"),
    }
    return render(request, "awards/home.html", context)


def outcomes_of(applications: Sequence[Application]) -> dict[int, Outcome]:
    """Return what the applicant was told by notice or letter; nothing before it is sent."""
    known = {f"{APPLICATION}__in": [application.pk for application in applications]}
    refused = RejectionLetter.objects.filter(**known).values_list(f"{APPLICATION}_id", flat=True)
    granted = Award.objects.filter(**known).values_list(f"{APPLICATION}_id", "key")
    letters = Outcome(_("Abgelehnt"), "bad", _("Zum Schreiben"), reverse("letters"))
    return dict.fromkeys(refused, letters) | {
        pk: Outcome(_("Bewilligt"), "ok", _("Zur Zuwendung"), reverse("award", args=[key]))
        for pk, key in granted
    }
