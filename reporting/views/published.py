"""Published figures: what everyone may read of a call once its result is public."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from core.export import csv_response
from programmes.models import CallVersion
from reporting.kept_pages import figures_as_html
from reporting.presentation import typed_rows
from reporting.published import (
    AUDIENCES,
    PUBLISHED,
    figures_for,
    names_of_figures,
    result_is_public,
)
from reporting.views.report import LISTED_ELSEWHERE, computed_at, found, published

PAGE_SIZE = 50
EVERYONE = AnonymousUser()  # signed in or not: the published page is the same for all


@require_GET
def published_figures(request: HttpRequest) -> HttpResponse:
    """The calls with published figures, and every published output with its threshold."""
    versions = published().filter(result_is_public()).order_by("-deadline_at", "pk")
    names = names_of_figures()
    outputs = [
        {
            "code": output.code,
            "name": names.get(output.code, ""),
            "audience": AUDIENCES[output.audience],
            "output": output,
        }
        for output in PUBLISHED
    ]
    page = Paginator(versions, PAGE_SIZE).get_page(request.GET.get("page"))
    limits = {version.call.programme.small_number_limit for version in page}
    context = {"page": page, "outputs": outputs, "limits": sorted(limits)}
    return render(request, "reporting/published.html", context)


@require_GET
def call_figures(request: HttpRequest, slug: str) -> HttpResponse:
    """The published figures of one call."""
    version = version_of(slug)
    figures = figures_for(EVERYONE, version, LISTED_ELSEWHERE)
    shown = [figure.content for figure in figures]
    context = {
        "version": version,
        "figures": figures_as_html(version, shown, csv_address="published_csv"),
        "computed_at": computed_at(figures),
    }
    return render(request, "reporting/call_figures.html", context)


@require_GET
def published_csv(request: HttpRequest, slug: str, code: str) -> StreamingHttpResponse:
    """One published figure as CSV."""
    content = found(figures_for(EVERYONE, version_of(slug)), code).content
    heads = [column["label"] for column in content["columns"]]
    return csv_response(f"{slug}-{code}.csv", heads, typed_rows(content))


def version_of(slug: str) -> CallVersion:
    """Return the version in force of a call whose result is published."""
    return get_object_or_404(published(), result_is_public(), call__slug=slug)
