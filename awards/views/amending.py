"""Amendments: choose the type, write, file, decide."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import may_edit_for, may_read_office
from awards.actions import amending as actions
from awards.follow_up_permissions import may_write_report
from awards.forms import NoteForm
from awards.forms.amending import AmendmentFilterForm, AmendmentForm, OutcomeForm
from awards.models import Amendment, Award
from awards.tolerance import explained, guidance, needs_decision
from awards.views.choices import choices_of
from core.history import history_of
from core.refusals import EditConflict, RuleViolation
from core.workflow import Attempt, steps_open_to

PAGE_SIZE = 50
DECIDING = (
    ("grant", "entscheiden", gettext_lazy("So entscheiden")),
    ("grant", "zurueckgeben", gettext_lazy("Zurückgeben")),
)
SORTS = {"kommune": "award__organisation__name", "eingang": "submitted_at", "art": "kind"}


@login_required
@require_GET
def amendments(request: HttpRequest) -> HttpResponse:
    """The amendments this person may see, with the awards that may be amended."""
    form = AmendmentFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = Amendment.objects.visible_to(request.user).select_related("award__organisation")
    is_office = may_read_office(request.user)
    if is_office:
        rows = rows.exclude(status=Amendment.Status.DRAFT)
    if asked.get("art"):
        rows = rows.filter(kind=asked["art"])
    if asked.get("stand"):
        rows = rows.filter(status=asked["stand"])
    if query := (asked.get("q") or "").strip():
        by_name = Q(award__organisation__name__icontains=query)
        rows = rows.filter(by_name | Q(award__funding_code__icontains=query))
    sort = request.GET.get("sort", "")
    if column := SORTS.get(sort.removeprefix("-")):
        rows = rows.order_by(f"-{column}" if sort.startswith("-") else column, "pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "active": any(asked.values())}
    own = Award.objects.none() if is_office else Award.objects.visible_to(request.user)
    context |= {"is_office": is_office, "awards": own.select_related("organisation")}
    return render(request, "awards/amendments.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def start_amendment(request: HttpRequest, key: str) -> HttpResponse:
    """Choose the type, after reading what each needs."""
    award = get_object_or_404(Award.objects.visible_to(request.user), key=key)
    if not may_edit_for(request.user, award.organisation):
        raise PermissionDenied
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        if kind not in Amendment.Kind.values:
            raise Http404
        made = actions.start_amendment(award, kind, by=request.user)
        return redirect("amendment", key=made.key)
    kinds = [
        {"code": code, "label": label, "text": guidance(award, code)}
        for code, label in Amendment.Kind.choices
    ]
    return render(request, "awards/amendment_start.html", {"award": award, "kinds": kinds})


@login_required
@require_http_methods(["GET", "POST"])
def amendment(request: HttpRequest, key: str) -> HttpResponse:
    """Write the draft, or read what was filed with its differences."""
    mine = Amendment.objects.visible_to(request.user)
    one = get_object_or_404(mine.select_related("award__organisation"), key=key)
    writes = one.status == Amendment.Status.DRAFT and may_write_report(one, request.user)
    if request.method == "POST" and not writes:
        raise PermissionDenied
    form = AmendmentForm(request.POST or None, amendment=one) if writes else None
    if form and request.method == "POST" and form.is_valid() and saved(request, one, form):
        return redirect("amendment", key=key)
    steps = {step.name: step for step in steps_open_to(one, Attempt(by=request.user))}
    open_steps = {name for name, step in steps.items() if step.is_open}
    context = {
        "record": one,
        "amendment": one,
        "award": one.award,
        "form": form,
        "steps": steps,
        "changed": [line for line in one.lines.select_related("plan_line") if changes(line)],
        "guidance": guidance(one.award, one.kind),
        "tolerance": explained(one),
        "needs_decision": needs_decision(one),
        "outcome_form": OutcomeForm() if "propose" in steps and steps["propose"].allowed else None,
        "choices": choices_of("amendment_step", key, DECIDING, open_steps),
        "note_form": NoteForm(),
        "is_office": may_read_office(request.user),
        "history": history_of(one),
    }
    return render(request, "awards/amendment.html", context)


def changes(line: Any) -> bool:
    return bool(line.before != line.after)


def saved(request: HttpRequest, one: Amendment, form: AmendmentForm) -> bool:
    """Store the draft, or say at the form why not."""
    seen = form.cleaned_data["version"]
    try:
        actions.save_amendment(one, form.values(), form.amounts(), seen=seen, by=request.user)
    except EditConflict:
        form.add_error(None, _("Jemand hat den Antrag inzwischen geändert. Laden Sie neu."))
        return False
    except RuleViolation as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Gespeichert."))
    return True


@login_required
@require_POST
def amendment_step(request: HttpRequest, key: str, step: str) -> HttpResponse:
    """File, tell, withdraw, propose, give back or decide."""
    one = get_object_or_404(Amendment.objects.visible_to(request.user), key=key)
    if step not in STEPS:
        raise Http404
    try:
        messages.success(request, STEPS[step](request, one))
    except RuleViolation as refusal:
        for finding in refusal.findings:
            messages.error(request, str(finding))
    return redirect("amendment", key=key)


def filed(request: HttpRequest, one: Amendment) -> str:
    actions.submit_amendment(one, by=request.user)
    return _("Der Änderungsantrag ist eingereicht.")


def told(request: HttpRequest, one: Amendment) -> str:
    actions.note_amendment(one, by=request.user)
    return _("Die Änderung ist angezeigt und gilt. Ein Bescheid ist nicht nötig.")


def withdrawn(request: HttpRequest, one: Amendment) -> str:
    actions.withdraw_amendment(one, by=request.user)
    return _("Zurückgezogen.")


def proposed(request: HttpRequest, one: Amendment) -> str:
    form = OutcomeForm(request.POST)
    entered = form.cleaned_data if form.is_valid() else {}
    positive, reason = entered.get("is_positive"), entered.get("reason") or ""
    actions.propose_amendment(one, positive=positive, reason=reason, by=request.user)
    return _("Vorgeschlagen. Entscheiden muss eine zweite Person.")


def given_back(request: HttpRequest, one: Amendment) -> str:
    actions.give_back_amendment(one, by=request.user, note=request.POST.get("note", ""))
    return _("Zurückgegeben.")


def decided(request: HttpRequest, one: Amendment) -> str:
    actions.decide_amendment(one, by=request.user)
    return _("Entschieden.")


STEPS: dict[str, Callable[[HttpRequest, Amendment], str]] = {
    "einreichen": filed,
    "anzeigen": told,
    "zurueckziehen": withdrawn,
    "vorschlagen": proposed,
    "zurueckgeben": given_back,
    "entscheiden": decided,
}
