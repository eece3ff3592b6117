"""Open data: the funded projects for programs, with feed and metadata."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_GET

from core.export import csv_lines
from reporting.open_data import FORMATS, HEAD, awards, catalogue, line, records

LATEST = 50


@require_GET
def open_data(request: HttpRequest) -> HttpResponse:
    """What there is, in which form, under which licence."""
    return render(request, "reporting/open_data.html", {"head": HEAD})


@require_GET
@conditional_page
def funded_csv(request: HttpRequest) -> HttpResponse:
    """All funded projects as CSV."""
    lines = csv_lines(HEAD, map(line, awards()))
    return HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")


@require_GET
@conditional_page
def funded_json(request: HttpRequest) -> HttpResponse:
    """All funded projects as JSON."""
    return JsonResponse({"projects": list(records())}, json_dumps_params={"ensure_ascii": False})


@require_GET
@conditional_page
def funded_feed(request: HttpRequest) -> HttpResponse:
    """The latest awards as Atom feed."""
    here = request.build_absolute_uri(reverse("funded"))
    feed = Atom1Feed(
        title=_("Neu geförderte Vorhaben"),
        link=here,
        description="",
        language="de",
        author_name=settings.ALLMENDE_PROGRAMME_NAME,
    )
    for award in awards().order_by("-created_at", "-pk")[:LATEST]:
        title = award.decision.candidacy.application.project.title
        feed.add_item(
            title=f"{award.organisation}: {title}",
            link=request.build_absolute_uri(reverse("funded_project", args=[award.key])),
            description="",
            updateddate=award.created_at,
            pubdate=award.created_at,
            unique_id=f"urn:allmende:award:{award.key}",
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml")


@require_GET
@conditional_page
def data_catalogue(request: HttpRequest) -> HttpResponse:
    """The metadata in DCAT-AP.de."""
    addresses = {
        ending: request.build_absolute_uri(reverse(f"funded_{ending}")) for ending in FORMATS
    }
    content = catalogue(addresses, request.build_absolute_uri(reverse("open_data")))
    options = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(content, content_type="application/ld+json", json_dumps_params=options)
