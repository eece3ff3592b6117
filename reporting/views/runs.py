"""Evaluation reports that are kept: ask for one, see all, download their files."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core.downloads import attachment
from programmes.models import CallVersion
from reporting import actions
from reporting.models import RunFile
from reporting.permissions import may_read_overview, may_refresh
from reporting.views.report import version_for

PAGE_SIZE = 20


@login_required
@require_GET
def report_runs(request: HttpRequest, slug: str) -> HttpResponse:
    """All reports of one call that were built, with their files."""
    version = version_of_office(request, slug)
    runs = version.report_runs.exclude(built_at=None).select_related("requested_by", "inputs")
    page = Paginator(runs.prefetch_related("files__file"), PAGE_SIZE)
    context = {
        "version": version,
        "page": page.get_page(request.GET.get("page")),
        "may_refresh": may_refresh(request.user),
    }
    return render(request, "reporting/runs.html", context)


@login_required
@require_POST
def order_report(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a new report and see how far it is."""
    version = version_for(request, slug)
    address = request.build_absolute_uri(reverse("call_report", args=[slug]))
    run = actions.order_report(version, by=request.user, address=address)
    return redirect("job_progress", run.job_key)


@login_required
@require_GET
def report_file(request: HttpRequest, slug: str, key: str, name: str) -> HttpResponseBase:
    """One file of a report."""
    version = version_of_office(request, slug)
    files = RunFile.objects.filter(run__call_version__call=version.call_id, run__key=key)
    return attachment(get_object_or_404(files.select_related("file"), name=name).file)


def version_of_office(request: HttpRequest, slug: str) -> CallVersion:
    """Stored reports hold every number, those that are not published too."""
    if not may_read_overview(request.user):
        raise PermissionDenied
    return version_for(request, slug)
