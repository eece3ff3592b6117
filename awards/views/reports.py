"""Reports as the recipient writes and the office reads them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import APPLICANT_ROLES
from accounts.permissions import may_read_office, organisations_of
from applications.effects import effects_of
from awards.actions.reports import (
    accept_report,
    check_report,
    request_report_supplement,
    submit_report,
)
from awards.follow_up_permissions import may_check_report, may_sign_report, may_write_report
from awards.forms import NoteForm
from awards.forms.reports import ReportFilterForm
from awards.models import Report, ReportDate, Voucher
from awards.report_content import content_of, drawn
from awards.report_filters import duties_matching, ordered_duties
from awards.report_parts import SECTIONS, sections_of
from core import pdf
from core.downloads import document
from core.history import history_of
from core.refusals import Finding, RuleViolation
from core.snapshots import thaw
from core.workflow import Attempt, findings_against, steps_open_to

PAGE_SIZE = 50
PARTS = ("duty__award__organisation", "duty__award__decision__candidacy__application__project")


@login_required
@require_GET
def my_reports(request: HttpRequest) -> HttpResponse:
    """Every report of my organisations: what is due when, and where it stands."""
    own = organisations_of(request.user, *APPLICANT_ROLES)
    duties = ReportDate.objects.filter(award__organisation__in=own)
    return report_list(request, duties, "awards/my_reports.html")


@login_required
@require_GET
def office_reports(request: HttpRequest) -> HttpResponse:
    """All reports of all awards, the next due first."""
    if not may_read_office(request.user):
        raise PermissionDenied
    return report_list(request, ReportDate.objects.all(), "awards/office_reports.html")


def report_list(request: HttpRequest, duties: Any, template: str) -> HttpResponse:
    """Filter, sort and page the duties."""
    form = ReportFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = ordered_duties(duties_matching(duties, asked), request.GET.get("sort", ""))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "active": any(asked.values())}
    return render(request, template, context)


def report_for(request: HttpRequest, key: str) -> Report:
    """Return a report that this person may see."""
    mine = Report.objects.visible_to(request.user).select_related(*PARTS)
    return get_object_or_404(mine, key=key)


@login_required
@require_GET
def report(request: HttpRequest, key: str) -> HttpResponse:
    """One report: its sections while it is written, then what was handed in."""
    one = report_for(request, key)
    writes = one.is_editable and may_write_report(one, request.user)
    latest = one.submissions.order_by("-number").select_related("snapshot").first()
    findings = findings_against(one, "submit", Attempt(by=request.user)) if writes else []
    steps = {step.name: step for step in steps_open_to(one, Attempt(by=request.user))}
    context = {
        "report": one,
        "award": one.award,
        "writes": writes,
        "groups": task_groups(one, findings) if writes else [],
        "findings": linked(one, findings),
        "submission": latest,
        "effects": effects_of(one.award.decision.candidacy.application),
        "content": thaw(latest.snapshot) if latest and not one.is_editable else content_of(one),
        "steps": steps,
        "check": getattr(latest, "proof_check", None),
        "notice": getattr(one.award, "final_notice", None) if one.is_proof else None,
        "may_begin": one.is_proof
        and one.status == Report.Status.SUBMITTED
        and may_check_report(one, request.user),
        "is_office": may_read_office(request.user),
        "note_form": NoteForm(),
        "history": history_of(one, ReportDate, Voucher),
    }
    return render(request, "awards/report.html", context)


def task_groups(one: Report, findings: list[Finding]) -> list[dict[str, Any]]:
    """Return the sections as a task list with what is still open."""
    waiting = {finding.section for finding in findings}
    tasks = [
        {
            "label": SECTIONS[code],
            "url": reverse("report_section", args=[one.key, code]),
            "status": _("Noch offen") if code in waiting else _("Vollständig"),
            "tone": "warn" if code in waiting else "ok",
        }
        for code in sections_of(one.duty.kind, has_partners=one.partner_proofs.exists())
    ]
    return [{"title": _("Abschnitte"), "tasks": tasks}]


def linked(one: Report, findings: list[Finding]) -> list[dict[str, str]]:
    """Return the findings, each with the address of its field."""
    return [
        {
            "sentence": finding.sentence,
            "url": reverse("report_section", args=[one.key, finding.section])
            + f"#id_{finding.field}",
        }
        for finding in findings
    ]


@login_required
@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, key: str) -> HttpResponse:
    """The signatory reads the whole report and signs it."""
    one = report_for(request, key)
    if not may_sign_report(one, request.user):
        raise PermissionDenied
    refused: tuple[Finding, ...] = ()
    if request.method == "POST":
        try:
            submit_report(one, by=request.user)
            return redirect("report_receipt", key=key)
        except RuleViolation as refusal:
            refused = refusal.findings
    findings = findings_against(one, "submit", Attempt(by=request.user))
    context = {
        "report": one,
        "award": one.award,
        "content": content_of(one),
        "findings": linked(one, findings),
        "refused": refused,
    }
    return render(request, "awards/report_submit.html", context)


@login_required
@require_GET
def receipt(request: HttpRequest, key: str) -> HttpResponse:
    """What came in, when, and its fingerprint."""
    one = report_for(request, key)
    submission = get_object_or_404(one.submissions.select_related("snapshot")[:1])
    context = {"report": one, "award": one.award, "submission": submission}
    return render(request, "awards/report_receipt.html", context)


@login_required
@require_GET
def report_pdf(request: HttpRequest, key: str) -> HttpResponse:
    """The latest submission as PDF, from what was frozen."""
    one = report_for(request, key)
    submission = get_object_or_404(one.submissions.select_related("snapshot")[:1])
    try:
        made = drawn(submission)
    except pdf.PdfUnavailableError:
        return render(request, "errors/pdf.html", status=503)
    name = submission.receipt_number.replace("/", "-")
    return document(made, f"Nachweis-{name}.pdf")


@login_required
@require_POST
def report_step(request: HttpRequest, key: str, step: str) -> HttpResponse:
    """The office checks, accepts, or asks for a supplement."""
    one = report_for(request, key)
    if step not in STEPS:
        raise Http404
    form = NoteForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        messages.success(request, STEPS[step](one, request.user, note))
    except RuleViolation as refusal:
        for finding in refusal.findings:
            messages.error(request, str(finding))
    return redirect("report_of_award", key=key)


def checked(one: Report, user: Any, note: str) -> str:
    check_report(one, by=user, note=note)
    return _("Geprüft. Eine zweite Person nimmt den Nachweis an.")


def accepted(one: Report, user: Any, note: str) -> str:
    accept_report(one, by=user, note=note)
    return _("Angenommen.")


def supplemented(one: Report, user: Any, note: str) -> str:
    request_report_supplement(one, by=user, note=note)
    return _("Die Nachforderung ist gestellt.")


STEPS = {"pruefen": checked, "annehmen": accepted, "nachfordern": supplemented}
