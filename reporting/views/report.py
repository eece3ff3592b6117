"""The evaluation report: its pages show prepared figures; nothing is computed on request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Max, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from awards.models import Award
from core import jobs
from core.downloads import shielded
from core.export import csv_response
from core.jobs_model import Job
from core.pdf import picture
from core.templatetags.allmende import instant
from programmes.models import CallVersion
from reporting.kept_pages import figures_as_html
from reporting.models import ReportRun
from reporting.parliament import pack_of
from reporting.permissions import may_read_overview, may_read_report, may_refresh
from reporting.pictures import drawings
from reporting.presentation import table_of, totals, typed_rows
from reporting.published import Shown, figures_for

PAGE_SIZE = 50
PREPARE = "reporting.jobs.prepare"
LISTED_ELSEWHERE = "H3"  # every award: on a page of its own


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
    version, figures = prepared(request, slug, without=LISTED_ELSEWHERE)
    call = slug if may_read_overview(request.user) else ""
    shown = [figure.content for figure in figures]
    context = {
        "version": version,
        "summary": totals(shown, call),
        "figures": figures_as_html(version, shown, call),
        "may_see_lists": bool(call),
        "computed_at": computed_at(figures),
        "job": running_job(version),
        "may_refresh": may_refresh(request.user),
        "run": latest_run(request, version),
    }
    return render(request, "reporting/report.html", context)


@login_required
@require_GET
def parliament(request: HttpRequest, slug: str) -> HttpResponse:
    """Answers to the usual questions from parliament, and the list of awards page by page."""
    version, figures = prepared(request, slug)
    call = slug if may_read_overview(request.user) else ""
    pack = pack_of([figure.content for figure in figures])
    listed = [content for content in pack if content["code"] == LISTED_ELSEWHERE]
    answers = [content for content in pack if content["code"] != LISTED_ELSEWHERE]
    awards = listed[0] if listed else {"rows": []}
    page = Paginator(awards["rows"], PAGE_SIZE).get_page(request.GET.get("page"))
    table = table_of({**awards, "rows": page.object_list}) if listed else None
    context = {
        "version": version,
        "figures": figures_as_html(version, answers, call),
        "awards": table,
        "rows": zip(table.rows, keys_of(page.object_list), strict=True) if table else (),
        "page": page,
        "computed_at": computed_at(figures),
        "run": latest_run(request, version),
    }
    return render(request, "reporting/parliament.html", context)


def keys_of(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the key of the award of each row, which leads to its public page."""
    known = Award.objects.filter(funding_code__in=[row["code"] for row in rows])
    keys = dict(known.values_list("funding_code", "key"))
    return [keys.get(row["code"], "") for row in rows]


@login_required
@require_GET
def figure_csv(request: HttpRequest, slug: str, code: str) -> StreamingHttpResponse:
    """One figure as CSV."""
    _version, figures = prepared(request, slug)
    content = found(figures, code).content
    heads = [column["label"] for column in content["columns"]]
    return csv_response(f"{slug}-{code}.csv", heads, typed_rows(content))


@login_required
@require_GET
def chart_picture(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One chart or map as SVG or PNG; `name` is that of the chart with the ending."""
    version, figures = prepared(request, slug)
    wanted, _dot, ending = name.rpartition(".")
    code = wanted.removeprefix("karte-").upper()
    source = f"{version.call.title}, Stand {instant(computed_at(figures))}"
    svg = dict(drawings([found(figures, code).content], source)).get(wanted)
    if svg is None or ending not in ("svg", "png"):
        raise Http404
    content, kind = (picture(svg), "image/png") if ending == "png" else (svg, "image/svg+xml")
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{slug}-{name}"'
    return shielded(answer)


@login_required
@require_POST
def refresh_report(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask a worker to compute the figures again; one request at a time is enough."""
    version = version_for(request, slug)
    if not may_refresh(request.user):
        raise PermissionDenied
    if running_job(version) is None:
        jobs.enqueue(PREPARE, version=version.pk)
    messages.info(request, _("Die Kennzahlen werden neu berechnet."))
    return redirect("call_report", slug=slug)


def published() -> QuerySet[CallVersion]:
    """The version in force of every call: a corrected call has one report."""
    return CallVersion.objects.in_force().select_related("call__programme")


def version_for(request: HttpRequest, slug: str) -> CallVersion:
    """Return the version in force of a call, for those who may read its report."""
    if not may_read_report(request.user):
        raise PermissionDenied
    return get_object_or_404(published(), call__slug=slug)


def prepared(
    request: HttpRequest, slug: str, without: str = ""
) -> tuple[CallVersion, Sequence[Shown]]:
    """Return the call version and its figures as this person may see them."""
    version = version_for(request, slug)
    return version, figures_for(request.user, version, without)


def found(figures: Sequence[Shown], code: str) -> Shown:
    for figure in figures:
        if figure.code == code:
            return figure
    raise Http404


def computed_at(figures: Sequence[Shown]) -> Any:
    return max((figure.computed_at for figure in figures), default=None)


def latest_run(request: HttpRequest, version: CallVersion) -> ReportRun | None:
    """The report built last; its files hold every number, so only the office takes them along."""
    if not may_read_overview(request.user):
        return None
    return version.report_runs.exclude(built_at=None).first()


def running_job(version: CallVersion) -> Job | None:
    """The job that computes this version's figures now, if any."""
    open_states = [Job.State.WAITING, Job.State.RUNNING]
    mine = Job.objects.filter(function=PREPARE, state__in=open_states)
    return next((job for job in mine if job.arguments.get("version") == version.pk), None)
