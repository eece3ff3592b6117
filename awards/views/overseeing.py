"""Oversight: risks, the overview of VV Nr. 9, exceptions, log export, visits and inventory."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import may_edit_for, may_read_office
from awards.actions.overseeing import add_piece, note_visit, piece_left
from awards.forms.overseeing import (
    ExceptionFilterForm,
    LeftForm,
    OversightFilterForm,
    PieceForm,
    VisitForm,
)
from awards.log_export import EXCEPTIONS, SCRIPT, exceptions, lines
from awards.models import Award
from awards.overview9 import HEADINGS, awards_with_parts, row_of, workbook
from awards.permissions import may_care_for_award
from awards.risk import cohort_forecast, interval_of, limits, risk_of, with_risk_parts
from core import clock
from core.downloads import document
from core.models import AuditEvent
from core.refusals import RuleViolation
from core.step_names import STEP_NAMES

PAGE_SIZE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STEP_LABELS = STEP_NAMES | {
    "give_back": "Zurückgegeben",
    "request_supplement": "Nachforderung gestellt",
    "waive": "Erlassen",
    "waive_interest": "Von Zinsen abgesehen",
    "refuse_waiver": "Erlass abgelehnt",
    "defer": "Stundung oder Raten vereinbart",
    "pursue": "Niedergeschlagenes wieder eingefordert",
    "write_off": "Niedergeschlagen",
    "drop": "Rückforderung eingestellt",
    "supersede": "Prüfung überholt",
    "stop_payments": "Auszahlung angehalten",
    "waive_remedies": "Auf Rechtsbehelf verzichtet",
    "return_to_officer": "Entscheidung zurückgegeben",
    "reopen_check": "Vergabe erneut geprüft",
    "reopen_rejected": "Antrag nach einem Fehler neu begutachtet",
    "revoke_rejection": "Ablehnung aufgehoben",
}


def chosen_awards(request: HttpRequest) -> tuple[OversightFilterForm, QuerySet[Award]]:
    """Return the filter and the awards it leaves, for readers of the office only."""
    if not may_read_office(request.user):
        raise PermissionDenied
    form = OversightFilterForm(request.GET)
    awards = Award.objects.order_by("funding_code")
    query = form.cleaned_data["q"].strip() if form.is_valid() else ""
    if query:
        by_name = Q(organisation__name__icontains=query)
        awards = awards.filter(by_name | Q(funding_code__icontains=query))
    return form, awards


@login_required
@require_GET
def risks(request: HttpRequest) -> HttpResponse:
    """Every award with plan, draw-down and what may go wrong."""
    form, awards = chosen_awards(request)
    page = Paginator(with_risk_parts(awards), PAGE_SIZE).get_page(request.GET.get("page"))
    today = clock.today()
    forecast = cohort_forecast(Award.objects.all(), today.year - 1, limits())
    context = {
        "form": form,
        "page": page,
        "active": bool(request.GET.get("q")),
        "risks": [risk_of(award, today) for award in page],
        "forecast": forecast,
        "interval": interval_of(forecast) if forecast else None,
        "year": today.year,
    }
    return render(request, "awards/oversight_risks.html", context)


@login_required
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The overview of VV Nr. 9 as a page."""
    form, awards = chosen_awards(request)
    page = Paginator(awards_with_parts(awards), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [list(zip(HEADINGS, row_of(award), strict=True)) for award in page]
    context = {"form": form, "page": page, "headings": HEADINGS, "rows": rows}
    context["active"] = bool(request.GET.get("q"))
    return render(request, "awards/oversight_overview.html", context)


@login_required
@require_GET
def overview_xlsx(request: HttpRequest) -> HttpResponse:
    """The same overview as XLSX, with every award of the filter."""
    _form, awards = chosen_awards(request)
    made = workbook(row_of(award) for award in awards_with_parts(awards))
    return document(made, f"VV-Nr-9-{clock.today():%Y-%m-%d}.xlsx", XLSX)


@login_required
@require_GET
def exception_list(request: HttpRequest) -> HttpResponse:
    """Everything that was let pass, undone or decided otherwise, from the log."""
    if not may_read_office(request.user):
        raise PermissionDenied
    choices = sorted(((s, STEP_LABELS[s]) for s in EXCEPTIONS), key=lambda one: one[1])
    form = ExceptionFilterForm(request.GET, choices=choices)
    step = form.cleaned_data["schritt"] if form.is_valid() else ""
    rows = exceptions().filter(step=step) if step else exceptions()
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    entries = [
        {"event": event, "label": STEP_LABELS[event.step], "record": kind_of(event)}
        for event in page
    ]
    context = {"form": form, "page": page, "entries": entries, "active": bool(step)}
    return render(request, "awards/oversight_exceptions.html", context)


def kind_of(event: AuditEvent) -> str:
    """What the entry is about, as the pages name it."""
    return str(apps.get_model(event.record_type)._meta.verbose_name)


@login_required
@require_GET
def log_export(request: HttpRequest) -> StreamingHttpResponse:
    """The whole log, a line of JSON for each entry."""
    if not may_read_office(request.user):
        raise PermissionDenied
    answer = StreamingHttpResponse(lines(), content_type="application/x-ndjson")
    answer["Content-Disposition"] = 'attachment; filename="protokoll.jsonl"'
    answer["Cache-Control"] = "no-store"
    return answer


@login_required
@require_GET
def log_script(request: HttpRequest) -> HttpResponse:
    """The script that checks an exported log on any machine."""
    if not may_read_office(request.user):
        raise PermissionDenied
    return document(SCRIPT.read_bytes(), "check_log.py", "text/x-python")


@login_required
@require_http_methods(["GET", "POST"])
def inventory(request: HttpRequest, key: str) -> HttpResponse:
    """What was bought and where it is; visits on the spot below."""
    award = get_object_or_404(Award.objects.visible_to(request.user), key=key)
    user: Any = request.user
    owner, carer = may_edit_for(user, award.organisation), may_care_for_award(award, user)
    wish = request.POST.get("wish", "")
    if request.method == "POST" and not (carer if wish == "visit" else owner):
        raise PermissionDenied
    piece_form = PieceForm(request.POST if wish == "piece" else None)
    left_form = LeftForm(request.POST if wish == "left" else None, prefix="left")
    visit_form = VisitForm(request.POST if wish == "visit" else None)
    form = {"piece": piece_form, "left": left_form, "visit": visit_form}.get(wish)
    if form is not None and form.is_valid() and stored(request, award, wish, form):
        return redirect("inventory", key=key)
    context = {
        "award": award,
        "pieces": award.inventory.all(),
        "visits": award.visits.all() if may_read_office(user) else [],
        "piece_form": piece_form if owner else None,
        "left_form": left_form if owner else None,
        "visit_form": visit_form if carer else None,
        "form": form,
        "is_office": may_read_office(user),
        "may_recover": carer,
    }
    return render(request, "awards/oversight_inventory.html", context)


def stored(request: HttpRequest, award: Award, wish: str, form: Any) -> bool:
    """Store a piece, its leaving or a visit; refusals come back to the form."""
    entered, by = form.cleaned_data, request.user
    try:
        if wish == "piece":
            add_piece(award, entered, by=by)
        elif wish == "visit":
            note_visit(award, entered, by=by)
        else:
            piece = get_object_or_404(award.inventory, key=request.POST.get("piece", ""))
            piece_left(piece, entered["left_on"], entered["reason"], by=by)
    except RuleViolation as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Gespeichert."))
    return True
