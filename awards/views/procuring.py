"""Contracts: entered by the recipient, checked by the office."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import may_edit_for, may_read_office
from awards.actions import procuring as actions
from awards.checks.procurement import hints_for
from awards.follow_up_permissions import may_check_procurement
from awards.forms import NoteForm
from awards.forms.procuring import FIELDS, BreachForm, ProcurementFilterForm, ProcurementForm
from awards.models import Award, Procurement, ProcurementFinding
from awards.views.milestones import put
from core.downloads import attachment
from core.history import history_of
from core.refusals import EditConflict, RuleViolation
from core.workflow import Attempt, steps_open_to

PAGE_SIZE = 50
CHANGED = "Jemand hat die Vergabe inzwischen geändert. Laden Sie die Seite neu."


@login_required
@require_GET
def all_procurements(request: HttpRequest) -> HttpResponse:
    """All contracts, what is not checked yet first."""
    if not may_read_office(request.user):
        raise PermissionDenied
    form = ProcurementFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = Procurement.objects.select_related("award__organisation").prefetch_related("findings")
    if asked.get("stand"):
        rows = rows.filter(status=asked["stand"])
    if query := (asked.get("q") or "").strip():
        named = Q(award__organisation__name__icontains=query) | Q(subject__icontains=query)
        rows = rows.filter(named | Q(winner__icontains=query))
    rows = rows.order_by("-awarded_on", "pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "active": any(asked.values())}
    return render(request, "awards/all_procurements.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def procurements(request: HttpRequest, key: str) -> HttpResponse:
    """The contracts of one award; the recipient enters further ones here."""
    award = get_object_or_404(Award.objects.visible_to(request.user), key=key)
    may_enter = may_edit_for(request.user, award.organisation)
    if request.method == "POST" and not may_enter:
        raise PermissionDenied
    form = ProcurementForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            upload = form.cleaned_data["upload"]
            actions.enter_procurement(award, form.values(), upload=upload, by=request.user)
        except RuleViolation as refusal:
            put(refusal, form)
        else:
            messages.success(request, _("Eingetragen. Die Programmstelle prüft die Vergabe."))
            return redirect("procurements", key=key)
    rows = award.procurements.prefetch_related("findings")
    context = {"award": award, "rows": rows, "form": form if may_enter else None}
    return render(request, "awards/procurements.html", context)


def procurement_for(request: HttpRequest, key: str) -> Procurement:
    mine: Any = Procurement.objects.visible_to(request.user).select_related("award__organisation")
    found: Procurement = get_object_or_404(mine, key=key)
    return found


@login_required
@require_http_methods(["GET", "POST"])
def procurement(request: HttpRequest, key: str) -> HttpResponse:
    """One contract: changed by the recipient until it is checked, judged by the office."""
    one = procurement_for(request, key)
    owner = may_edit_for(request.user, one.award.organisation)
    if request.method == "POST" and not owner:
        raise PermissionDenied
    editable = owner and one.status == Procurement.Status.ENTERED
    initial = {name: getattr(one, name) for name in (*FIELDS, "version")}
    form = ProcurementForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid() and changed(request, one, form):
        return redirect("procurement", key=key)
    context = page_of(request, one) | {"form": form if editable else None}
    return render(request, "awards/procurement.html", context)


def changed(request: HttpRequest, one: Procurement, form: ProcurementForm) -> bool:
    """Store the change, or put what stands against it at its field."""
    entered = form.cleaned_data
    kept = {"seen": entered["version"], "upload": entered["upload"], "by": request.user}
    try:
        actions.edit_procurement(one, form.values(), **kept)
    except EditConflict:
        form.add_error(None, CHANGED)
        return False
    except RuleViolation as refusal:
        put(refusal, form)
        return False
    messages.success(request, _("Gespeichert."))
    return True


def page_of(request: HttpRequest, one: Procurement, breach: BreachForm | None = None) -> Any:
    """Return what the page shows."""
    steps = {step.name: step for step in steps_open_to(one, Attempt(by=request.user))}
    checks = may_check_procurement(one, request.user)
    objecting = checks and "object_to" in steps and steps["object_to"].is_open
    return {
        "record": one,
        "procurement": one,
        "award": one.award,
        "steps": steps,
        "hints": hints_for(one) if may_read_office(request.user) else [],
        "findings": one.findings.all(),
        "breach_form": (breach or BreachForm(award=one.award)) if objecting else None,
        "note_form": NoteForm(),
        "history": history_of(one, ProcurementFinding),
    }


@login_required
@require_POST
def procurement_step(request: HttpRequest, key: str, step: str) -> HttpResponse:
    """Clear it, object to it, or look at it again."""
    one = procurement_for(request, key)
    if step not in ("unbedenklich", "beanstanden", "erneut"):
        raise Http404
    note = request.POST.get("note", "")
    try:
        if step == "beanstanden":
            return objected(request, one)
        if step == "unbedenklich":
            actions.clear_procurement(one, by=request.user, note=note)
            messages.success(request, _("Ohne Beanstandung geprüft."))
        else:
            actions.reopen_procurement(one, by=request.user, note=note)
            messages.success(request, _("Die Vergabe wird erneut geprüft."))
    except RuleViolation as refusal:
        for finding in refusal.findings:
            messages.error(request, str(finding))
    return redirect("procurement", key=key)


def objected(request: HttpRequest, one: Procurement) -> HttpResponse:
    """Record the breach; wrong input stays in its form."""
    if not may_check_procurement(one, request.user):
        raise PermissionDenied
    form = BreachForm(request.POST, award=one.award)
    if form.is_valid():
        try:
            actions.find_breach(one, **form.cleaned_data, by=request.user)
        except RuleViolation as refusal:
            put(refusal, form)
        else:
            messages.success(request, _("Festgestellt. Die Kürzung geht in die Schlussrechnung."))
            return redirect("procurement", key=one.key)
    return render(request, "awards/procurement.html", page_of(request, one, form))


@login_required
@require_GET
def procurement_file(request: HttpRequest, key: str) -> HttpResponseBase:
    """The uploaded record of the procurement."""
    one = procurement_for(request, key)
    if one.file is None:
        raise Http404
    return attachment(one.file)
