"""The evaluation report: page, PDF and workbook show the same prepared figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core import jobs
from core.jobs_model import Job
from core.templatetags.allmende import instant
from programmes.models import CallVersion
from reporting.models import PreparedFigure
from reporting.permissions import may_read_overview, may_read_report, may_refresh
from reporting.presentation import chapters
from reporting.workbook import workbook

PAGE_SIZE = 50
PREPARE = "reporting.jobs.prepare"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_GET
def report(request: HttpRequest) -> HttpResponse:
    """The calls that have a report, with the time of their figures."""
    if not may_read_report(request.user):
        raise PermissionDenied
    versions = published().annotate(computed_at=Max("figures__computed_at"))
    if query := request.GET.get("q", "").strip():
        versions = versions.filter(Q(call__title__icontains=query))
    page = Paginator(versions.order_by("-deadline_at", "pk"), PAGE_SIZE)
    context = {"page": page.get_page(request.GET.get("page")), "query": query}
    return render(request, "reporting/reports.html", context)


@login_required
@require_GET
def call_report(request: HttpRequest, slug: str) -> HttpResponse:
    """All figures of one call: tables first, charts beside them."""
    version, figures = prepared(request, slug)
    call = slug if may_read_overview(request.user) else ""
    context = {
        "version": version,
        "chapters": chapters([figure.content for figure in figures], call),
        "may_see_lists": bool(call),
        "computed_at": max((figure.computed_at for figure in figures), default=None),
        "job": running_job(version),
        "may_refresh": may_refresh(request.user),
    }
    return render(request, "reporting/report.html", context)


@login_required
@require_GET
def report_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The same content as PDF."""
    from reporting.report_pdf import build

    version, figures = prepared(request, slug)
    facts = {
        "title": _("Auswertungsbericht"),
        "call": version.call.title,
        "programme": settings.ALLMENDE_PROGRAMME_NAME,
        "address": request.build_absolute_uri(reverse("call_report", args=[slug])),
        "computed_at": instant(max((f.computed_at for f in figures), default=None)),
        "note": _("Demonstration: alle Zahlen sind erfunden.")
        if settings.ALLMENDE_MODE == "demo"
        else "",
    }
    content = build(facts, [figure.content for figure in figures])
    return download(content, "application/pdf", f"Auswertung-{slug}.pdf")


@login_required
@require_GET
def report_workbook(request: HttpRequest, slug: str) -> HttpResponse:
    """The same content as XLSX, with a codebook."""
    _version, figures = prepared(request, slug)
    content = workbook([figure.content for figure in figures])
    return download(content, XLSX, f"Auswertung-{slug}.xlsx")


@login_required
@require_POST
def refresh_report(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask a worker to compute the figures again; one request at a time is enough."""
    version, _figures = prepared(request, slug)
    if not may_refresh(request.user):
        raise PermissionDenied
    if running_job(version) is None:
        jobs.enqueue(PREPARE, version=version.pk)
    messages.info(request, _("Die Kennzahlen werden neu berechnet."))
    return redirect("call_report", slug=slug)


def published() -> Any:
    """The latest published version of every call."""
    return CallVersion.objects.filter(status=CallVersion.Status.PUBLISHED).select_related(
        "call__programme"
    )


def prepared(request: HttpRequest, slug: str) -> tuple[CallVersion, Sequence[PreparedFigure]]:
    """Return the call version and its stored figures, for those who may read them."""
    if not may_read_report(request.user):
        raise PermissionDenied
    versions = published().filter(call__slug=slug).order_by("-number")
    version = get_object_or_404(versions[:1])
    return version, list(version.figures.order_by("pk"))


def running_job(version: CallVersion) -> Job | None:
    """The job that computes this version's figures now, if any."""
    open_states = [Job.State.WAITING, Job.State.RUNNING]
    mine = Job.objects.filter(function=PREPARE, state__in=open_states)
    return next((job for job in mine if job.arguments.get("version") == version.pk), None)


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
