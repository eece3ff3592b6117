"""Milestones of an award: agreed by the office, reported with evidence, confirmed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from awards.actions import milestones as actions
from awards.actions.requests import OPEN
from awards.follow_up_permissions import may_confirm_milestone, may_write_report
from awards.forms import NoteForm
from awards.forms.milestones import EvidenceForm, MilestoneForm
from awards.models import Award, Milestone, PaymentRequest
from awards.permissions import may_care_for_award, may_prepare_request
from core.downloads import attachment
from core.history import history_of
from core.refusals import RuleViolation

Status = Milestone.Status


@login_required
@require_http_methods(["GET", "POST"])
def milestones(request: HttpRequest, key: str) -> HttpResponse:
    """All milestones of an award; the office agrees on further ones here."""
    award = get_object_or_404(Award.objects.visible_to(request.user), key=key)
    may_plan = may_care_for_award(award, request.user)
    if request.method == "POST" and not may_plan:
        raise PermissionDenied
    form = MilestoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.plan_milestone(award, form.cleaned_data, by=request.user)
        except RuleViolation as refusal:
            put(refusal, form)
        else:
            messages.success(request, _("Vereinbart."))
            return redirect("milestones", key=key)
    rows = award.milestones.all()
    planned = rows.aggregate(total=Sum("amount"))["total"] or 0
    context = {
        "award": award,
        "milestones": rows,
        "planned": planned,
        "left": award.eligible_amount - planned,
        "form": form if may_plan and award.is_paid_by_milestones else None,
    }
    return render(request, "awards/milestones.html", context)


def put(refusal: RuleViolation, form: forms.Form) -> None:
    """Show each reason at its field, or above the form."""
    for finding in refusal.findings:
        form.add_error(finding.field if finding.field in form.fields else None, str(finding))


@login_required
@require_http_methods(["GET", "POST"])
def milestone(request: HttpRequest, key: str) -> HttpResponse:
    """One milestone: reported by the recipient, then confirmed or sent back."""
    one = milestone_for(request, key)
    reports = one.status == Status.PLANNED and may_write_report(one, request.user)
    decides = one.status == Status.REPORTED and may_confirm_milestone(one, request.user)
    removes = one.status == Status.PLANNED and may_care_for_award(one.award, request.user)
    form: Any = EvidenceForm(request.POST or None, request.FILES or None) if reports else None
    if request.method == "POST":
        if not (reports or decides or removes):
            raise PermissionDenied
        answer = reported(request, one, form) if reports else decided(request, one)
        if answer:
            return answer
    context = {
        "record": one,
        "milestone": one,
        "award": one.award,
        "form": form,
        "decides": decides,
        "removes": removes,
        "note_form": NoteForm(),
        "asked_for": request_for(one),
        "may_request": may_prepare_request(one.award, request.user),
        "history": history_of(one),
    }
    return render(request, "awards/milestone.html", context)


def request_for(one: Milestone) -> PaymentRequest | None:
    """Return the request that asks for it; else the award's open one, into which it belongs."""
    requests = one.award.payment_requests
    open_ones = requests.filter(status__in=OPEN)
    return requests.filter(bills__milestone=one).first() or open_ones.first()


def milestone_for(request: HttpRequest, key: str) -> Milestone:
    mine: Any = Milestone.objects.visible_to(request.user).select_related("award__organisation")
    found: Milestone = get_object_or_404(mine, key=key)
    return found


def reported(request: HttpRequest, one: Milestone, form: Any) -> HttpResponse | None:
    """Report it; what is wrong stays at the form."""
    if not form.is_valid():
        return None
    try:
        actions.report_milestone(one, **form.cleaned_data, by=request.user)
    except RuleViolation as refusal:
        put(refusal, form)
        return None
    messages.success(request, _("Gemeldet. Die Programmstelle prüft den Nachweis."))
    return redirect("milestone", key=one.key)


def decided(request: HttpRequest, one: Milestone) -> HttpResponse:
    """Confirm, send back or remove."""
    wish, note = request.POST.get("wish", ""), request.POST.get("note", "")
    try:
        if wish == "remove":
            actions.remove_milestone(one, by=request.user)
            messages.success(request, _("Entfernt."))
            return redirect("milestones", key=one.award.key)
        if wish == "confirm":
            actions.confirm_milestone(one, by=request.user)
            messages.success(request, _("Bestätigt. Die Kommune kann ihn nun anfordern."))
        else:
            actions.send_back_milestone(one, by=request.user, note=note)
            messages.success(request, _("Zurückgegeben."))
    except RuleViolation as refusal:
        for finding in refusal.findings:
            messages.error(request, str(finding))
    return redirect("milestone", key=one.key)


@login_required
@require_GET
def milestone_file(request: HttpRequest, key: str) -> HttpResponseBase:
    """What was uploaded as evidence."""
    one = milestone_for(request, key)
    if one.file is None:
        raise Http404
    return attachment(one.file)
